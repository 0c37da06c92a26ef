/**
 * Mistakes as people make them, each sown into the estate as it is, with the check that has to find it there. What a mistake
 * changes is what the stacks registered, so a check sees it as it would see the mistake's own consequence.
 */
import { strict as assert } from "node:assert";
import type { Subject } from "../checks/all";
import type { Resource, Run } from "../mocks/monitor";

type Draft<T> = T extends readonly (infer E)[] ? Draft<E>[] : T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;
type Inputs = Record<string, unknown>;
interface Sown {
  readonly subject: Subject;
  inputs(where: string, kind: string, name?: string): Inputs;
  resource(where: string, kind: string, name?: string): Draft<Resource>;
  run(where: string): Draft<Run>;
}

export interface Mistake {
  readonly what: string;
  /** The check, or the policy, that finds it. */
  readonly by: string;
  readonly sow: (estate: Sown) => void;
}

/** Sows into a subject of its own: a run is copied when it is first touched, so that the others stay the same objects, and stay checked. */
export function sownInto(subject: Subject): Sown {
  const copies = new Map<string, Draft<Run>>();
  const run = (where: string) => {
    const known = copies.get(where);
    if (known) return known;
    const index = subject.runs.findIndex(({ project, stack }) => `${project}/${stack}` === where);
    const found = subject.runs[index];
    assert.ok(found, `no stack ${where}`);
    const copy = structuredClone(found) as Draft<Run>;
    subject.runs[index] = copy;
    copies.set(where, copy);
    return copy;
  };
  const resource = (where: string, kind: string, name?: string) => {
    const found = run(where).resources.find((one) => one.type.replace(/\/[^:]*/, "") === `aws:${kind}` && (name === undefined || one.name === name));
    assert.ok(found, `no ${kind} ${name ?? ""} in ${where}`);
    return found;
  };
  return { subject, run, resource, inputs: (where, kind, name) => resource(where, kind, name).inputs as Inputs };
}

const set = (where: string, kind: string, name: string | undefined, change: Record<string, unknown>) => (estate: Sown) => {
  Object.assign(estate.inputs(where, kind, name), change);
};
/** Changes a document in a string. */
const rewrite = (where: string, kind: string, name: string | undefined, input: string, from: string | RegExp, to: string) => (estate: Sown) => {
  const inputs = estate.inputs(where, kind, name) as Record<string, unknown>;
  const before = String(inputs[input]);
  inputs[input] = before.replace(from, to);
  assert.notEqual(inputs[input], before, `${String(from)} is not in ${where}`);
};
const drop = (where: string, kind: string, name?: string) => (estate: Sown) => {
  const [run, gone] = [estate.run(where), estate.resource(where, kind, name)];
  run.resources = run.resources.filter((one) => one !== gone);
};
const nth = (list: unknown, index: number): Inputs => {
  const found = (list as Inputs[])[index];
  assert.ok(found);
  return found;
};
const inventory = (change: (subject: Subject) => void) => ({ subject }: Sown) => { change(subject); };
const replan = (name: string, change: object) => inventory((subject) => {
  subject.environments = subject.environments.map((environment) => (environment.name === name ? { ...environment, ...change } : environment));
});

