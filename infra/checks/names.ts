/** Names: one for one thing in its account and region, no longer than AWS takes, and made by `nameOf`. */
import { accounts } from "../estate/inventory";
import { product } from "../estate/naming";
import type { AnyStack } from "../estate/stack";
import type { Resource, Run } from "../mocks/monitor";
import type { Finding } from "./finding";

interface Kind {
  readonly input: string;
  readonly most: number;
  /** Whether the name is taken in the whole account, in the region, or in the world. */
  readonly within: "account" | "region" | "world";
}

const kinds: Readonly<Record<string, Kind>> = {
  "aws:iam/role:Role": { input: "name", most: 64, within: "account" },
  "aws:iam/instanceProfile:InstanceProfile": { input: "name", most: 128, within: "account" },
  "aws:s3/bucket:Bucket": { input: "bucket", most: 63, within: "world" },
  "aws:eks/cluster:Cluster": { input: "name", most: 100, within: "region" },
  "aws:rds/cluster:Cluster": { input: "clusterIdentifier", most: 63, within: "region" },
  "aws:rds/globalCluster:GlobalCluster": { input: "globalClusterIdentifier", most: 63, within: "account" },
  "aws:msk/cluster:Cluster": { input: "clusterName", most: 64, within: "region" },
  "aws:elasticache/replicationGroup:ReplicationGroup": { input: "replicationGroupId", most: 40, within: "region" },
  "aws:elasticache/user:User": { input: "userId", most: 40, within: "region" },
  "aws:lb/loadBalancer:LoadBalancer": { input: "name", most: 32, within: "region" },
  "aws:lb/targetGroup:TargetGroup": { input: "name", most: 32, within: "region" },
  "aws:sqs/queue:Queue": { input: "name", most: 80, within: "region" },
  "aws:sns/topic:Topic": { input: "name", most: 256, within: "region" },
  "aws:secretsmanager/secret:Secret": { input: "name", most: 512, within: "region" },
  "aws:dynamodb/table:Table": { input: "name", most: 255, within: "region" },
  "aws:cloudwatch/logGroup:LogGroup": { input: "name", most: 512, within: "region" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { input: "name", most: 255, within: "region" },
  "aws:cloudwatch/eventRule:EventRule": { input: "name", most: 64, within: "region" },
  "aws:kms/alias:Alias": { input: "name", most: 256, within: "region" },
  "aws:scheduler/schedule:Schedule": { input: "name", most: 64, within: "region" },
  "aws:backup/vault:Vault": { input: "name", most: 50, within: "region" },
  "aws:wafv2/webAcl:WebAcl": { input: "name", most: 128, within: "region" },
  "aws:cloudtrail/trail:Trail": { input: "name", most: 128, within: "region" },
  "aws:organizations/policy:Policy": { input: "name", most: 128, within: "account" },
  "aws:ssoadmin/permissionSet:PermissionSet": { input: "name", most: 32, within: "account" },
  "aws:athena/workgroup:Workgroup": { input: "name", most: 128, within: "region" },
};

export function nameFindings(runs: readonly Run[], definitions: readonly AnyStack[]): Finding[] {
  const taken = new Map<string, string>();
  return runs.flatMap((run) => run.resources.flatMap((resource) => {
    const kind = kinds[resource.type];
    if (!kind) return [];
    const name = resource.inputs[kind.input];
    const where = `${run.project}/${run.stack}: ${resource.type} ${resource.name}`;
    const finding = (what: string): Finding => ({ check: "names", where, what });
    if (typeof name !== "string") return [finding("has no name of ours: Pulumi would make one up that nobody else can know")];
    const scope = [resource.type, kind.within === "world" ? "" : accountOf(run, resource, definitions), kind.within === "region" ? resource.region : "", name].join(" ");
    const other = taken.get(scope);
    taken.set(scope, where);
    return [
      ...(name.length > kind.most ? [finding(`${name} is longer than ${kind.most}`)] : []),
      ...(name.includes(product) ? [] : [finding(`${name} does not say whose it is`)]),
      ...(other ? [finding(`${name} is the name of ${other} too`)] : []),
    ];
  }));
}

/** A stack may act in a second account; the root component that a resource stands under says in which. */
function accountOf(run: Run, resource: Resource, definitions: readonly AnyStack[]): string {
  const named = Object.keys(accounts).find((account) => rootOf(run, resource).startsWith(`${account}-`));
  return named ?? definitions.find(({ project }) => project === run.project)?.targets.find(({ stack }) => stack === run.stack)?.account ?? "";
}

function rootOf(run: Run, resource: Resource): string {
  let current = resource;
  for (;;) {
    const parent = run.resources.find(({ urn }) => urn === current.parent);
    if (!parent) return current.name;
    current = parent;
  }
}
