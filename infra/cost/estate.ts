/** The bill of what the stacks register: each resource that costs by being there, under the environment that its tags name. */
import { environments } from "../estate/inventory";
import type { Resource, Run } from "../mocks/monitor";
import { at, listAt, textAt } from "../policies/reading";
import type { Book, CostLine } from "./price";

type Pricing = (resource: Resource, book: Book, run: Run) => readonly (readonly [what: string, usd: number])[];

const region = (resource: Resource) => resource.region ?? "us-east-1";
const number = (resource: Resource, path: string) => Number(at(resource.inputs, path) ?? 0);
const text = (resource: Resource, path: string) => textAt(resource.inputs, path);
const steadyShare = (book: Book) => 1 - book.get("savingsPlanShare") * book.get("savingsPlanDiscount");
const disk = (book: Book, resource: Resource, gigabytes: number) => ["disks", gigabytes * book.price("gp3", region(resource))] as const;

const pricing: Readonly<Record<string, Pricing>> = {
  "aws:eks/cluster:Cluster": (it, book) => [["control plane", book.perMonth("eks", "us-east-1")], ["control plane's and flow logs", book.get("sharedLogsGb") * book.price("logs.gb", region(it))]],
  "aws:eks/nodeGroup:NodeGroup": (it, book) => {
    const [count, type] = [number(it, "scalingConfig.desiredSize"), text(it, "instanceTypes.0")];
    return [[`${count} × ${type}`, count * book.perMonth(type, region(it)) * steadyShare(book)], disk(book, it, count * 34)];
  },
  "aws:ec2/instance:Instance": (it, book) => [[text(it, "instanceType"), book.perMonth(text(it, "instanceType"), region(it)) * steadyShare(book)], disk(book, it, number(it, "rootBlockDevice.volumeSize"))],
  "aws:ebs/volume:Volume": (it, book) => [disk(book, it, number(it, "size"))],
  "aws:rds/clusterInstance:ClusterInstance": (it, book) => [[text(it, "instanceClass"), book.perMonth(text(it, "instanceClass"), region(it))]],
  "aws:rds/cluster:Cluster": (it, book, run) => {
    const gigabytes = run.stack.startsWith("production") ? book.get("auroraStorageGb") : 20;
    return [["storage", gigabytes * book.price("aurora.storage", region(it))], ["backups beyond the first copy", gigabytes * book.price("aurora.backup", region(it))]];
  },
  "aws:msk/cluster:Cluster": (it, book) => {
    const [count, type] = [number(it, "numberOfBrokerNodes"), text(it, "brokerNodeGroupInfo.instanceType")];
    return [
      [`${count} × ${type}`, count * book.perMonth(type, region(it))],
      ["disks", count * number(it, "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize") * book.price("kafka.storage", region(it))],
    ];
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": (it, book, run) => {
    // A follower of a global datastore takes its type from the one that it follows; the inventory has it.
    const type = text(it, "nodeType") || (environments.find(({ name }) => name === run.stack)?.valkey?.nodeType ?? "");
    const count = number(it, "numNodeGroups") * (1 + number(it, "replicasPerNodeGroup"));
    return [[`${count} × ${type}`, count * book.perMonth(type, region(it))]];
  },
  "aws:ec2/natGateway:NatGateway": (it, book) => [["NAT gateway", book.perMonth("nat", region(it)) + book.perMonth("ipv4", "us-east-1")]],
  "aws:ec2/vpcEndpoint:VpcEndpoint": (it, book) => (text(it, "vpcEndpointType") === "Interface" ? [["endpoints", listAt(it.inputs, "subnetIds").length * book.perMonth("endpoint", region(it))]] : []),
  "aws:lb/loadBalancer:LoadBalancer": (it, book) => [["load balancer, idle", book.perMonth("alb", region(it)) + 3 * book.perMonth("ipv4", "us-east-1")]],
  "aws:wafv2/webAcl:WebAcl": (it, book) => [["firewall", book.price("waf.acl") + listAt(it.inputs, "rules").length * book.price("waf.rule")]],
  "aws:route53/zone:Zone": (_, book) => [["zone", book.price("route53.zone")]],
  "aws:route53/healthCheck:HealthCheck": (_, book) => [["health check", book.price("route53.check")]],
  "aws:kms/key:Key": (_, book) => [["key", book.price("kms.key")]],
  "aws:secretsmanager/secret:Secret": (it, book) => [["secrets", (1 + listAt(it.inputs, "replicas").length) * book.price("secret")]],
  "aws:cloudwatch/metricAlarm:MetricAlarm": (_, book) => [["alarm", book.price("alarm")]],
};

