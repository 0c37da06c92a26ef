import * as iam from "@pulumi/aws/iam";
import { PodIdentity, rolesOf } from "../../../components/podIdentity";
import { policy, trustAccounts, type Statement } from "../../../components/policy";
import { SecretsReplica } from "../../../components/secretsReplica";
import { accounts, environmentOf, peerings, type EnvironmentName } from "../../../estate/inventory";
import { nameOf, roleArn, secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { kafka } from "../kafka/stack";
import type * as pulumi from "@pulumi/pulumi";

/** The service account that Strimzi makes for a KafkaMirrorMaker2 named `production`. */
const mirrorMaker = { namespace: "mirror", serviceAccount: "production-mirrormaker2" };

/**
 * MirrorMaker 2 runs where topics arrive. It reads with a role of the source's account, which it takes for the purpose, and
 * writes with its own.
 */
export const mirror = defineStack({
  layer: "data",
  project: "mirror",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "which topics go from where to where changes",
  targets: eachEnvironment(({ name }) => sourceOf(name) !== undefined),
  build(context) {
    const { of, region } = context.target;
    const source = environmentOf(sourceOf(of.name) ?? "production");
    const from = context.read(kafka, source.name);
    const to = context.read(kafka, of.name);
    const own = nameOf(of.name, "mirror-maker");

    const reader = new iam.Role("reader", {
      name: nameOf(source.name, "mirror-to", of.name),
      assumeRolePolicy: trustAccounts([roleArn(of.account, own)]),
    }, context.in(source.region, source.account));
    new iam.RolePolicy("reader", {
      role: reader.name,
      policy: policy(...access(accounts[source.account], source.region, source.name, from.clusterArn, ["kafka-cluster:ReadData"])),
    }, context.in(source.region, source.account));

    const identity = new PodIdentity("mirror-maker", {
      clusterName: nameOf(of.name), accountId: context.accountId, ...mirrorMaker, roleName: own,
      statements: [
        { actions: ["sts:AssumeRole"], resources: [reader.arn] },
        ...access(context.accountId, region, of.name, to.clusterArn, ["kafka-cluster:ReadData", "kafka-cluster:WriteData", "kafka-cluster:CreateTopic", "kafka-cluster:AlterTopic"]),
      ],
    }, context.here);
    const endpoints = new SecretsReplica("source", {
      name: secretName(context.target.environment, "kafka", "mirror-source"), description: "Where the mirror reads, and as whom",
      keyArn: context.read(keys, of.name).secretsKeyArn, value: { bootstrap: from.bootstrap, roleArn: reader.arn },
    }, context.here);
    return { clusterName: nameOf(of.name), mirror: { source: source.name, sourceRoleArn: reader.arn }, roles: rolesOf(identity), secrets: { "mirror-source": endpoints.name } };
  },
});

/** The environment from which a mirror fills this one's Kafka: production, where a peering with it is for that. */
function sourceOf(name: EnvironmentName): EnvironmentName | undefined {
  return environmentOf(name).kafka && peerings.some(({ from, to }) => from === "production" && to === name) ? "production" : undefined;
}

function access(accountId: string, region: string, environment: EnvironmentName, clusterArn: pulumi.Output<string>, onTopics: string[]): Statement[] {
  const arn = (kind: string) => `arn:aws:kafka:${region}:${accountId}:${kind}/${nameOf(environment)}/*`;
  return [
    { actions: ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"], resources: [clusterArn] },
    { actions: ["kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", ...onTopics], resources: [arn("topic")] },
    { actions: ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"], resources: [arn("group")] },
  ];
}
