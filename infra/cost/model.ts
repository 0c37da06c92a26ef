/** Both estates' bills, what the levers are worth, and what of the source's figures comes out of them. */
import type { Run } from "../mocks/monitor";
import { estateLines, trafficOf, usageLines, type Traffic } from "./estate";
import { lambdaLines } from "./lambda";
import { allNodes, packings, type ClusterNodes, type Comparison } from "./nodes";
import { total, type Book, type CostLine } from "./price";

export interface Bills {
  readonly traffic: Traffic;
  readonly nodes: readonly ClusterNodes[];
  readonly after: readonly CostLine[];
  readonly before: readonly CostLine[];
  /** Of before: the functions and what they need, which is not in after. */
  readonly functions: readonly CostLine[];
}

/** What functions do without: clusters and what stands around them. Their ledger's database is another one. */
const clustersOwn = new Set(["guardduty", "eks", "addons", "karpenter nodes", "endpoints", "cockroach", "second-door"]);
const replacedIn = new Set(["production", "production-standby"]);
const replacedUsage = new Set(["I/O, in batches", "answers to clients", "services' logs"]);

export function billsOf(runs: readonly Run[], book: Book): Bills {
  const traffic = trafficOf(book);
  const nodes = allNodes(book);
  const standing = estateLines(runs, book);
  const used = usageLines(book, traffic);
  const after = [...standing, ...used, ...nodes.flatMap(({ lines }) => lines)];
  const kept = [...standing, ...used].filter(({ environment, service, what }) =>
    !clustersOwn.has(service) && environment !== "tooling" && !(replacedIn.has(environment) && service.startsWith("aurora")) && !(environment === "production" && (replacedUsage.has(what) || what === "through NAT")));
  const functions = lambdaLines(book, traffic);
  return { traffic, nodes, after, before: [...kept, ...functions], functions };
}

export function inProduction(lines: readonly CostLine[]): readonly CostLine[] {
  return lines.filter(({ environment }) => environment === "production");
}

export interface Lever {
  readonly what: string;
  readonly usd: number;
  /** What has to be given up, or done, for it. */
  readonly for: string;
}

/** What the bill could lose, and is not taken off it: no stack does these. */
export function levers({ after }: Bills, book: Book): Lever[] {
  const hours = book.file.hoursPerMonth;
  const of = (environment: string, services?: readonly string[]) => total(after.filter((line) => line.environment === environment && (!services || services.includes(line.service))));
  const idle = 1 - book.get("testingHours") / hours;
  const night = 1 - book.get("workingHours") / hours;
  return [
    { what: "load-testing only while load is tested", usd: of("load-testing", ["aurora", "kafka", "valkey", "karpenter nodes", "vpc", "endpoints"]) * idle, for: "destroying and making its data stacks around a test: half an hour" },
    { what: "staging's and development's nodes in working hours", usd: (of("staging", ["karpenter nodes"]) + of("development", ["karpenter nodes"])) * night, for: "a schedule that scales to zero; nobody tries anything at night" },
    { what: "staging and development in one cluster", usd: of("development", ["eks", "karpenter nodes", "vpc", "endpoints"]) * 0.75, for: "changes to the platform that are first seen in staging" },
    { what: "no CockroachDB: Hydra on Aurora", usd: of("production", ["cockroach"]) + of("production-standby", ["cockroach"]), for: "sign-ins that wait for a failover, as the ledger does" },
    { what: "the standby as a pilot light", usd: of("production-standby", ["karpenter nodes", "valkey-standby"]) + of("production-standby", ["kafka"]), for: "half an hour more until the other region serves; topics mirrored to the data cluster only" },
    { what: "interface endpoints in production only", usd: total(after.filter(({ environment, service }) => service === "endpoints" && !environment.startsWith("production"))) * 0.7, for: "their traffic through NAT, by the GB" },
  ];
}

export interface Claim {
  readonly figure: string;
  readonly source: number | string;
  readonly model: string;
  readonly verdict: "reproduced" | "reproduced at an assumed traffic" | "not reproduced" | "assumed, not reproduced";
  readonly why: string;
}

const usd = (value: number) => `${Math.round(value).toLocaleString("en")} $`;
const percent = (share: number) => `${share > 0 ? "+" : "−"}${Math.abs(share * 100).toFixed(0)} %`;
const near = (value: number, figure: number) => Math.abs(value / figure - 1) <= 0.1;

export function change(from: number, to: number): number {
  return to / from - 1;
}

