/** Karpenter's nodes: the pods of each cluster over a usual day and a day with a giveaway, packed and priced. */
import { environments, type EnvironmentName, type Region } from "../estate/inventory";
import { simulate, type Day, type InstanceType, type Outcome } from "./packing";
import { giveaway, platformOf, platformOfAll, platformOfServices, replicas, wallet, type PodKind } from "./pods";
import type { Book, CostLine } from "./price";

/** Of the sizes that k8s/' node pools allow. Half of the memory-rich ones' memory would stay empty, so all three families are offered. */
const sizes: readonly (readonly [string, number, number])[] = [
  ["c8g.large", 2, 4], ["m8g.large", 2, 8], ["r8g.large", 2, 16], ["c8g.xlarge", 4, 8], ["m8g.xlarge", 4, 16], ["r8g.xlarge", 4, 32],
  ["c8g.2xlarge", 8, 16], ["m8g.2xlarge", 8, 32], ["r8g.2xlarge", 8, 64],
];

export function instanceTypes(book: Book, region: Region, only: (name: string) => boolean = () => true): InstanceType[] {
  return sizes.filter(([name]) => only(name)).map(([name, cores, gibibytes]) => ({ name, milliCpu: cores * 1000, mebibytes: gibibytes * 1024, usdPerHour: book.price(name, region) }));
}

const stepMinutes = 10;
const stepsInDay = (24 * 60) / stepMinutes;

/** Between least and peak as people are awake: lowest at four in the morning, highest at seven in the evening. */
function awake(step: number): number {
  const hour = (step * stepMinutes) / 60;
  return Math.max(0, Math.sin(((hour - 4) / 30) * Math.PI)) ** 2;
}

function platformPods(name: EnvironmentName, runsServices: boolean): (readonly [PodKind, number])[] {
  return [...platformOfAll, ...(runsServices ? platformOfServices : []), ...(platformOf[name] ?? [])];
}

export function dayOf(book: Book, name: EnvironmentName, giveawayHours: number): Day {
  const environment = environments.find((one) => one.name === name);
  const scale = scaleOf(book, name);
  const steps = Array.from({ length: stepsInDay }, (_, step) => {
    const still = platformPods(name, environment?.runsServices ?? false);
    if (!scale) return still;
    const [begin, end] = [stepsInDay * (20 / 24), stepsInDay * ((20 + giveawayHours) / 24)];
    const crowd = step >= begin && step < end;
    const count = ({ least, usualPeak, most }: { least: number; usualPeak: number; most: number }) => (crowd ? most : Math.round(least + (usualPeak - least) * awake(step)));
    return [[wallet, count(scale.wallet)], [giveaway, count(scale.giveaway)], ...still] as const;
  });
  return { steps, minutes: stepMinutes };
}

/** What a usual day needs, when there is more traffic than the usual peak of k8s/ was written for. */
function scaleOf(book: Book, name: EnvironmentName): (typeof replicas)[EnvironmentName] {
  const planned = replicas[name];
  if (!planned || !giveawaysIn.includes(name)) return planned;
  const pods = (book.get("requestsPerSecond") * book.get("usualPeak")) / book.get("requestsPerPod");
  // Two thirds of the calls are the wallet's.
  const scaled = (bounds: typeof planned.wallet, share: number) => {
    const usualPeak = Math.max(bounds.usualPeak, Math.ceil(pods * share));
    return { ...bounds, usualPeak, most: Math.max(bounds.most, usualPeak) };
  };
  return { wallet: scaled(planned.wallet, 2 / 3), giveaway: scaled(planned.giveaway, 1 / 3) };
}

function only(day: Day, pool: PodKind["pool"]): Day {
  return { ...day, steps: day.steps.map((step) => step.filter(([pod]) => pod.pool === pool)) };
}

const daysInMonth = 30.4;
/** Where giveaways happen, and where they are rehearsed. */
const giveawaysIn: readonly EnvironmentName[] = ["production"];

export interface ClusterNodes {
  readonly environment: EnvironmentName;
  readonly lines: readonly CostLine[];
  /** At list prices, before spot and commitments. */
  readonly listUsd: number;
  readonly usualDay: Outcome;
  readonly giveawayDay: Outcome;
}

/** As k8s/ has it: a pool for services, spot first, and one that is never interrupted. */
export function clusterNodes(book: Book, name: EnvironmentName, region: Region): ClusterNodes {
  const lines: CostLine[] = [];
  let listUsd = 0;
  const special = giveawaysIn.includes(name) ? book.get("giveawaysPerMonth") : 0;
  const days = [dayOf(book, name, 0), dayOf(book, name, book.get("giveawayHours"))] as const;
  for (const pool of ["services", "steady"] as const) {
    const outcomes = days.map((day) => simulate(only(day, pool), { types: instanceTypes(book, region, (type) => pool === "services" || !type.startsWith("c")), consolidated: true, leastNodes: 0 }));
    const off = pool === "services" ? book.get("spotShare") * book.get("spotDiscount") : book.get("savingsPlanShare") * book.get("savingsPlanDiscount");
    [daysInMonth - special, special].forEach((count, index) => {
      const outcome = outcomes[index];
      if (!outcome) return;
      listUsd += outcome.usd * count;
      for (const [namespace, usd] of outcome.usdByNamespace) {
        lines.push({ environment: name, service: "karpenter nodes", namespace, what: `${pool}, ${index === 0 ? "usual days" : "giveaway days"}`, usd: usd * count * (1 - off) });
      }
    });
  }
  const whole = (day: Day) => simulate(day, { types: instanceTypes(book, region), consolidated: true, leastNodes: 0 });
  return { environment: name, lines, listUsd, usualDay: whole(days[0]), giveawayDay: whole(days[1]) };
}

export interface Comparison {
  readonly what: string;
  readonly outcome: Outcome;
}

/** One cluster's pods on a day, on node groups of one type and consolidated; all on demand, all Graviton, so that packing alone differs. */
export function packings(book: Book, name: EnvironmentName, region: Region, giveawayHours: number): { fixed: Comparison[]; sameType: Comparison; consolidated: Comparison } {
  const day = dayOf(book, name, giveawayHours);
  const fixed = ["m8g.large", "m8g.xlarge", "m8g.2xlarge", "r8g.large", "r8g.xlarge"].map((type) => ({
    what: type, outcome: simulate(day, { types: instanceTypes(book, region, (one) => one === type), consolidated: false, leastNodes: 3 }),
  }));
  const sameType = { what: "m8g.xlarge, consolidated", outcome: simulate(day, { types: instanceTypes(book, region, (one) => one === "m8g.xlarge"), consolidated: true, leastNodes: 3 }) };
  return { fixed, sameType, consolidated: { what: "consolidated", outcome: simulate(day, { types: instanceTypes(book, region), consolidated: true, leastNodes: 3 }) } };
}

export function allNodes(book: Book): ClusterNodes[] {
  return environments.map(({ name, region }) => clusterNodes(book, name, region));
}
