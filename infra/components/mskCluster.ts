import * as appautoscaling from "@pulumi/aws/appautoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as msk from "@pulumi/aws/msk";
import * as pulumi from "@pulumi/pulumi";
import type { KafkaPlan } from "../estate/inventory";
import { alarm } from "./observability";
import { securityGroup, type Peer } from "./securityGroup";

export interface MskClusterArgs {
  name: string;
  plan: KafkaPlan;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string[]>;
  clients: readonly { readonly from: Peer; readonly why: string }[];
  keyArn: pulumi.Input<string>;
  logKeyArn: pulumi.Input<string>;
  alarmsTopicArn: pulumi.Input<string>;
}

/** The port of SASL over TLS with IAM: the only one that is open. */
const iamPort = 9098;

/** What holds for every topic, and for those that a topic's own settings do not contradict. */
const brokerSettings = [
  // A misspelt topic is an error, not a topic.
  "auto.create.topics.enable=false",
  "default.replication.factor=3",
  "min.insync.replicas=2",
  "unclean.leader.election.enable=false",
  "offsets.topic.replication.factor=3",
  "transaction.state.log.replication.factor=3",
  "transaction.state.log.min.isr=2",
  "num.partitions=8",
  "compression.type=producer",
].join("\n");

/** Kafka in three zones, TLS on every wire, identities by IAM; disks that grow before they are full. */
export class MskCluster extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly bootstrap: pulumi.Output<string>;

  constructor(name: string, args: MskClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:MskCluster", name, {}, opts);
    const own = { parent: this };
    const { plan } = args;
    const firewall = securityGroup(name, {
      name: args.name, description: "Kafka", vpcId: args.vpcId,
      ingress: args.clients.map(({ from, why }) => ({ port: iamPort, from, why })),
    }, own);
    const logs = new cloudwatch.LogGroup(name, { name: `/${args.name}/brokers`, retentionInDays: 30, kmsKeyId: args.logKeyArn }, own);
    const configuration = new msk.Configuration(name, { name: args.name, kafkaVersions: ["3.9.x"], serverProperties: brokerSettings }, own);
    const cluster = new msk.Cluster(name, {
      clusterName: args.name,
      kafkaVersion: "3.9.x",
      numberOfBrokerNodes: plan.brokers,
      storageMode: plan.tiered ? "TIERED" : "LOCAL",
      brokerNodeGroupInfo: {
        instanceType: plan.brokerType, clientSubnets: args.subnetIds, securityGroups: [firewall],
        storageInfo: { ebsStorageInfo: { volumeSize: plan.storageGiB } },
        connectivityInfo: { publicAccess: { type: "DISABLED" } },
      },
      configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
      encryptionInfo: { encryptionAtRestKmsKeyArn: args.keyArn, encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
      clientAuthentication: { sasl: { iam: true, scram: false }, unauthenticated: false },
      enhancedMonitoring: "PER_BROKER",
      openMonitoring: { prometheus: { jmxExporter: { enabledInBroker: true }, nodeExporter: { enabledInBroker: true } } },
      loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: logs.name } } },
    }, { parent: this, protect: true, ignoreChanges: ["brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"] });
    const target = new appautoscaling.Target(name, {
      serviceNamespace: "kafka", scalableDimension: "kafka:broker-storage:VolumeSize", resourceId: cluster.arn, minCapacity: 1, maxCapacity: plan.storageGiB * 4,
    }, own);
    new appautoscaling.Policy(name, {
      name: `${args.name}-storage`, policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace, scalableDimension: target.scalableDimension, resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: { targetValue: 60, disableScaleIn: true, predefinedMetricSpecification: { predefinedMetricType: "KafkaBrokerStorageUtilization" } },
    }, own);
    alarm({
      name: `${args.name}-offline`, namespace: "AWS/Kafka", metric: "OfflinePartitionsCount", dimensions: { "Cluster Name": args.name }, statistic: "Maximum", above: 0, minutes: 1,
      topicArn: args.alarmsTopicArn, meaning: "Partitions have no leader: claims are told to come again and deposits wait.",
    }, own);
    alarm({
      name: `${args.name}-under-replicated`, namespace: "AWS/Kafka", metric: "UnderMinIsrPartitionCount", dimensions: { "Cluster Name": args.name }, statistic: "Maximum", above: 0, minutes: 5,
      topicArn: args.alarmsTopicArn, meaning: "Fewer replicas than acks=all asks for: writes to these partitions are refused.",
    }, own);
    this.arn = cluster.arn;
    this.bootstrap = cluster.bootstrapBrokersSaslIam;
    this.registerOutputs({ arn: this.arn });
  }
}
