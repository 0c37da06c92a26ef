import * as pulumi from "@pulumi/pulumi";
import * as scheduler from "@pulumi/aws/scheduler";
import * as iam from "@pulumi/aws/iam";
import { PodIdentity, rolesOf } from "../../../components/podIdentity";
import { policy, trustService } from "../../../components/policy";
import { environmentOf } from "../../../estate/inventory";
import { nameOf, roleArn } from "../../../estate/naming";
import { defineStack, deployRole, type EnvironmentTarget } from "../../../estate/stack";
import { eks } from "../../cluster/eks/stack";
import { kafka } from "../../data/kafka/stack";
import { previews } from "../previews/stack";

const home = environmentOf("development");
const daysToLive = 3;

/** The pull request of the stack that is being deployed; 0 is the one of the tests. */
function target(number: number): EnvironmentTarget {
  return { stack: `pr-${number}`, account: home.account, region: home.region, environment: home.name, of: home };
}

/**
 * What a pull request needs beyond its namespace in the development cluster: a role that sees topics and consumer groups of its own
 * prefix and nothing else. CI makes the stack with the first commit and destroys it when the request closes. When CI forgets, the
 * schedule does not: after three days it asks for the removal.
 */
export const preview = defineStack({
  layer: "app",
  project: "preview",
  owner: "platform",
  dataClass: "none",
  changesWhen: "what a pull request's environment may do changes",
  targets: [target(0)],
  ephemeral: { stack: /^pr-\d+$/, target: (stack) => target(Number(stack.slice(3))) },
  build(context) {
    const { stack, of, region } = context.target;
    const cluster = context.read(kafka, of.name);
    const arn = (kind: string) => `arn:aws:kafka:${region}:${context.accountId}:${kind}/${nameOf(of.name)}/*/${stack}.*`;
    const identities = ["wallet", "giveaway"].map((service) => new PodIdentity(service, {
      clusterName: nameOf(of.name), accountId: context.accountId, namespace: `preview-${stack}`, serviceAccount: service, roleName: context.name(service),
      statements: [
        { actions: ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"], resources: [cluster.clusterArn] },
        { actions: ["kafka-cluster:CreateTopic", "kafka-cluster:DeleteTopic", "kafka-cluster:DescribeTopic", "kafka-cluster:ReadData", "kafka-cluster:WriteData"], resources: [arn("topic")] },
        { actions: ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"], resources: [arn("group")] },
      ],
    }, context.here));

    const removals = context.read(previews, home.name);
    const role = new iam.Role("removal", { name: context.name("removal"), assumeRolePolicy: trustService("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": context.accountId } }) }, context.here);
    new iam.RolePolicy("removal", { role: role.name, policy: policy({ actions: ["sqs:SendMessage"], resources: [removals.queueArn] }) }, context.here);
    const ends = new pulumi.Config("preview").require("createdAt");
    new scheduler.Schedule("removal", {
      name: context.name("removal"),
      scheduleExpression: `at(${inDays(ends, daysToLive)})`,
      flexibleTimeWindow: { mode: "OFF" },
      actionAfterCompletion: "DELETE",
      target: { arn: removals.queueArn, roleArn: role.arn, input: pulumi.jsonStringify({ destroy: `${pulumi.getProject()}/${stack}`, as: roleArn(of.account, deployRole) }) },
    }, context.here);
    return { clusterName: context.read(eks, of.name).name, roles: rolesOf(...identities), ends: inDays(ends, daysToLive) };
  },
});

/** As EventBridge Scheduler writes times: without fraction and zone. */
export function inDays(from: string, days: number): string {
  const time = Date.parse(from);
  if (Number.isNaN(time)) throw new Error(`preview:createdAt is no time: ${from}`);
  return new Date(time + days * 86_400_000).toISOString().slice(0, 19);
}
