import { strict as assert } from "node:assert";
import { environmentOf, environments, regions } from "../../estate/inventory";
import { at, textAt } from "../../policies/reading";
import type { Essentials, View } from "../view";

const databaseKeys = ["host", "port", "dbname", "username", "password", "ca"];

function aurora(stack: View): void {
  const plan = stack.of.aurora;
  assert.ok(plan);
  const instances = stack.all("aws:rds:ClusterInstance");
  assert.equal(instances.length, plan.instances);
  assert.ok(instances.every(({ inputs }) => inputs["instanceClass"] === plan.instanceClass && inputs["performanceInsightsEnabled"] === true && Number(inputs["monitoringInterval"]) > 0));
  const parameters = stack.one("aws:rds:ClusterParameterGroup").inputs["parameters"] as { name: string; value: string }[];
  assert.equal(parameters.find(({ name }) => name === "max_connections")?.value, String(plan.maxConnections), "max_connections as the inventory says, which k8s' budget is held against");
  stack.has("aws:rds:Cluster", { engine: "aurora-postgresql", backupRetentionPeriod: plan.backupDays, enabledCloudwatchLogsExports: ["postgresql"] });
  stack.has("aws:ec2:SecurityGroupRule", { type: "ingress", fromPort: 5432, toPort: 5432, sourceSecurityGroupId: `sg-spillway-${stack.of.name}-cluster` });
  stack.has("aws:cloudwatch:MetricAlarm", { threshold: Math.floor(plan.maxConnections * 0.8) }, `spillway-${stack.of.name}-ledger-connections`);
}

function valkey(stack: View): void {
  const plan = stack.of.valkey;
  assert.ok(plan);
  stack.has("aws:elasticache:ReplicationGroup", { engine: "valkey", replicasPerNodeGroup: plan.replicas, multiAzEnabled: true });
  stack.has("aws:elasticache:ParameterGroup", { parameters: [{ name: "maxmemory-policy", value: "noeviction" }] });
  stack.secret("endpoint", { path: `spillway/${stack.target.environment}/valkey/endpoint`, keys: ["url"] });
  const url = textAt(JSON.parse(String(stack.one("aws:secretsmanager:SecretVersion").inputs["secretString"])), "url");
  assert.match(url, /^rediss:\/\/spillway:[^@]+@.+:6379$/, "by TLS, with a user");
  assert.equal(stack.one("aws:elasticache:ReplicationGroup").region, stack.of.region);
}