export function claims(bills: Bills, book: Book): Claim[] {
  const [before, after] = [total(bills.before), total(bills.after)];
  const [beforeProduction, afterProduction] = [total(inProduction(bills.before)), total(inProduction(bills.after))];
  const leanest = after - levers(bills, book).reduce((sum, lever) => sum + lever.usd, 0);
  const { fixed, consolidated } = packings(book, "production", "ca-central-1", 0);
  const packing = fixed.map(({ what, outcome }) => ({ what, share: change(outcome.usd, consolidated.outcome.usd) }));
  const usual = packing.find(({ what }) => what === "m8g.xlarge")?.share ?? 0;
  const graviton = [["m7g.large", "m7i.large"], ["c7g.large", "c7i.large"], ["r7g.large", "r7i.large"]].map(([arm = "", intel = ""]) => change(book.price(intel), book.price(arm)));
  const mean = graviton.reduce((sum, share) => sum + share, 0) / graviton.length;
  const verdict = (holds: boolean) => (holds ? "reproduced" : "not reproduced");
  // Whoever chooses the traffic chooses the figure; so a bill that fits is no proof.
  const atTraffic = (holds: boolean) => (holds ? "reproduced at an assumed traffic" : "not reproduced");
  return [
    { figure: "before, a month", source: "10,200 $", model: usd(before), verdict: atTraffic(near(before, 10_200)), why: "depends on traffic and on what the functions' database was bought for, which the source does not say" },
    { figure: "after, a month", source: "6,400 $", model: `${usd(after)}; ${usd(leanest)} with every lever`, verdict: atTraffic(near(after, 6_400)), why: "seven clusters in two regions with everything that the inventory holds" },
    { figure: "saved, whole estate", source: "−37 %", model: percent(change(before, after)), verdict: atTraffic(Math.abs(change(before, after) + 0.37) <= 0.05), why: "the functions' estate has no clusters to keep for tests, tooling and standby" },
    { figure: "saved, production's region alone", source: "−37 %", model: percent(change(beforeProduction, afterProduction)), verdict: atTraffic(Math.abs(change(beforeProduction, afterProduction) + 0.37) <= 0.05), why: `${usd(beforeProduction)} → ${usd(afterProduction)}: the database that is no longer bought for connections is the larger part. At ${book.get("requestsPerSecond")} requests/s; how much hangs on that, the table over the traffic shows` },
    { figure: "nodes, by packing", source: "−30–35 %", model: `${percent(usual)} against m8g.xlarge; ${percent(Math.max(...packing.map(({ share }) => share)))} to ${percent(Math.min(...packing.map(({ share }) => share)))} against others`, verdict: verdict(usual <= -0.3 && usual >= -0.35), why: "depends on the type that the fixed group is of, as the table shows" },
    { figure: "spot", source: "up to 80 % off", model: `${percent(-book.get("spotDiscount"))} assumed`, verdict: "assumed, not reproduced", why: "spot prices are live; nothing here asks for them" },
    { figure: "Graviton", source: "about −20 %", model: percent(mean), verdict: verdict(Math.abs(mean + 0.2) <= 0.03), why: "list price by the hour, same generation and size; speed is not looked at" },
  ];
}

export interface SweepPoint {
  readonly rate: number;
  readonly before: number;
  readonly after: number;
  readonly beforeProduction: number;
  readonly afterProduction: number;
}

/** Both bills over the traffic: what grows with the crowd, and what does not. */
export function sweep(runs: readonly Run[], book: Book, rates: readonly number[]): SweepPoint[] {
  return rates.map((rate) => {
    const factor = rate / book.get("requestsPerSecond");
    // Connections and warm environments follow the crowd; a database cannot be bought by the half.
    const bills = billsOf(runs, book.with({
      requestsPerSecond: rate, lambdaConnectionsPeak: Math.min(6_500, book.get("lambdaConnectionsPeak") * factor), lambdaProvisioned: book.get("lambdaProvisioned") * factor,
    }));
    return { rate, before: total(bills.before), after: total(bills.after), beforeProduction: total(inProduction(bills.before)), afterProduction: total(inProduction(bills.after)) };
  });
}

export function packingTable(book: Book): { day: string; rows: readonly (Comparison & { readonly saved: number })[]; consolidated: Comparison; sameType: Comparison }[] {
  return [["usual day", 0], ["day with a giveaway", book.get("giveawayHours")]].map(([day, hours]) => {
    const { fixed, consolidated, sameType } = packings(book, "production", "ca-central-1", Number(hours));
    return { day: String(day), consolidated, sameType, rows: fixed.map((row) => ({ ...row, saved: change(row.outcome.usd, consolidated.outcome.usd) })) };
  });
}

export interface Mix {
  readonly what: string;
  readonly usd: number;
}

/** The same nodes bought in other ways, all clusters together; packing is not repeated, only prices are. */
export function purchaseMixes(bills: Bills, book: Book): Mix[] {
  const list = bills.nodes.reduce((sum, { listUsd }) => sum + listUsd, 0);
  const now = total(bills.nodes.flatMap(({ lines }) => lines));
  const allSpot = list * (1 - book.get("spotDiscount"));
  return [
    { what: "on demand, Intel", usd: list / (book.price("m7g.large") / book.price("m7i.large")) },
    { what: "on demand, Graviton", usd: list },
    { what: "savings plan for the floor", usd: list * (1 - book.get("savingsPlanShare") * book.get("savingsPlanDiscount")) },
    { what: "as k8s/ has it: services on spot, the rest committed", usd: now },
    { what: "everything on spot (no)", usd: allSpot },
  ];
}
