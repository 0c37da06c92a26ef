import * as iam from "@pulumi/aws/iam";
import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import type { AuroraPlan } from "../estate/inventory";
import { alarm } from "./observability";
import { trustService } from "./policy";
import { securityGroup } from "./securityGroup";

export interface AuroraGlobalArgs {
  name: string;
  plan: AuroraPlan;
  databaseName: string;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string[]>;
  /** The group of the nodes whose pods connect. */
  clientsGroupId: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  alarmsTopicArn: pulumi.Input<string>;
  /**
   * `none`: a cluster of its own. `primary`: it writes, and makes the global database that others follow.
   * `secondary`: it follows the global database of the given name, in another region, and can be promoted.
   */
  global: { role: "none" } | { role: "primary"; identifier: string } | { role: "secondary"; identifier: pulumi.Input<string>; sourceRegion: string };
}

const engine = "aurora-postgresql";
const engineVersion = "17.5";

/** An Aurora PostgreSQL cluster, alone or as one side of a Global Database. */
export class AuroraGlobal extends pulumi.ComponentResource {
  /** Where to write: of a global database, the endpoint that moves with the writer from region to region. */
  readonly writerEndpoint: pulumi.Output<string>;
  readonly readerEndpoint: pulumi.Output<string>;
  readonly globalIdentifier: pulumi.Output<string>;
  readonly masterSecretArn: pulumi.Output<string | undefined>;
  readonly maxConnections: number;

  constructor(name: string, args: AuroraGlobalArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:AuroraGlobal", name, {}, opts);
    const own = { parent: this };
    const kept = { parent: this, protect: true };
    const { plan, global } = args;
    this.maxConnections = plan.maxConnections;

    const group = new rds.SubnetGroup(name, { name: args.name, subnetIds: args.subnetIds }, own);
    const firewall = securityGroup(name, {
      name: args.name, description: "Aurora", vpcId: args.vpcId, ingress: [{ port: 5432, from: { group: args.clientsGroupId }, why: "pods" }],
    }, own);
    const parameters = new rds.ClusterParameterGroup(name, {
      name: args.name,
      family: "aurora-postgresql17",
      parameters: [
        // What k8s' connection budget is checked against. AWS' own formula would give more than the memory can work with.
        { name: "max_connections", value: String(plan.maxConnections), applyMethod: "pending-reboot" },
        { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
        { name: "shared_preload_libraries", value: "pg_stat_statements", applyMethod: "pending-reboot" },
        { name: "log_min_duration_statement", value: "500", applyMethod: "immediate" },
        { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
      ],
    }, own);
    const monitor = new iam.Role(`${name}-monitor`, { name: `${args.name}-monitor`, assumeRolePolicy: trustService("monitoring.rds.amazonaws.com") }, own);
    new iam.RolePolicyAttachment(`${name}-monitor`, { role: monitor.name, policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole" }, own);

    const world = global.role === "primary"
      ? new rds.GlobalCluster(name, { globalClusterIdentifier: global.identifier, engine, engineVersion, storageEncrypted: true, deletionProtection: true }, kept)
      : undefined;
    const cluster = new rds.Cluster(name, {
      clusterIdentifier: args.name,
      engine, engineVersion,
      ...(global.role === "secondary"
        ? { globalClusterIdentifier: global.identifier, sourceRegion: global.sourceRegion }
        : { databaseName: args.databaseName, masterUsername: "spillway_admin", manageMasterUserPassword: true, masterUserSecretKmsKeyId: args.keyArn, ...(world ? { globalClusterIdentifier: world.id } : {}) }),
      dbSubnetGroupName: group.name,
      dbClusterParameterGroupName: parameters.name,
      vpcSecurityGroupIds: [firewall],
      storageEncrypted: true,
      kmsKeyId: args.keyArn,
      // Continuous, so any second of these days can be gone back to.
      backupRetentionPeriod: plan.backupDays,
      preferredBackupWindow: "07:00-07:30",
      preferredMaintenanceWindow: "tue:08:00-tue:08:30",
      copyTagsToSnapshot: true,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${args.name}-last`,
      enabledCloudwatchLogsExports: ["postgresql"],
      iamDatabaseAuthenticationEnabled: true,
      storageType: "aurora",
    }, { ...kept, ignoreChanges: ["engineVersion"] });
    for (let index = 0; index < plan.instances; index++) {
      new rds.ClusterInstance(`${name}-${index}`, {
        identifier: `${args.name}-${index}`,
        clusterIdentifier: cluster.id,
        engine, engineVersion,
        instanceClass: plan.instanceClass,
        publiclyAccessible: false,
        promotionTier: index,
        monitoringInterval: 30,
        monitoringRoleArn: monitor.arn,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: args.keyArn,
        performanceInsightsRetentionPeriod: 7,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        autoMinorVersionUpgrade: false,
      }, { ...kept, ignoreChanges: ["engineVersion"] });
    }
    this.alarms(args);
    this.writerEndpoint = world ? world.endpoint : cluster.endpoint;
    this.readerEndpoint = cluster.readerEndpoint;
    this.globalIdentifier = world ? world.id : pulumi.output("");
    this.masterSecretArn = cluster.masterUserSecrets.apply((secrets) => secrets?.[0]?.secretArn);
    this.registerOutputs({ writerEndpoint: this.writerEndpoint });
  }

  private alarms(args: AuroraGlobalArgs): void {
    const common = { namespace: "AWS/RDS", dimensions: { DBClusterIdentifier: args.name }, topicArn: args.alarmsTopicArn };
    alarm({
      ...common, name: `${args.name}-connections`, metric: "DatabaseConnections", statistic: "Maximum", above: Math.floor(args.plan.maxConnections * 0.8), minutes: 3,
      meaning: "Four fifths of max_connections are in use, which the connection budget rules out: something beside the services connects.",
    }, { parent: this });
    alarm({
      ...common, name: `${args.name}-cpu`, metric: "CPUUtilization", statistic: "Average", above: 80, minutes: 10,
      meaning: "The database has been busy for ten minutes; batches grow and answers slow down. See the runbook of the ledger's latency.",
    }, { parent: this });
    if (args.global.role === "primary") {
      alarm({
        ...common, name: `${args.name}-lag`, metric: "AuroraGlobalDBReplicationLag", statistic: "Maximum", above: 5_000, minutes: 5,
        meaning: "The standby region is more than five seconds behind: that much would be lost in an unplanned failover.",
      }, { parent: this });
    }
  }
}
