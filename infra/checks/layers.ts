/** Who reads whom, drawn from what the stacks really read; and whether it goes in one direction. */
import { layers, type AnyStack } from "../estate/stack";
import type { Run } from "../mocks/monitor";
import type { Finding } from "./finding";

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** Between projects: stacks of one project do the same. */
export function edgesOf(runs: readonly Run[]): Edge[] {
  const edges = new Map<string, Edge>();
  for (const run of runs) {
    for (const read of run.reads) {
      const to = read.split("/")[0] ?? "";
      edges.set(`${run.project} ${to}`, { from: run.project, to });
    }
  }
  return [...edges.values()].sort((a, b) => `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`));
}

export function layerFindings(definitions: readonly AnyStack[], edges: readonly Edge[]): Finding[] {
  const rank = new Map(definitions.map(({ project, layer }) => [project, layers.indexOf(layer)]));
  const upward = edges.filter(({ from, to }) => (rank.get(to) ?? Infinity) > (rank.get(from) ?? -1))
    .map(({ from, to }) => ({ check: "layers", where: from, what: `reads ${to}, which is above it` }));
  const cycle = cycleIn(definitions.map(({ project }) => project), edges);
  return cycle ? [...upward, { check: "layers", where: cycle[0] ?? "", what: `reads itself by way of ${cycle.join(" → ")}` }] : upward;
}

function cycleIn(projects: readonly string[], edges: readonly Edge[]): string[] | undefined {
  const done = new Set<string>();
  const walk = (project: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(project)) return [...path.slice(path.indexOf(project)), project];
    if (done.has(project)) return undefined;
    for (const { to } of edges.filter(({ from }) => from === project)) {
      const found = walk(to, [...path, project]);
      if (found) return found;
    }
    done.add(project);
    return undefined;
  };
  for (const project of projects) {
    const found = walk(project, []);
    if (found) return found;
  }
  return undefined;
}

/** The order in which stacks can be deployed, in waves: all of a wave at the same time. */
export function waves(runs: readonly Run[]): string[][] {
  const level = new Map<string, number>();
  for (const run of runs) {
    level.set(`${run.project}/${run.stack}`, 1 + Math.max(-1, ...run.reads.map((read) => level.get(read) ?? Infinity)));
  }
  const result: string[][] = [];
  for (const [stack, wave] of level) (result[wave] ??= []).push(stack);
  return result.map((wave) => wave.sort());
}
