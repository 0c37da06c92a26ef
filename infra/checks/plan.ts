/**
 * The plan as files: one for each project, a line for each resource of each stack, with its inputs. They are reviewed like code,
 * because they say what a change of code changes in AWS. Tags are left out, being the same function of the stack everywhere.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AnyStack } from "../estate/stack";
import type { Resource, Run } from "../mocks/monitor";
import type { Finding } from "./finding";
import { perRun } from "./perRun";

export const planFolder = join(__dirname, "../../plan");

export function planOf(runs: readonly Run[], definitions: readonly AnyStack[]): Map<string, string> {
  return new Map(definitions.map(({ layer, project }) => {
    const stacks = runs.filter((run) => run.project === project).map(stackPlan);
    return [`${layer}.${project}.json`, `{\n${stacks.join(",\n")}\n}\n`];
  }));
}

const stackPlan = perRun((run) => {
  const lines = run.resources.filter(({ type }) => !type.startsWith("spillway:") && !type.startsWith("pulumi:")).map(line).sort();
  return `  ${JSON.stringify(run.stack)}: {\n    "reads": ${JSON.stringify(run.reads)},\n    "resources": {\n${lines.map((one) => `      ${one}`).join(",\n")}\n    }\n  }`;
});

function line({ type, name, region, protect, inputs }: Resource): string {
  const rest = Object.entries(inputs).filter(([key]) => key !== "tags" && key !== "tagsAll").sort(([a], [b]) => (a < b ? -1 : 1));
  const content = { ...(region ? { region } : {}), ...(protect ? { protect } : {}), ...Object.fromEntries(rest.map(([key, value]) => [key, readable(value)])) };
  return `${JSON.stringify(`${type.replace(/\/[^:]*/, "")} ${name}`)}: ${JSON.stringify(content)}`;
}

/** Documents in strings are opened, so that a diff shows the line that changed. */
function readable(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export function planFindings(plan: ReadonlyMap<string, string>, folder = planFolder): Finding[] {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const finding = (where: string, what: string): Finding => ({ check: "plan", where, what });
  return [
    ...there.filter((file) => !plan.has(file)).map((file) => finding(file, "is the plan of nothing")),
    ...[...plan].flatMap(([file, content]) => {
      if (!there.includes(file)) return [finding(file, "is missing; `npm run plan` writes it")];
      const before = readFileSync(join(folder, file), "utf8");
      if (before === content) return [];
      const [was, is] = [before.split("\n"), content.split("\n")];
      const changed = is.find((one) => !was.includes(one)) ?? was.find((one) => !is.includes(one)) ?? "the order of its lines";
      return [finding(file, `says something else; \`npm run plan\` writes it anew. First: ${changed.trim().slice(0, 160)}`)];
    }),
  ];
}

export function writePlan(plan: ReadonlyMap<string, string>): void {
  rmSync(planFolder, { recursive: true, force: true });
  mkdirSync(planFolder, { recursive: true });
  for (const [file, content] of plan) writeFileSync(join(planFolder, file), content);
}