export const mistakes: readonly Mistake[] = [
  // Networks
  { what: "two networks share their addresses", by: "inventory", sow: replan("staging", { cidr: "10.10.0.0/16" }) },
  { what: "a database's subnet gets a route to the internet", by: "essentials", sow: (estate) => { estate.inputs("vpc/production", "ec2:Route", "network-private-0")["routeTableId"] = "rtb-production-network-isolated"; } },
  { what: "the private subnets stand in one zone twice", by: "essentials", sow: set("vpc/production", "ec2:Subnet", "network-private-1", { availabilityZone: "ca-central-1a" }) },
  { what: "subnets overlap", by: "essentials", sow: set("vpc/staging", "ec2:Subnet", "network-private-2", { cidrBlock: "10.11.64.0/19" }) },
  { what: "production shares one NAT gateway", by: "essentials", sow: drop("vpc/production", "ec2:NatGateway", "network-2") },
  { what: "machines in a public subnet get public addresses", by: "no-public-access", sow: set("vpc/development", "ec2:Subnet", "network-public-0", { mapPublicIpOnLaunch: true }) },
  { what: "flow logs record rejected packets only", by: "essentials", sow: set("vpc/data", "ec2:FlowLog", undefined, { trafficType: "REJECT" }) },
  { what: "an endpoint is forgotten", by: "essentials", sow: drop("endpoints/production", "ec2:VpcEndpoint", "sts") },
  { what: "a peering has a way there and none back", by: "essentials", sow: drop("peering/tooling-production", "ec2:Route", "production-0") },
  // Clusters
  { what: "a control plane answers the internet", by: "no-public-access", sow: set("eks/staging", "eks:Cluster", undefined, { vpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: true } }) },
  { what: "Kubernetes' secrets are not encrypted by a key of ours", by: "encrypted-at-rest", sow: set("eks/production", "eks:Cluster", undefined, { encryptionConfig: undefined }) },
  { what: "the audit log of a control plane is off", by: "essentials", sow: set("eks/production", "eks:Cluster", undefined, { enabledClusterLogTypes: ["api"] }) },
  { what: "whoever makes a cluster owns it for ever", by: "essentials", sow: set("eks/tooling", "eks:Cluster", undefined, { accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true } }) },
  { what: "system nodes are Intel's", by: "graviton", sow: set("eks/production", "eks:NodeGroup", undefined, { instanceTypes: ["m7i.large"] }) },
  { what: "nodes give credentials to IMDSv1", by: "imdsv2", sow: set("eks/data", "ec2:LaunchTemplate", undefined, { metadataOptions: { httpTokens: "optional" } }) },
  { what: "Karpenter may end any machine of the account", by: "essentials", sow: rewrite("karpenter/production", "iam:RolePolicy", "karpenter", "policy", /("Action":\["ec2:TerminateInstances"[^}]*?),"Condition":\{.*?\}\}\}/, "$1}") },
  { what: "Karpenter may hand any role to its nodes", by: "no-wildcard-iam", sow: rewrite("karpenter/production", "iam:RolePolicy", "karpenter", "policy", /("Action":\["iam:PassRole"\],"Resource":\[)"[^"]*"/, "$1\"*\"") },
  { what: "Karpenter does not hear of spot interruptions", by: "essentials", sow: drop("karpenter/production", "cloudwatch:EventRule", "karpenter-spot-interruption") },
  { what: "an add-on floats", by: "essentials", sow: set("addons/staging", "eks:Addon", "coredns", { addonVersion: "latest" }) },
  // Identities
  { what: "the wallet's role may read every secret", by: "essentials", sow: rewrite("wallet/production", "iam:RolePolicy", "wallet", "policy", "\"kafka-cluster:Connect\"", "\"kafka-cluster:Connect\",\"secretsmanager:GetSecretValue\"") },
  { what: "the giveaway service may write transfers", by: "essentials", sow: rewrite("giveaway/production", "iam:RolePolicy", "giveaway", "policy", "giveaway.treasury-orders.v1\"", "wallet.transfers.v1\"") },
  { what: "a topic is misspelt in a role", by: "essentials", sow: rewrite("wallet/staging", "iam:RolePolicy", "wallet", "policy", "wallet.deposits.v1\"", "wallet.deposit.v1\"") },
  { what: "a role's policy allows s3:*", by: "no-wildcard-iam", sow: rewrite("lake/data", "iam:RolePolicy", "airbyte", "policy", "\"s3:GetObject\"", "\"s3:*\"") },
  { what: "External Secrets reads staging's secrets from production", by: "essentials", sow: rewrite("identities/production", "iam:RolePolicy", "external-secrets", "policy", "secret:spillway/production/*", "secret:spillway/staging/*") },
  { what: "a service account is misspelt", by: "essentials", sow: set("wallet/production", "eks:PodIdentityAssociation", undefined, { serviceAccount: "walet" }) },
  { what: "a role is made and given to nobody", by: "exports", sow: drop("identities/tooling", "eks:PodIdentityAssociation", "opencost") },
  { what: "any repository of GitHub may deploy", by: "no-strangers", sow: rewrite("github-oidc/production", "iam:Role", "deploy", "assumeRolePolicy", "repo:spillway/spillway:environment:production", "repo:*") },
  { what: "a pull request may deploy to production", by: "essentials", sow: rewrite("github-oidc/production", "iam:Role", "deploy", "assumeRolePolicy", "environment:production", "pull_request") },
  { what: "engineers operate production without breaking the glass", by: "essentials", sow: set("sso/global", "ssoadmin:AccountAssignment", "operate-platform-data", { targetId: "333333333333" }) },
  // Data
  { what: "the ledger's database has a public address", by: "no-public-access", sow: set("aurora/production", "rds:ClusterInstance", "ledger-0", { publiclyAccessible: true }) },
  { what: "the ledger's storage is not encrypted", by: "encrypted-at-rest", sow: set("aurora/production", "rds:Cluster", undefined, { storageEncrypted: false }) },
  { what: "the ledger can be deleted", by: "deletion-protection", sow: set("aurora/production", "rds:Cluster", undefined, { deletionProtection: false }) },
  { what: "the ledger's backups are kept for a week", by: "backup-retention", sow: set("aurora/production", "rds:Cluster", undefined, { backupRetentionPeriod: 7 }) },
  { what: "the ledger's writer is alone", by: "more-than-a-writer", sow: drop("aurora/production", "rds:ClusterInstance", "ledger-1") },
  { what: "max_connections is not what the connection budget was made for", by: "essentials", sow: (estate) => { nth(estate.inputs("aurora/production", "rds:ClusterParameterGroup")["parameters"], 0)["value"] = "5000"; } },
  { what: "the database takes connections in the clear", by: "encrypted-in-transit", sow: (estate) => { nth(estate.inputs("aurora/staging", "rds:ClusterParameterGroup")["parameters"], 1)["value"] = "0"; } },
  { what: "the standby takes over with fewer connections", by: "inventory", sow: replan("production-standby", { aurora: { instanceClass: "db.r8g.large", instances: 1, maxConnections: 200, backupDays: 35, users: [] } }) },
  { what: "the standby stands in the region that is lost", by: "inventory", sow: replan("production-standby", { region: "ca-central-1" }) },
  { what: "a password is not copied to the standby", by: "essentials", sow: set("aurora/production", "secretsmanager:Secret", "wallet", { replicas: [] }) },
  { what: "the pods' secret lacks the authority", by: "essentials", sow: rewrite("aurora/staging", "secretsmanager:SecretVersion", "giveaway", "secretString", "\"ca\"", "\"cert\"") },
  { what: "brokers speak in the clear", by: "encrypted-in-transit", sow: set("kafka/production", "msk:Cluster", undefined, { encryptionInfo: { encryptionAtRestKmsKeyArn: "k", encryptionInTransit: { clientBroker: "TLS_PLAINTEXT", inCluster: true } } }) },
  { what: "one replica is enough for acks=all", by: "essentials", sow: rewrite("kafka/production", "msk:Configuration", undefined, "serverProperties", "min.insync.replicas=2", "min.insync.replicas=1") },
  { what: "a topic is kept once", by: "inventory", sow: inventory((subject) => { subject.topics["giveaway.claims.v1"] = { partitions: 24, replicationFactor: 1, minInsyncReplicas: 1, retentionHours: 168, cleanupPolicy: "delete", mirrored: true }; }) },
  { what: "the cache forgets gates when it is full", by: "essentials", sow: set("valkey/production", "elasticache:ParameterGroup", undefined, { parameters: [{ name: "maxmemory-policy", value: "allkeys-lru" }] }) },
  { what: "the cache stands in one zone", by: "several-zones", sow: set("valkey/production", "elasticache:ReplicationGroup", undefined, { multiAzEnabled: false }) },
  { what: "CockroachDB's nodes of one region do not know the other's", by: "essentials", sow: rewrite("cockroach/production", "ec2:Instance", "cockroach-0", "userData", /--join=\S+/, "--join=10.10.16.10:26257") },
  { what: "the ledger's exports can be deleted by an administrator", by: "essentials", sow: set("ledger-exports/production", "s3:BucketObjectLockConfiguration", undefined, { rule: { defaultRetention: { mode: "GOVERNANCE", days: 2555 } } }) },
  { what: "a bucket's guard against the public is forgotten", by: "guarded-buckets", sow: drop("lake/data", "s3:BucketPublicAccessBlock") },
  { what: "the registry of devices cannot be restored to a point in time", by: "backup-retention", sow: set("devices/production", "dynamodb:Table", undefined, { pointInTimeRecovery: { enabled: false } }) },
  { what: "backups stay in one region", by: "backup-retention", sow: (estate) => { nth(estate.inputs("backup-plan/global", "backup:Plan")["rules"], 0)["copyActions"] = []; } },
  { what: "the mirror may write to production", by: "essentials", sow: rewrite("mirror/data", "iam:RolePolicy", "reader", "policy", "\"kafka-cluster:ReadData\"", "\"kafka-cluster:ReadData\",\"kafka-cluster:WriteData\"") },
  // Edge
  { what: "SSH is open to the world", by: "no-public-access", sow: set("second-door/production", "ec2:SecurityGroupRule", "door-0", { fromPort: 22, toPort: 22 }) },
  { what: "the firewall stands before no door", by: "essentials", sow: set("second-door/production", "wafv2:WebAclAssociation", undefined, { resourceArn: "arn:aws:elasticloadbalancing:other" }) },
  { what: "the first door is not left when it is closed", by: "essentials", sow: set("failover/global", "route53:Record", "first-api.spillway.example", { healthCheckId: undefined }) },
  { what: "a preview outlives its pull request", by: "essentials", sow: set("preview/pr-0", "scheduler:Schedule", undefined, { scheduleExpression: "at(2036-01-04T00:00:00)" }) },
  // Order, money, names
  { what: "the network reads the database", by: "layers", sow: inventory((subject) => { subject.edges.push({ from: "vpc", to: "aurora" }); }) },
  { what: "two stacks wait for each other", by: "layers", sow: inventory((subject) => { subject.edges.push({ from: "kafka", to: "mirror" }); }) },
  { what: "a resource stands in Ireland", by: "allowed-regions", sow: (estate) => { estate.resource("devices/staging", "dynamodb:Table").region = "eu-west-1"; } },
  { what: "a database has no owner on the bill", by: "required-tags", sow: (estate) => { delete (estate.inputs("aurora/staging", "rds:Cluster")["tags"] as Record<string, string>)["team"]; } },
  { what: "a bill without the split to namespaces", by: "essentials", sow: (estate) => {
    const query = nth((estate.inputs("cur/global", "bcmdata:Export")["export"] as Inputs)["dataQueries"], 0);
    Object.assign((query["tableConfigurations"] as Record<string, object>)["COST_AND_USAGE_REPORT"] ?? {}, { INCLUDE_SPLIT_COST_ALLOCATION_DATA: "FALSE" });
  } },
  { what: "a query asks the bill for what it has not", by: "essentials", sow: rewrite("athena/global", "athena:NamedQuery", "by-namespace", "query", "split_line_item_split_cost", "split_line_item_cost") },
  { what: "a budget speaks when the money is gone", by: "essentials", sow: set("budgets/production", "budgets:Budget", undefined, { notifications: [{ notificationType: "ACTUAL", threshold: 100 }] }) },
  { what: "a role's name is longer than AWS takes", by: "names", sow: (estate) => { estate.inputs("lake/data", "iam:Role", "flink")["name"] = `spillway-data-${"flink".repeat(12)}`; } },
  { what: "two clusters have one name", by: "names", sow: set("eks/load-testing", "eks:Cluster", undefined, { name: "spillway-staging" }) },
  { what: "a log is kept for ever", by: "log-retention", sow: set("observability/staging", "cloudwatch:LogGroup", undefined, { retentionInDays: 0 }) },
  { what: "a change that nobody has reviewed", by: "plan", sow: set("aurora/production", "rds:ClusterInstance", "ledger-0", { instanceClass: "db.r8g.16xlarge" }) },
];
