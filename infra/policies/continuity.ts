import type { StackValidationPolicy } from "@pulumi/policy";
import { at, environmentOf, listAt, named, resourcePolicy, textAt, type Values } from "./reading";

const protectedOnes = ["aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:ebs/volume:Volume", "aws:msk/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:backup/vault:Vault", "aws:ecr/repository:Repository"];

const deletion = resourcePolicy("deletion-protection", "What holds data is not deleted by a mistake", {
  "aws:rds/cluster:Cluster": (props) => [props["deletionProtection"] !== true && "the cluster can be deleted", props["skipFinalSnapshot"] !== false && "the last snapshot would be skipped"],
  "aws:rds/globalCluster:GlobalCluster": (props) => [props["deletionProtection"] !== true && "the global cluster can be deleted"],
  "aws:dynamodb/table:Table": (props) => [
    props["deletionProtectionEnabled"] !== true && "the table can be deleted",
    ...listAt(props, "replicas").map((replica) => at(replica, "deletionProtectionEnabled") !== true && `the replica in ${textAt(replica, "regionName")} can be deleted`),
  ],
  "aws:eks/cluster:Cluster": (props) => [props["deletionProtection"] !== true && "the cluster can be deleted"],
  "aws:lb/loadBalancer:LoadBalancer": (props) => [props["enableDeletionProtection"] !== true && "the load balancer can be deleted"],
  "aws:ec2/instance:Instance": (props) => [props["disableApiTermination"] !== true && "the machine can be terminated"],
  ...Object.fromEntries(protectedOnes.map((type) => [type, (_: Values, { opts }: { opts: { protect: boolean } }) => [!opts.protect && "Pulumi may delete it"]])),
});

const backups = resourcePolicy("backup-retention", "Data can be brought back as it was", {
  "aws:rds/cluster:Cluster": (props) => {
    const [days, least] = [Number(props["backupRetentionPeriod"] ?? 1), environmentOf(props) === "production" ? 35 : 7];
    return [days < least && `kept for ${days} days, not for ${least}`];
  },
  "aws:dynamodb/table:Table": (props) => [
    at(props, "pointInTimeRecovery.enabled") !== true && "no point in time can be restored",
    ...listAt(props, "replicas").map((replica) => at(replica, "pointInTimeRecovery") !== true && `in ${textAt(replica, "regionName")} no point in time can be restored`),
  ],
  "aws:elasticache/replicationGroup:ReplicationGroup": (props) => [Number(props["snapshotRetentionLimit"] ?? 0) < 1 && "no snapshot is kept"],
  "aws:secretsmanager/secret:Secret": (props) => [Number(props["recoveryWindowInDays"] ?? 30) < 7 && "a deleted secret is gone at once"],
  "aws:backup/plan:Plan": (props) => listAt(props, "rules").map((rule) => listAt(rule, "copyActions").length === 0 && `${textAt(rule, "ruleName")} keeps its backups in one region`),
});

const logRetention = resourcePolicy("log-retention", "Logs are kept as long as somebody said, and no longer", {
  "aws:cloudwatch/logGroup:LogGroup": (props) => [!(Number(props["retentionInDays"]) > 0) && "kept for ever: nobody said how long"],
});

const zones = resourcePolicy("several-zones", "In production no zone is missed", {
  "aws:elasticache/replicationGroup:ReplicationGroup": (props) => [
    environmentOf(props) === "production" && (props["multiAzEnabled"] !== true || props["automaticFailoverEnabled"] !== true || Number(props["replicasPerNodeGroup"] ?? 0) < 1) && "one zone holds the cache",
  ],
  "aws:msk/cluster:Cluster": (props) => [listAt(props, "brokerNodeGroupInfo.clientSubnets").length < 3 && "the brokers stand in fewer than three zones"],
  "aws:rds/subnetGroup:SubnetGroup": (props) => [listAt(props, "subnetIds").length < 3 && "the database may stand in fewer than three zones"],
  "aws:eks/nodeGroup:NodeGroup": (props) => [listAt(props, "subnetIds").length < 3 && "the nodes stand in fewer than three zones", Number(at(props, "scalingConfig.minSize")) < 2 && "one node holds Karpenter"],
});

/** A writer alone has nothing to fail over to in its own region. A standby's reader has the other region. */
const writers: StackValidationPolicy = {
  name: "more-than-a-writer",
  description: "In production a database's writer has a reader beside it that takes over",
  enforcementLevel: "mandatory",
  validateStack: ({ resources }, report) => {
    for (const cluster of named(resources, "aws:rds/cluster:Cluster")) {
      const props = cluster.props as Values;
      const instances = named(resources, "aws:rds/clusterInstance:ClusterInstance").filter((instance) => textAt(instance.props, "clusterIdentifier") === textAt(props, "clusterIdentifier"));
      if (environmentOf(props) === "production" && !props["sourceRegion"] && instances.length < 2) report("the writer is alone", cluster.urn);
    }
  },
};

export const continuityPolicies = [deletion, backups, logRetention, zones, writers];