export const dataEssentials: Essentials = {
  aurora(stack) {
    aurora(stack);
    const production = stack.of.name === "production";
    stack.count("aws:rds:GlobalCluster", production ? 1 : 0);
    if (production) stack.has("aws:rds:Cluster", { globalClusterIdentifier: "spillway-production" });
    stack.has("aws:rds:Cluster", { manageMasterUserPassword: true });
    assert.equal(stack.one("aws:rds:Cluster").inputs["masterPassword"], undefined, "no password in the state");
    for (const user of stack.of.aurora?.users ?? []) {
      stack.secret(user, {
        path: `spillway/${stack.of.name}/${user}/database`,
        keys: user === "airflow" ? [...databaseKeys, "connection"] : databaseKeys,
        copies: production ? ["us-east-1"] : [],
      });
    }
    if (production) {
      const host = textAt(JSON.parse(String(stack.one("aws:secretsmanager:SecretVersion", "wallet").inputs["secretString"])), "host");
      assert.match(host, /\.global-/, "the endpoint that moves with the writer");
    }
  },
  "aurora-standby"(stack) {
    aurora(stack);
    stack.has("aws:rds:Cluster", { globalClusterIdentifier: "spillway-production", sourceRegion: "ca-central-1" });
    assert.equal(stack.one("aws:rds:Cluster").region, "us-east-1");
    assert.equal(stack.of.aurora?.maxConnections, environmentOf("production").aurora?.maxConnections, "promoted, it has to carry the same");
    assert.equal(stack.one("aws:rds:Cluster").inputs["masterUsername"], undefined, "users come by replication");
  },
  kafka(stack) {
    const plan = stack.of.kafka;
    assert.ok(plan);
    stack.has("aws:msk:Cluster", {
      numberOfBrokerNodes: plan.brokers, storageMode: plan.tiered ? "TIERED" : "LOCAL", "brokerNodeGroupInfo.instanceType": plan.brokerType, "clientAuthentication.sasl.iam": true,
    });
    const settings = String(stack.one("aws:msk:Configuration").inputs["serverProperties"]).split("\n");
    for (const setting of ["auto.create.topics.enable=false", "default.replication.factor=3", "min.insync.replicas=2", "unclean.leader.election.enable=false"]) {
      assert.ok(settings.includes(setting), setting);
    }
    stack.secret("bootstrap", { path: `spillway/${stack.target.environment}/kafka/bootstrap`, keys: ["bootstrap"] });
    stack.has("aws:appautoscaling:Policy", { "targetTrackingScalingPolicyConfiguration.disableScaleIn": true });
    const ports = stack.all("aws:ec2:SecurityGroupRule").map(({ inputs }) => inputs["fromPort"]);
    assert.ok(ports.length > 0 && ports.every((port) => port === 9098), "the port of IAM and no other");
    if (stack.of.runsServices) {
      stack.identity("topic-operator", "kafka/topic-operator", `spillway-${stack.of.name}-topic-operator`);
      assert.ok(!stack.statements("topic-operator").some(({ actions }) => actions.includes("kafka-cluster:ReadData")), "the operator reads no record");
    }
    const topics = stack.output("topics") as Record<string, { replicationFactor: number; minInsyncReplicas: number }>;
    assert.ok(Object.values(topics).every(({ replicationFactor, minInsyncReplicas }) => replicationFactor === 3 && minInsyncReplicas === 2));
  },
  valkey(stack) {
    valkey(stack);
    stack.count("aws:elasticache:GlobalReplicationGroup", stack.of.name === "production" ? 1 : 0);
    stack.has("aws:elasticache:ReplicationGroup", { nodeType: stack.of.valkey?.nodeType });
  },
  "valkey-standby"(stack) {
    valkey(stack);
    assert.ok(stack.one("aws:elasticache:ReplicationGroup").inputs["globalReplicationGroupId"], "follows the primary");
  },
  cockroach(stack) {
    const { zones } = regions[stack.of.region];
    const nodes = stack.all("aws:ec2:Instance");
    assert.deepEqual(nodes.map(({ inputs }) => inputs["availabilityZone"]), zones, "a node in each zone");
    const everywhere = environments.filter(({ cockroach }) => cockroach).length * 3;
    for (const { inputs } of nodes) {
      const script = String(inputs["userData"]);
      assert.equal(/--join=(\S+)/.exec(script)?.[1]?.split(",").length, everywhere, "joins the nodes of every region");
      assert.ok(script.includes(`--locality=region=${stack.of.region},zone=${String(inputs["availabilityZone"])}`));
      assert.ok(script.includes("sha256sum --check"), "runs what it has checked");
    }
    const addresses = stack.all("aws:ec2:NetworkInterface").flatMap(({ inputs }) => inputs["privateIps"] as string[]);
    assert.deepEqual(stack.one("aws:route53:Record").inputs["records"], addresses);
    assert.ok(addresses.every((address) => address.startsWith(stack.of.cidr.split(".").slice(0, 2).join("."))), "in its own network");
    stack.may("cockroach", ["secretsmanager:GetSecretValue", "kms:Decrypt", "s3:GetObject"]);
    stack.count("aws:ebs:Volume", 3);
    stack.count("aws:ec2:VolumeAttachment", 3);
  },
  hydra(stack) {
    const path = `spillway/${stack.of.name}/hydra`;
    const copies = stack.of.name === "production" ? ["us-east-1"] : [];
    stack.secret("hydra-database", { path: `${path}/database`, keys: ["scheme", "host", "port", "dbname", "username", "password"], copies });
    stack.secret("hydra-system", { path: `${path}/system`, keys: ["system", "cookie"], copies });
    const scheme = textAt(JSON.parse(String(stack.one("aws:secretsmanager:SecretVersion", "hydra-database").inputs["secretString"])), "scheme");
    assert.equal(scheme, stack.of.hydra === "cockroachdb" ? "cockroach" : "postgres");
  },
  devices(stack) {
    stack.has("aws:dynamodb:Table", { hashKey: "ownerId", rangeKey: "deviceId", billingMode: "PAY_PER_REQUEST", "ttl.attributeName": "expiresAt" });
    const replicas = (stack.one("aws:dynamodb:Table").inputs["replicas"] ?? []) as { regionName: string }[];
    assert.deepEqual(replicas.map(({ regionName }) => regionName), stack.of.name === "production" ? ["us-east-1"] : []);
  },
  "ledger-exports-copy"(stack) {
    stack.has("aws:s3:BucketObjectLockConfiguration", { "rule.defaultRetention.mode": "COMPLIANCE", "rule.defaultRetention.days": 2555 });
    assert.equal(stack.one("aws:s3:Bucket").region, "us-east-1");
  },
  "ledger-exports"(stack) {
    const production = stack.of.name === "production";
    stack.has("aws:s3:Bucket", { objectLockEnabled: true });
    stack.has("aws:s3:BucketObjectLockConfiguration", { "rule.defaultRetention.mode": "COMPLIANCE", "rule.defaultRetention.days": production ? 2555 : 1 });
    stack.count("aws:s3:BucketReplicationConfig", production ? 1 : 0);
    if (production) assert.match(textAt(stack.one("aws:s3:BucketReplicationConfig").inputs, "rules.0.destination.bucket"), /standby/);
  },
  mirror(stack) {
    const reader = stack.statements("reader").flatMap(({ actions }) => actions);
    assert.ok(reader.includes("kafka-cluster:ReadData") && !reader.some((action) => /Write|Create|Delete|AlterTopic/.test(action)), "the source is read and not written");
    assert.ok(stack.statements("reader").flatMap(({ resources }) => resources).every((arn) => arn.includes(":333333333333:") && arn.includes("spillway-production")), "production's topics");
    stack.identity("mirror-maker", "mirror/production-mirrormaker2", `spillway-${stack.of.name}-mirror-maker`);
    stack.secret("source", { path: `spillway/${stack.target.environment}/kafka/mirror-source`, keys: ["bootstrap", "roleArn"] });
    assert.equal(stack.one("aws:iam:Role", "reader").region, "ca-central-1");
  },
  lake(stack) {
    for (const tool of ["airflow", "airbyte", "flink"]) stack.identity(tool, `${tool}/${tool}`, `spillway-data-${tool}`);
    const writes = stack.statements("airbyte").filter(({ actions }) => actions.includes("s3:PutObject"));
    assert.ok(writes.every(({ resources }) => resources.every((arn) => arn.endsWith("/airbyte/*"))), "each writes below its own prefix");
    assert.ok(!stack.statements("airflow").some(({ actions }) => actions.some((action) => action.startsWith("kafka-cluster:"))));
    stack.secret("airflow-keys", { path: "spillway/data/airflow/keys", keys: ["webserver", "fernet"] });
    assert.equal(at(stack.output("buckets"), "lake"), stack.one("aws:s3:Bucket").inputs["bucket"]);
  },
};
