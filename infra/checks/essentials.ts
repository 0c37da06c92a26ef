/** For every stack what has to be true of it, beyond that it runs. A project without expectations is a finding. */
import { estate } from "../estate/registry";
import type { AnyStack } from "../estate/stack";
import type { Run } from "../mocks/monitor";
import { accessEssentials } from "./essentials/access";
import { appEssentials } from "./essentials/app";
import { clusterEssentials } from "./essentials/cluster";
import { dataEssentials } from "./essentials/data";
import { finopsEssentials } from "./essentials/finops";
import { networkEssentials } from "./essentials/network";
import { platformEssentials } from "./essentials/platform";
import type { Finding } from "./finding";
import { perRun } from "./perRun";
import { View, type Essentials } from "./view";

const essentials: Essentials = {
  ...accessEssentials, ...networkEssentials, ...clusterEssentials, ...platformEssentials, ...dataEssentials, ...appEssentials, ...finopsEssentials,
};

export function essentialFindings(runs: readonly Run[], definitions: readonly AnyStack[]): Finding[] {
  const projects = new Set(definitions.map(({ project }) => project));
  const idle = Object.keys(essentials).filter((project) => !projects.has(project)).map((project) => ({ check: "essentials", where: project, what: "is expected and no stack" }));
  return [...idle, ...runs.flatMap(findingsOf)];
}

const findingsOf = perRun((run): Finding[] => {
  const where = `${run.project}/${run.stack}`;
  const target = estate.find(({ project }) => project === run.project)?.targets.find(({ stack }) => stack === run.stack);
  const expect = essentials[run.project];
  if (!target || !expect) return [{ check: "essentials", where, what: "nobody says what has to be true of it" }];
  try {
    expect(new View(run, target));
    return [];
  } catch (problem) {
    return [{ check: "essentials", where, what: problem instanceof Error ? problem.message.split("\n").slice(0, 3).join(" ") : String(problem) }];
  }
});
