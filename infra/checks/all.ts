/** Every check over one run of the estate. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportsOf } from "../estate/exports";
import { environments, type Environment } from "../estate/inventory";
import type { AnyStack } from "../estate/stack";
import { topics, type Topic } from "../estate/topics";
import type { Run } from "../mocks/monitor";
import { contractFindings } from "./contract";
import { essentialFindings } from "./essentials";
import type { Finding } from "./finding";
import { inventoryFindings } from "./inventory";
import { edgesOf, layerFindings, type Edge } from "./layers";
import { nameFindings } from "./names";
import { planFindings, planOf } from "./plan";
import { policyFindings } from "./policies";

export const exportsFile = join(__dirname, "../../exports.json");

/** What is checked; a test may change any of it and see whether that is noticed. */
export interface Subject {
  readonly definitions: readonly AnyStack[];
  runs: Run[];
  edges: Edge[];
  environments: Environment[];
  topics: Record<string, Topic>;
}

export function subjectOf(definitions: readonly AnyStack[], runs: readonly Run[]): Subject {
  return { definitions, runs: [...runs], edges: edgesOf(runs), environments: [...environments], topics: { ...topics } };
}

export function findingsOf({ definitions, runs, edges, environments: planned, topics: promised }: Subject): Finding[] {
  return [
    ...inventoryFindings(planned, promised),
    ...layerFindings(definitions, edges),
    ...policyFindings(runs),
    ...essentialFindings(runs, definitions),
    ...nameFindings(runs, definitions),
    ...contractFindings(exportsOf(runs, definitions), readFileSync(exportsFile, "utf8"), runs),
    ...planFindings(planOf(runs, definitions)),
  ];
}
