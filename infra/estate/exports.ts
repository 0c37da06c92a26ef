/** What k8s/ may rely on, put together from what the stacks hand on. The shape is described in README.md. */
import { environments, type Environment } from "./inventory";
import type { AnyStack } from "./stack";

type Values = Readonly<Record<string, unknown>>;

/** A stack as it was run: what it handed on, and which secrets it made. */
export interface Handed {
  readonly project: string;
  readonly stack: string;
  readonly outputs: Values;
  readonly resources: readonly { readonly type: string; readonly inputs: Values }[];
}

export function exportsOf(runs: readonly Handed[], definitions: readonly AnyStack[]): Values {
  const permanent = (run: Handed) => !definitions.find(({ project }) => project === run.project)?.ephemeral;
  const of = (name: string) => runs.filter((run) => run.stack === name && permanent(run));
  const output = (project: string, stack: string, key: string) => runs.find((run) => run.project === project && run.stack === stack)?.outputs[key];
  const merged = (from: readonly Handed[], key: string) => sorted(Object.assign({}, ...from.map(({ outputs }) => outputs[key] as Values | undefined)) as Values);

  const clusterOf = (environment: Environment): Values => {
    const { name, account, region, standbyOf, runsServices, host } = environment;
    const own = of(name);
    const database = output(standbyOf ? "aurora-standby" : "aurora", name, "database");
    const mirror = output("mirror", name, "mirror");
    return {
      name: output("eks", name, "name"),
      account: output("eks", name, "deployerRoleArn")?.toString().split(":")[4] ?? account,
      region,
      serviceAccounts: merged(own, "roles"),
      secrets: sorted({ ...(standbyOf ? copied(of(standbyOf), region) : {}), ...merged(own, "secrets") }),
      karpenter: {
        nodeRole: output("karpenter", name, "nodeRole"),
        interruptionQueue: output("karpenter", name, "interruptionQueue"),
        discovery: output("karpenter", name, "discovery"),
      },
      ...(runsServices ? { database } : {}),
      ...(host ? { host } : {}),
      ...(mirror ? { mirror } : {}),
      buckets: merged(own, "buckets"),
    };
  };
  const repositories = output("registry", "global", "repositories");
  const hosts = output("registry", "global", "hosts") as Record<string, string>;
  return {
    version: 1,
    clusters: Object.fromEntries(environments.map((environment) => [environment.name, clusterOf(environment)])),
    topics: output("kafka", "production", "topics"),
    registry: { host: hosts["ca-central-1"], hosts, repositories },
  };
}

/** The secrets of a primary that AWS copies to a region, under the keys by which the primary hands them on. */
function copied(primary: readonly Handed[], region: string): Values {
  const replicated = new Set(primary.flatMap(({ resources }) => resources)
    .filter(({ type, inputs }) => type === "aws:secretsmanager/secret:Secret" && (inputs["replicas"] as { region: string }[] | undefined)?.some((replica) => replica.region === region))
    .map(({ inputs }) => inputs["name"]));
  const secrets = primary.flatMap(({ outputs }) => Object.entries((outputs["secrets"] ?? {}) as Values));
  return Object.fromEntries(secrets.filter(([, name]) => replicated.has(name)));
}

function sorted(values: Values): Values {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
