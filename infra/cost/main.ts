/** `npm run cost [-- --out FOLDER] [--markdown FILE] [--pictures FOLDER] [--set assumption=value …]` */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { estate } from "../estate/registry";
import { runEstate } from "../mocks/estate";
import { money } from "./charts";
import { billsOf, claims } from "./model";
import { Book, total } from "./price";
import { reportOf } from "./report";

const root = join(__dirname, "../../..");
const { values } = parseArgs({
  options: { out: { type: "string" }, markdown: { type: "string" }, pictures: { type: "string" }, set: { type: "string", multiple: true } },
});
// npm changes into infra/; a path on the command line is meant from where the person stands.
const from = process.env["INIT_CWD"] ?? process.cwd();
const place = (path: string) => resolve(from, path);

function changed(): Record<string, number> {
  return Object.fromEntries((values.set ?? []).map((one) => {
    const [name = "", value = ""] = one.split("=");
    if (!(name in new Book().assumptions) || Number.isNaN(Number(value)) || value === "") {
      console.error(`--set ${one}: an assumption of infra/cost/assumptions.json and a number are needed, as in --set requestsPerSecond=150`);
      process.exit(2);
    }
    return [name, Number(value)];
  }));
}

/** Puts text between a document's markers. */
function fill(file: string, text: string): void {
  const [begin, end] = ["<!-- results: begin -->", "<!-- results: end -->"];
  const document = readFileSync(file, "utf8");
  const [before, after] = [document.indexOf(begin), document.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${document.slice(0, before + begin.length)}\n${text}\n${document.slice(after)}`);
}

void (async () => {
  const book = new Book().with(changed());
  const runs = await runEstate(estate);
  const bills = billsOf(runs, book);
  const report = reportOf(runs, book, bills);
  const out = values.out ? place(values.out) : join(root, ".spillway/reports/cost");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "index.html"), report.html);
  writeFileSync(join(out, "lines.json"), `${JSON.stringify({ before: bills.before, after: bills.after }, null, 1)}\n`);
  if (values.markdown) fill(place(values.markdown), report.markdown);
  if (values.pictures) {
    mkdirSync(place(values.pictures), { recursive: true });
    for (const [name, picture] of Object.entries(report.pictures)) writeFileSync(join(place(values.pictures), name), picture);
  }
  console.log(`before ${money(total(bills.before))}, after ${money(total(bills.after))} a month`);
  for (const { figure, source, model, verdict } of claims(bills, book)) console.log(`${verdict.padEnd(33)} ${figure}: ${source}; here ${model}`);
  console.log(join(out, "index.html"));
})();
