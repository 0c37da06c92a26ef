/** The price file and the assumptions, read and checked. Both are meant to be edited. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Price {
  readonly usd: number;
  readonly unit: string;
  readonly source: string;
  readonly seen?: string;
}
export interface PriceFile {
  readonly asOf: string;
  readonly note: string;
  readonly regionFactor: Readonly<Record<string, number>>;
  readonly regionFactorSource: string;
  readonly hoursPerMonth: number;
  readonly prices: Readonly<Record<string, Price>>;
}
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}
export type Assumptions = Readonly<Record<string, Assumption>>;

/** Files that are data stay where they are; the program runs from dist/. */
const folder = join(__dirname, "../../cost");

export function readPrices(): PriceFile {
  return JSON.parse(readFileSync(join(folder, "prices.json"), "utf8")) as PriceFile;
}

export function readAssumptions(): Assumptions {
  return JSON.parse(readFileSync(join(folder, "assumptions.json"), "utf8")) as Assumptions;
}

/** Looks prices and assumptions up, and refuses what nobody has written down. */
export class Book {
  readonly usedPrices = new Set<string>();

  constructor(readonly file: PriceFile = readPrices(), readonly assumptions: Assumptions = readAssumptions()) {}

  /** USD for one unit in a region. */
  price(name: string, region = "us-east-1"): number {
    const price = this.file.prices[name];
    const factor = this.file.regionFactor[region];
    if (!price) throw new Error(`no price for ${name}`);
    if (factor === undefined) throw new Error(`no prices in ${region}`);
    this.usedPrices.add(name);
    // Kept the same everywhere: keys, secrets, zones, alarms are priced by the piece.
    return price.usd * (price.unit === "month" ? 1 : factor);
  }

  perMonth(name: string, region?: string): number {
    return this.price(name, region) * this.file.hoursPerMonth;
  }

  get(assumption: string): number {
    const found = this.assumptions[assumption];
    if (!found) throw new Error(`nothing is assumed of ${assumption}`);
    return found.value;
  }

  with(changes: Readonly<Record<string, number>>): Book {
    const changed = Object.entries(changes).map(([name, value]) => [name, { ...(this.assumptions[name] ?? { unit: "", why: "" }), value }]);
    return new Book(this.file, { ...this.assumptions, ...(Object.fromEntries(changed) as Assumptions) });
  }
}

export interface CostLine {
  readonly environment: string;
  readonly service: string;
  /** Of Kubernetes, where pods cause it. */
  readonly namespace?: string;
  readonly what: string;
  readonly usd: number;
}

export function total(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}

export function by(lines: readonly CostLine[], key: (line: CostLine) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(key(line), (sums.get(key(line)) ?? 0) + line.usd);
  return [...sums].sort((a, b) => b[1] - a[1]);
}
