import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { resourcePolicy } from "./policy";

export interface ObservabilityArgs {
  name: string;
  accountId: string;
  keyArn: pulumi.Input<string>;
  logDays: number;
}

/** Where alarms ring and where the services' logs are kept. Metrics of pods are Prometheus' business, inside the cluster. */
export class Observability extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  readonly logGroup: pulumi.Output<string>;
  readonly logGroupArn: pulumi.Output<string>;

  constructor(name: string, args: ObservabilityArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:Observability", name, {}, opts);
    const own = { parent: this };
    const topic = new sns.Topic(name, { name: `${args.name}-alarms`, kmsMasterKeyId: args.keyArn }, own);
    new sns.TopicPolicy(name, {
      arn: topic.arn,
      policy: resourcePolicy({
        principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"] },
        actions: ["sns:Publish"], resources: [topic.arn], when: { StringEquals: { "aws:SourceAccount": args.accountId } },
      }),
    }, own);
    const logs = new cloudwatch.LogGroup(name, { name: `/${args.name}/services`, retentionInDays: args.logDays, kmsKeyId: args.keyArn }, own);
    this.topicArn = topic.arn;
    this.logGroup = logs.name;
    this.logGroupArn = logs.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}

export interface AlarmArgs {
  name: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, pulumi.Input<string>>;
  statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  above?: number;
  below?: number;
  /** Of one minute each. */
  minutes: number;
  /** What it means, and what to do; it is what the person reads who was woken. */
  meaning: string;
  topicArn: pulumi.Input<string>;
}

export function alarm(args: AlarmArgs, opts: pulumi.CustomResourceOptions): void {
  const threshold = args.above ?? args.below;
  if (threshold === undefined) throw new Error(`the alarm ${args.name} has no threshold`);
  new cloudwatch.MetricAlarm(args.name, {
    name: args.name, namespace: args.namespace, metricName: args.metric, dimensions: args.dimensions, statistic: args.statistic,
    comparisonOperator: args.above === undefined ? "LessThanThreshold" : "GreaterThanThreshold",
    threshold, period: 60, evaluationPeriods: args.minutes, treatMissingData: "missing",
    alarmDescription: args.meaning, alarmActions: [args.topicArn], okActions: [args.topicArn],
  }, opts);
}
