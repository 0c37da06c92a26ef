import type * as pulumi from "@pulumi/pulumi";
import { PodIdentity } from "./podIdentity";
import type { Statement } from "./policy";

export interface ServiceIdentityArgs {
  name: string;
  service: string;
  accountId: string;
  region: string;
  clusterName: string;
  kafkaArn: pulumi.Input<string>;
  /** Topics by what the service does with them. */
  reads: readonly string[];
  writes: readonly string[];
  /** Prefix of its consumer groups. */
  groups: string;
  others?: readonly Statement[];
}

/**
 * What one of our services may do in AWS: its own topics and its own consumer groups, nothing of its neighbours. Its database and
 * the cache know it by password; External Secrets brings those, so the pods themselves never speak to Secrets Manager.
 */
export class ServiceIdentity extends PodIdentity {
  constructor(name: string, args: ServiceIdentityArgs, opts: pulumi.ComponentResourceOptions) {
    const kafka = (kind: "topic" | "group" | "transactional-id", what: string) => `arn:aws:kafka:${args.region}:${args.accountId}:${kind}/${args.clusterName}/*/${what}`;
    super(name, {
      clusterName: args.clusterName, accountId: args.accountId, namespace: args.service, serviceAccount: args.service, roleName: args.name,
      statements: [
        { actions: ["kafka-cluster:Connect"], resources: [args.kafkaArn] },
        { actions: ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], resources: args.reads.map((topic) => kafka("topic", topic)) },
        { actions: ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"], resources: args.writes.map((topic) => kafka("topic", topic)) },
        // An idempotent producer asks for an id; that is a right on the cluster, not on a topic.
        { actions: ["kafka-cluster:WriteDataIdempotently"], resources: [args.kafkaArn] },
        { actions: ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"], resources: [kafka("group", `${args.groups}*`)] },
        ...(args.others ?? []),
      ],
    }, opts);
  }
}
