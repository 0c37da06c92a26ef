/**
 * The estate as data: accounts, regions, environments and what each of them holds. Adding a region, a network or a cluster
 * is an entry here; every stack reads its sizes from this file and from nowhere else.
 */

export type Region = "ca-central-1" | "us-east-1";
export type AccountName = "management" | "security" | "production" | "nonproduction" | "tooling" | "data";
export type EnvironmentName = "production" | "production-standby" | "staging" | "load-testing" | "tooling" | "development" | "data";
export type Team = "platform" | "wallet" | "giveaway" | "data" | "security" | "finops";

export interface RegionPlan {
  readonly zones: readonly [string, string, string];
}

export const regions: Readonly<Record<Region, RegionPlan>> = {
  "ca-central-1": { zones: ["ca-central-1a", "ca-central-1b", "ca-central-1d"] },
  "us-east-1": { zones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
};
export const regionNames = Object.keys(regions) as Region[];
export const homeRegion: Region = "ca-central-1";

/** Placeholders: the twelve digits of a real organization go here and nowhere else. */
export const accounts: Readonly<Record<AccountName, string>> = {
  management: "111111111111",
  security: "222222222222",
  production: "333333333333",
  nonproduction: "444444444444",
  tooling: "555555555555",
  data: "666666666666",
};

export interface ClusterPlan {
  readonly version: string;
  /** On-demand Graviton nodes for what Karpenter itself needs: Karpenter, CoreDNS, and the add-ons' controllers. */
  readonly systemNodes: { readonly type: string; readonly count: number };
}

export interface AuroraPlan {
  readonly instanceClass: string;
  readonly instances: number;
  readonly maxConnections: number;
  readonly backupDays: number;
  /** Who has a user of its own, with its secret under `<user>/database`. */
  readonly users: readonly string[];
}

export interface KafkaPlan {
  readonly brokerType: string;
  readonly brokers: 3 | 6;
  readonly storageGiB: number;
  /** Segments older than a topic's local retention move to MSK's tiered storage. */
  readonly tiered: boolean;
}

export interface ValkeyPlan {
  readonly nodeType: string;
  readonly shards: number;
  readonly replicas: number;
}

export interface CockroachPlan {
  readonly nodeType: string;
  readonly nodesPerRegion: 3;
  readonly storageGiB: number;
}

export interface Environment {
  readonly name: EnvironmentName;
  readonly account: AccountName;
  readonly region: Region;
  /** The environment whose work this one takes over when that one's region is lost. Its data arrives here by replication. */
  readonly standbyOf?: EnvironmentName;
  readonly tier: "production" | "nonproduction";
  readonly cidr: string;
  readonly cluster: ClusterPlan;
  /** Whether wallet and giveaway run here. It then needs aurora, kafka, valkey and hydra, or to stand by for one that has them. */
  readonly runsServices: boolean;
  readonly aurora?: AuroraPlan;
  readonly kafka?: KafkaPlan;
  readonly valkey?: ValkeyPlan;
  readonly cockroach?: CockroachPlan;
  /** Where Ory Hydra keeps its sessions and clients. CockroachDB: both regions may write. */
  readonly hydra?: "aurora" | "cockroachdb";
  /** Ledger exports under Object Lock; elsewhere there is nothing that must be kept. */
  readonly keepsLedgerExports: boolean;
  /** What the outside reaches, below the product's zone. Absent: nothing does. */
  readonly host?: string;
  readonly monthlyBudgetUsd: number;
}

const services = ["wallet", "giveaway"] as const;
export const zoneName = "spillway.example";
const kubernetes = "1.34";

export const environments: readonly Environment[] = [
  {
    name: "production", account: "production", region: "ca-central-1", tier: "production",
    cidr: "10.10.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 3 } }, runsServices: true,
    aurora: { instanceClass: "db.r8g.large", instances: 2, maxConnections: 500, backupDays: 35, users: services },
    kafka: { brokerType: "kafka.m7g.large", brokers: 3, storageGiB: 100, tiered: true },
    valkey: { nodeType: "cache.m7g.large", shards: 1, replicas: 1 },
    cockroach: { nodeType: "m7g.large", nodesPerRegion: 3, storageGiB: 100 },
    hydra: "cockroachdb",
    keepsLedgerExports: true, host: `api.${zoneName}`, monthlyBudgetUsd: 4_500,
  },
  {
    // Warm: a reader of the ledger, brokers with the mirrored topics, a few pods. It grows when it takes over.
    name: "production-standby", standbyOf: "production", account: "production", region: "us-east-1", tier: "production",
    cidr: "10.22.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 2 } }, runsServices: true,
    aurora: { instanceClass: "db.r8g.large", instances: 1, maxConnections: 500, backupDays: 35, users: services },
    kafka: { brokerType: "kafka.m7g.large", brokers: 3, storageGiB: 100, tiered: true },
    valkey: { nodeType: "cache.m7g.large", shards: 1, replicas: 1 },
    cockroach: { nodeType: "m7g.large", nodesPerRegion: 3, storageGiB: 100 },
    hydra: "cockroachdb",
    keepsLedgerExports: true, host: `api.${zoneName}`, monthlyBudgetUsd: 2_000,
  },
  {
    name: "staging", account: "nonproduction", region: "ca-central-1", tier: "nonproduction",
    cidr: "10.11.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 2 } }, runsServices: true,
    aurora: { instanceClass: "db.t4g.medium", instances: 1, maxConnections: 150, backupDays: 7, users: services },
    kafka: { brokerType: "kafka.t3.small", brokers: 3, storageGiB: 20, tiered: false },
    valkey: { nodeType: "cache.t4g.small", shards: 1, replicas: 1 },
    hydra: "aurora",
    keepsLedgerExports: true, host: `api.staging.${zoneName}`, monthlyBudgetUsd: 900,
  },
  {
    // The shape of production's data services, so that what is measured here says something about production.
    name: "load-testing", account: "nonproduction", region: "ca-central-1", tier: "nonproduction",
    cidr: "10.12.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 2 } }, runsServices: true,
    aurora: { instanceClass: "db.r8g.large", instances: 1, maxConnections: 500, backupDays: 7, users: services },
    kafka: { brokerType: "kafka.m7g.large", brokers: 3, storageGiB: 50, tiered: false },
    valkey: { nodeType: "cache.m7g.large", shards: 1, replicas: 1 },
    hydra: "aurora",
    keepsLedgerExports: false, host: `api.load-testing.${zoneName}`, monthlyBudgetUsd: 1_200,
  },
  {
    name: "tooling", account: "tooling", region: "ca-central-1", tier: "nonproduction",
    cidr: "10.13.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 2 } }, runsServices: false,
    keepsLedgerExports: false, monthlyBudgetUsd: 700,
  },
  {
    name: "development", account: "nonproduction", region: "us-east-1", tier: "nonproduction",
    cidr: "10.20.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 2 } }, runsServices: true,
    aurora: { instanceClass: "db.t4g.medium", instances: 1, maxConnections: 150, backupDays: 7, users: services },
    kafka: { brokerType: "kafka.t3.small", brokers: 3, storageGiB: 20, tiered: false },
    valkey: { nodeType: "cache.t4g.small", shards: 1, replicas: 1 },
    hydra: "aurora",
    keepsLedgerExports: false, host: `api.development.${zoneName}`, monthlyBudgetUsd: 900,
  },
  {
    // The other side of the mirror: production's topics arrive here and are read by analysts instead of the ledger.
    name: "data", account: "data", region: "us-east-1", tier: "production",
    cidr: "10.21.0.0/16", cluster: { version: kubernetes, systemNodes: { type: "m7g.medium", count: 2 } }, runsServices: false,
    aurora: { instanceClass: "db.t4g.medium", instances: 2, maxConnections: 150, backupDays: 7, users: ["airflow", "airbyte"] },
    kafka: { brokerType: "kafka.m7g.large", brokers: 3, storageGiB: 100, tiered: true },
    keepsLedgerExports: false, monthlyBudgetUsd: 1_200,
  },
];

/** The environment that stands by for one, if any does. */
export function standbyOf(name: EnvironmentName): Environment | undefined {
  return environments.find((environment) => environment.standbyOf === name);
}

export function environmentOf(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (!found) throw new Error(`no environment is named ${name}`);
  return found;
}

/** Identifiers that AWS gave to the organization: placeholders like the account numbers. */
export const organization = {
  id: "o-spillway00",
  rootId: "r-spil",
  repository: "spillway/spillway",
} as const;

/** Which networks reach which. What is not here has no route: staging and production, for one. */
export const peerings: readonly { readonly from: EnvironmentName; readonly to: EnvironmentName; readonly why: string }[] = [
  ...environments.filter(({ name }) => name !== "tooling").map(({ name }) => ({ from: "tooling" as const, to: name, why: "Argo CD applies what git says" })),
  { from: "production", to: "production-standby", why: "replication of topics and of CockroachDB" },
  { from: "production", to: "data", why: "the mirror of the topics" },
  { from: "production-standby", to: "data", why: "the mirror of the topics after a failover" },
];

/**
 * Endpoints of AWS services inside the network. A gateway endpoint costs nothing. An interface endpoint costs by zone and hour and
 * saves a NAT gateway's charge for each GB: in production one in each zone, so that no zone depends on another; elsewhere only what nodes pull images with.
 */
export const endpointServices = {
  gateway: ["s3", "dynamodb"],
  everywhere: ["ecr.api", "ecr.dkr", "sts", "secretsmanager"],
  production: ["eks-auth", "kms", "logs"],
} as const;

/** Where people sign in: `auth` in the place of `api`. */
export function signInHost({ host, name }: Environment): string {
  if (!host) throw new Error(`nobody signs in to ${name}`);
  return host.replace(/^api\./, "auth.");
}
