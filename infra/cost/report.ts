/** The bills as a page: one file that needs nothing else. */
import { escape, lines as lineChart, money, stackedBars } from "./charts";
import { change, claims, inProduction, levers, packingTable, purchaseMixes, sweep, type Bills, type SweepPoint } from "./model";
import { by, total, type Book, type CostLine } from "./price";
import type { Run } from "../mocks/monitor";

export interface Report {
  readonly html: string;
  readonly markdown: string;
  readonly pictures: Readonly<Record<string, string>>;
}

type Cell = string | number;
const share = (value: number) => `${value > 0 ? "+" : "−"}${Math.abs(value * 100).toFixed(0)} %`;
const use = (value: number) => `${(value * 100).toFixed(0)} %`;
const show = (cell: Cell) => (typeof cell === "number" ? money(cell) : cell);

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const right = (column: number) => rows.some((row) => typeof row[column] === "number" || /^[\d,.]+ \$$/.test(String(row[column])));
  const cells = (tag: string, row: readonly Cell[]) => row.map((cell, column) => `<${tag}${right(column) ? ' class="n"' : ""}>${escape(show(cell))}</${tag}>`).join("");
  return `<table><thead><tr>${cells("th", head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</tbody></table>`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (row: readonly Cell[]) => `| ${row.map(show).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** What a line is about, for a picture that has room for few. */
function kind({ service }: Pick<CostLine, "service">): string {
  if (["lambda", "api gateway", "logs"].includes(service)) return "functions and their gateway";
  if (["eks", "addons", "karpenter nodes"].includes(service)) return "clusters and nodes";
  if (service.startsWith("aurora") || service === "cockroach") return "databases";
  if (["kafka", "mirror"].includes(service)) return "Kafka";
  if (service.startsWith("valkey") || service === "devices") return "Valkey, DynamoDB";
  if (["vpc", "endpoints", "transfer", "peering"].includes(service)) return "networks";
  return "everything else";
}

const order = ["clusters and nodes", "functions and their gateway", "databases", "Kafka", "Valkey, DynamoDB", "networks", "everything else"];

function stacked(bill: readonly CostLine[]): [string, number][] {
  const sums = new Map(by(bill, kind));
  return order.map((key): [string, number] => [key, sums.get(key) ?? 0]);
}

function sweepRows(points: readonly SweepPoint[]): Cell[][] {
  return points.map(({ rate, before, after, beforeProduction, afterProduction }) => [
    `${rate}/s`, beforeProduction, afterProduction, share(change(beforeProduction, afterProduction)), before, after, share(change(before, after)),
  ]);
}

export function reportOf(runs: readonly Run[], book: Book, bills: Bills): Report {
  const points = sweep(runs, book, [10, 20, 40, 80, 150, 300, 500]);
  const packed = packingTable(book);
  const spared = levers(bills, book);
  const said = claims(bills, book);
  const mixes = purchaseMixes(bills, book);
  const namespaces = by(bills.nodes.flatMap(({ lines }) => lines), ({ namespace }) => namespace ?? "");
  const environments = [...new Set([...bills.after, ...bills.before].map(({ environment }) => environment))];
  const sumOf = (bill: readonly CostLine[], environment: string) => total(bill.filter((line) => line.environment === environment));

  const pictures = {
    "infra-cost-bills.svg": stackedBars("A month before and after, whole estate and production's region", [
      { label: "before", parts: stacked(bills.before) },
      { label: "after", parts: stacked(bills.after) },
      { label: "prod. before", parts: stacked(inProduction(bills.before)) },
      { label: "prod. after", parts: stacked(inProduction(bills.after)) },
    ]),
    "infra-cost-traffic.svg": lineChart("A month's bill of production's region over its traffic", "requests/s, mean", [
      { label: "functions", points: points.map(({ rate, beforeProduction }) => [rate, beforeProduction]) },
      { label: "Spillway", points: points.map(({ rate, afterProduction }) => [rate, afterProduction]) },
    ]),
    "infra-cost-nodes.svg": lineChart("Production's nodes over a day with a giveaway", "nodes, over the hours of the day", nodeLines(book), (value) => value.toFixed(0)),
  };

  const packingHead = ["day", "nodes", "a day", "nodes, least–most", "processor asked for", "memory asked for", "consolidated saves"];
  const packingRows = packed.flatMap(({ day, rows, consolidated, sameType }) => [
    ...rows.map(({ what, outcome, saved }): Cell[] => [day, `${what}, fixed`, `${outcome.usd.toFixed(2)} $`, `${outcome.least}–${outcome.most}`, use(outcome.cpuUse), use(outcome.memoryUse), share(saved)]),
    ...[sameType, consolidated].map(({ what, outcome }): Cell[] => [day, what === "consolidated" ? "Karpenter, c8g/m8g/r8g" : what, `${outcome.usd.toFixed(2)} $`, `${outcome.least}–${outcome.most}`, use(outcome.cpuUse), use(outcome.memoryUse), ""]),
  ]);
  const claimHead = ["figure", "source", "model", "verdict", "why"];
  const claimRows = said.map(({ figure, source, model, verdict, why }): Cell[] => [figure, String(source), model, verdict, why]);
  const environmentHead = ["environment", "before", "after"];
  const environmentRows = [...environments.map((environment): [string, number, number] => [environment, sumOf(bills.before, environment), sumOf(bills.after, environment)])].sort((a, b) => b[2] - a[2]);
  const all: Cell[] = ["together", total(bills.before), total(bills.after)];
  const leverHead = ["lever", "a month", "for"];
  const leverRows: Cell[][] = [...spared.map(({ what, usd, for: price }): Cell[] => [what, usd, price]), ["all of them: what would be left", total(bills.after) - spared.reduce((sum, { usd }) => sum + usd, 0), ""]];
  const sweepHead = ["mean traffic", "production before", "after", "", "estate before", "after", ""];
  const namespaceRows = namespaces.map(([namespace, usd]): Cell[] => [namespace, usd]);
  const mixRows = mixes.map(({ what, usd }): Cell[] => [what, usd]);
  const serviceRows = by(bills.after, ({ service }) => service).map(([service, usd]): Cell[] => [service, usd]);
  const lambdaRows = by(bills.functions, ({ service, what }) => `${service}: ${what}`).map(([what, usd]): Cell[] => [what, usd]);

  const traffic = `${(bills.traffic.requests / 1e6).toFixed(0)} million requests a month, ${(bills.traffic.giveawayRequests / 1e6).toFixed(1)} million of them in ${book.get("giveawaysPerMonth")} giveaways`;
  const markdown = [
    `Prices as of ${book.file.asOf}; ${traffic}.`,
    "### The source's figures", markdownTable(claimHead, claimRows),
    "### By environment", markdownTable(environmentHead, [...environmentRows, all]),
    "### Nodes: production's pods, packed", markdownTable(packingHead, packingRows),
    "### Karpenter's nodes by namespace, all clusters", markdownTable(["namespace", "a month"], namespaceRows),
    "### The same nodes, bought otherwise", markdownTable(["way", "a month"], mixRows),
    "### Over the traffic", markdownTable(sweepHead, sweepRows(points)),
    "### Levers that are not pulled", markdownTable(leverHead, leverRows),
  ].join("\n\n");

  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>What Spillway costs</title><style>
body{font:15px/1.5 system-ui,sans-serif;color:#111827;max-width:1080px;margin:2rem auto;padding:0 1rem}h1{margin-bottom:.2rem}h2{margin-top:2.4rem;border-bottom:1px solid #d1d5db}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #e5e7eb;vertical-align:top}th{background:#f3f4f6}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
svg{max-width:760px;width:100%;height:auto;display:block;margin:1rem 0}p{max-width:75ch}</style></head><body>
<h1>What Spillway costs</h1><p>A month, by list prices of ${escape(book.file.asOf)}; ${escape(traffic)}. Computed from what the stacks register against mocks and from what the pods ask for; no AWS account was asked.</p>
<h2>The source's figures</h2>${table(claimHead, claimRows)}
<h2>Before and after</h2><p>Before: the same estate without clusters, with functions, their gateway and a database bought for their connections. After: everything that the inventory holds.</p>${pictures["infra-cost-bills.svg"]}${table(environmentHead, [...environmentRows, all])}
<h2>After, by service</h2>${table(["service", "a month"], serviceRows)}
<h2>The functions' part</h2>${table(["what", "a month"], lambdaRows)}
<h2>Nodes, packed</h2><p>Production's pods over a usual day and over one with a giveaway. All on demand and Graviton, so that packing alone differs. Fixed: a node group of one type under the Cluster Autoscaler. Consolidated: the cheapest types that hold the pods, emptied when the pods fit elsewhere.</p>${pictures["infra-cost-nodes.svg"]}${table(packingHead, packingRows)}
<h2>By namespace</h2><p>Each pod's larger share of its node's processor or memory, with its part of what nobody asks for.</p>${table(["namespace", "a month"], namespaceRows)}
<h2>The same nodes, bought otherwise</h2>${table(["way", "a month"], mixRows)}
<h2>Over the traffic</h2>${pictures["infra-cost-traffic.svg"]}${table(sweepHead, sweepRows(points))}
<h2>Levers that are not pulled</h2><p>What the bill could lose, and what for. No stack does these.</p>${table(leverHead, leverRows)}
<h2>Assumptions</h2><p>Change one for a run with <code>npm run cost -- --set requestsPerSecond=150</code>, or for good in <code>infra/cost/assumptions.json</code>.</p>${table(["name", "value", "unit", "why"], Object.entries(book.assumptions).map(([name, { value, unit, why }]) => [name, String(value), unit, why]))}
<h2>Prices</h2><p>${escape(book.file.note)} Region factor: ${escape(JSON.stringify(book.file.regionFactor))}; ${escape(book.file.regionFactorSource)}.</p>${table(["price", "USD", "for a", "source", "compared with a page"], Object.entries(book.file.prices).map(([name, { usd, unit, source, seen }]) => [name, String(usd), unit, source, seen ?? "no"]))}
</body></html>
`;
  return { html, markdown, pictures };
}

function nodeLines(book: Book): { label: string; points: [number, number][]; dashed?: boolean }[] {
  const [, day] = packingTable(book);
  if (!day) throw new Error("a day with a giveaway is simulated");
  const fixed = day.rows.find(({ what }) => what === "m8g.xlarge");
  const hours = (counts: readonly number[]) => counts.map((count, step): [number, number] => [step / 6, count]);
  return [
    { label: "m8g.xlarge, fixed", points: hours(fixed?.outcome.nodesPerStep ?? []) },
    { label: "Karpenter", points: hours(day.consolidated.outcome.nodesPerStep), dashed: true },
  ];
}
