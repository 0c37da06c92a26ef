import type * as pulumi from "@pulumi/pulumi";
import { MskCluster } from "../../../components/mskCluster";
import { PodIdentity, rolesOf } from "../../../components/podIdentity";
import { SecretsReplica } from "../../../components/secretsReplica";
import { environmentOf, peerings, type EnvironmentName } from "../../../estate/inventory";
import { nameOf, secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { topics } from "../../../estate/topics";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { vpc } from "../../network/vpc/stack";
import { observability } from "../../platform/observability/stack";

export const kafka = defineStack({
  layer: "data",
  project: "kafka",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "brokers, their settings or what topics promise changes",
  targets: eachEnvironment(({ kafka: plan }) => plan !== undefined),
  build(context) {
    const { of, environment, region } = context.target;
    if (!of.kafka) throw new Error(`${of.name} has no Kafka`);
    const [network, key] = [context.read(vpc, of.name), context.read(keys, of.name)];
    const cluster = new MskCluster("kafka", {
      name: nameOf(of.name),
      plan: of.kafka,
      vpcId: network.vpcId,
      subnetIds: network.isolatedSubnetIds,
      clients: [
        { from: { group: context.read(eks, of.name).nodeSecurityGroupId }, why: "pods" },
        ...mirrorsOf(of.name).map((name) => ({ from: { cidr: environmentOf(name).cidr }, why: `MirrorMaker in ${name}` })),
      ],
      keyArn: key.dataKeyArn,
      logKeyArn: key.logsKeyArn,
      alarmsTopicArn: context.read(observability, of.name).topicArn,
    }, context.here);
    // Not replicated: in the standby region the same name is that region's own secret, with its own brokers.
    const bootstrap: pulumi.Output<string> = new SecretsReplica("bootstrap", {
      name: secretName(environment, "kafka", "bootstrap"), description: "Where Kafka is", keyArn: key.secretsKeyArn, value: { bootstrap: cluster.bootstrap },
    }, context.here).name;
    const arn = (kind: string) => `arn:aws:kafka:${region}:${context.accountId}:${kind}/${nameOf(of.name)}/*`;
    const roles = !of.runsServices ? {} : rolesOf(new PodIdentity("topic-operator", {
      // Makes and changes the topics that k8s/ declares; it cannot read a record of them.
      clusterName: nameOf(of.name), accountId: context.accountId, namespace: "kafka", serviceAccount: "topic-operator", roleName: context.name("topic-operator"),
      statements: [
        { actions: ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:DescribeClusterDynamicConfiguration"], resources: [cluster.arn] },
        {
          actions: ["kafka-cluster:CreateTopic", "kafka-cluster:DescribeTopic", "kafka-cluster:AlterTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:AlterTopicDynamicConfiguration"],
          resources: [arn("topic")],
        },
      ],
    }, context.here));
    return { roles, clusterName: nameOf(of.name), clusterArn: cluster.arn, bootstrap: cluster.bootstrap, topics, secrets: { kafka: bootstrap } };
  },
});

/** Networks with a Kafka of their own that are peered with this one, except tooling: they mirror from it. */
function mirrorsOf(name: EnvironmentName): EnvironmentName[] {
  return peerings.filter(({ from }) => from === name).map(({ to }) => to).filter((to) => environmentOf(to).kafka !== undefined);
}
