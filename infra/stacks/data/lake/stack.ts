import * as glue from "@pulumi/aws/glue";
import { PodIdentity, rolesOf } from "../../../components/podIdentity";
import type { Statement } from "../../../components/policy";
import { RandomBytes, RandomPassword } from "@pulumi/random";
import { SecretsReplica } from "../../../components/secretsReplica";
import { SecureBucket } from "../../../components/secureBucket";
import { bucketName, nameOf, secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import * as pulumi from "@pulumi/pulumi";
import { keys } from "../../access/keys/stack";
import { kafka } from "../kafka/stack";

/** What analysts work on: the mirrored topics as tables, and the tools that make them. */
export const lake = defineStack({
  layer: "data",
  project: "lake",
  owner: "data",
  dataClass: "personal",
  changesWhen: "what analysts' tools read and write changes",
  targets: eachEnvironment(({ name }) => name === "data"),
  build(context) {
    const { of, region } = context.target;
    const key = context.read(keys, of.name);
    const mirror = context.read(kafka, of.name);
    const bucket = new SecureBucket("lake", { name: bucketName(of.name, "lake", of.account, of.region), keyArn: key.dataKeyArn, archivedDays: 365 }, context.here);
    const database = new glue.CatalogDatabase("lake", { name: "spillway_lake", description: "Tables over the lake" }, context.here);

    const under = (prefix: string): Statement[] => [
      { actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], resources: [pulumi.interpolate`${bucket.arn}/${prefix}/*`] },
      { actions: ["s3:ListBucket"], resources: [bucket.arn], when: { StringLike: { "s3:prefix": [`${prefix}/*`] } } },
      { actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [key.dataKeyArn] },
    ];
    const tables: Statement = {
      actions: ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions", "glue:CreateTable", "glue:UpdateTable", "glue:BatchCreatePartition"],
      resources: [`arn:aws:glue:${region}:${context.accountId}:catalog`, database.arn, pulumi.interpolate`arn:aws:glue:${region}:${context.accountId}:table/${database.name}/*`],
    };
    const topic = (kind: string) => `arn:aws:kafka:${region}:${context.accountId}:${kind}/${nameOf(of.name)}/*`;
    const identity = (who: string, serviceAccount: string, ...statements: Statement[]) => new PodIdentity(who, {
      clusterName: nameOf(of.name), accountId: context.accountId, namespace: who, serviceAccount, roleName: context.name(who), statements,
    }, context.here);
    const airflowKeys = new SecretsReplica("airflow-keys", {
      name: secretName(of.name, "airflow", "keys"), description: "What Airflow signs sessions and encrypts connections with", keyArn: key.secretsKeyArn,
      value: {
        webserver: new RandomPassword("airflow-webserver", { length: 40, special: false }).result,
        // Fernet wants 32 bytes in the alphabet of URLs.
        fernet: new RandomBytes("airflow-fernet", { length: 32 }).base64.apply((bytes) => bytes.replaceAll("+", "-").replaceAll("/", "_")),
      },
    }, context.here);
    return {
      clusterName: nameOf(of.name),
      secrets: { "airflow-keys": airflowKeys.name },
      buckets: { lake: bucket.name },
      roles: rolesOf(
        identity("airflow", "airflow", ...under("airflow"), tables),
        identity("airbyte", "airbyte", ...under("airbyte")),
        identity("flink", "flink", ...under("flink"), tables,
          { actions: ["kafka-cluster:Connect"], resources: [mirror.clusterArn] },
          { actions: ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], resources: [topic("topic")] },
          { actions: ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"], resources: [topic("group")] }),
      ),
    };
  },
});