export const pricedKinds = Object.keys(pricing);

/** Paid by what goes through or lies in them; `usageLines` has what is worth a line. */
export const pricedByUse = [
  "backup:Vault", "backup:Plan", "cfg:Recorder", "cfg:Rule", "dynamodb:Table", "guardduty:Detector", "guardduty:OrganizationConfigurationFeature", "quicksight:DataSet", "s3:Bucket", "cloudwatch:LogGroup",
  "ec2:FlowLog", "ecr:Repository",
];
/** Cents a month at our size: not modelled. */
export const pricedInCents = ["athena:Workgroup", "glue:Crawler", "sqs:Queue", "sns:Topic", "scheduler:Schedule", "cloudtrail:Trail", "bcmdata:Export", "budgets:Budget", "ec2:VpcPeeringConnection"];

export function estateLines(runs: readonly Run[], book: Book): CostLine[] {
  return runs.flatMap((run) => run.resources.flatMap((resource) => (pricing[resource.type]?.(resource, book, run) ?? []).map(([what, usd]) => ({
    environment: environmentOf(resource, run), service: run.project, what, usd,
  }))));
}

/** The standby is shown by itself, although the bill has it under production. */
function environmentOf(resource: Resource, run: Run): string {
  if (run.stack === "production-standby") return run.stack;
  const tagged = textAt(resource.inputs, "tags.environment");
  return environments.some(({ name }) => name === tagged) ? tagged : "shared";
}

/** What is paid by use, and not by being there. */
export function usageLines(book: Book, traffic: Traffic): CostLine[] {
  const home = "ca-central-1";
  const line = (environment: string, service: string, what: string, usd: number): CostLine => ({ environment, service, what, usd });
  const bytes = (perRequest: number) => (traffic.requests * perRequest) / 1e9;
  return [
    line("production", "aurora", "I/O, in batches", (traffic.writes / 1e6) * book.get("ioPerTransferBatched") * book.price("aurora.io", home)),
    line("production", "transfer", "answers to clients", bytes(book.get("requestKiB") * 1024) * book.price("transfer.out.gb")),
    line("production", "transfer", "between zones", book.get("crossZoneGb") * book.price("transfer.zone.gb")),
    line("production", "transfer", "between regions", (traffic.writes * 2_000) / 1e9 * book.price("transfer.region.gb") * 3),
    line("production", "observability", "services' logs", bytes(book.get("logBytesPerRequest")) * book.price("logs.gb", home)),
    line("production", "devices", "reads and writes", (traffic.requests / 1e6) * 0.02 * (book.price("dynamodb.read", home) + 2 * book.price("dynamodb.write", home))),
    line("production", "ledger-exports", "exports of a year, twice", 2 * 60 * book.price("s3", home)),
    ...environments.map(({ name, region: where }) => line(name, "vpc", "through NAT", book.get("natGbPerCluster") * book.price("nat.gb", where))),
    line("production", "backup-plan", "in the vaults", book.get("backupCopies") * book.get("auroraStorageGb") * book.price("backup.gb", home)),
    line("shared", "guardduty", "runtime monitoring", book.get("guardedVcpus") * book.price("guardduty.vcpu")),
    line("shared", "quicksight", "authors", book.get("dashboardAuthors") * book.price("quicksight.author")),
    line("shared", "config", "recorded items", book.get("configItems") * book.price("config.item")),
  ];
}

export interface Traffic {
  readonly requests: number;
  readonly giveawayRequests: number;
  readonly writes: number;
}

export function trafficOf(book: Book): Traffic {
  const rate = book.get("requestsPerSecond");
  const seconds = book.file.hoursPerMonth * 3600;
  const crowd = book.get("giveawaysPerMonth") * book.get("giveawayHours") * 3600 * rate * book.get("usualPeak") * book.get("giveawayFactor");
  const requests = rate * seconds + crowd;
  return { requests, giveawayRequests: crowd, writes: requests * book.get("writesShare") };
}
