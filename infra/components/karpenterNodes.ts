import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { PodIdentity } from "./podIdentity";
import { resourcePolicy, trustService, type Statement } from "./policy";

export interface KarpenterNodesArgs {
  clusterName: string;
  accountId: string;
  region: string;
  keyArn: pulumi.Input<string>;
}

/** What AWS says before it takes a node away, or when it has. */
const warnings: Readonly<Record<string, { source: string; detail: string }>> = {
  "spot-interruption": { source: "aws.ec2", detail: "EC2 Spot Instance Interruption Warning" },
  "rebalance": { source: "aws.ec2", detail: "EC2 Instance Rebalance Recommendation" },
  "state-change": { source: "aws.ec2", detail: "EC2 Instance State-change Notification" },
  "health": { source: "aws.health", detail: "AWS Health Event" },
};

/** What Karpenter needs of AWS: its own role, the role of the nodes that it makes, and a queue of warnings. */
export class KarpenterNodes extends pulumi.ComponentResource {
  readonly controller: PodIdentity;
  readonly nodeRole: pulumi.Output<string>;
  readonly queue: pulumi.Output<string>;

  constructor(name: string, args: KarpenterNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:KarpenterNodes", name, {}, opts);
    const own = { parent: this };
    const queue = new sqs.Queue(name, { name: `${args.clusterName}-karpenter`, messageRetentionSeconds: 300, sqsManagedSseEnabled: true }, own);
    new sqs.QueuePolicy(name, {
      queueUrl: queue.url,
      policy: resourcePolicy({
        principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] }, actions: ["sqs:SendMessage"], resources: [queue.arn],
        when: { StringEquals: { "aws:SourceAccount": args.accountId } },
      }),
    }, own);
    for (const [what, { source, detail }] of Object.entries(warnings)) {
      const rule = new cloudwatch.EventRule(`${name}-${what}`, {
        name: `${args.clusterName}-${what}`, eventPattern: JSON.stringify({ source: [source], "detail-type": [detail] }),
      }, own);
      new cloudwatch.EventTarget(`${name}-${what}`, { rule: rule.name, arn: queue.arn }, own);
    }

    const nodeRole = new iam.Role(`${name}-node`, { name: `${args.clusterName}-karpenter-node`, assumeRolePolicy: trustService("ec2.amazonaws.com") }, own);
    for (const policyName of ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"]) {
      new iam.RolePolicyAttachment(`${name}-${policyName}`, { role: nodeRole.name, policyArn: `arn:aws:iam::aws:policy/${policyName}` }, own);
    }
    new eks.AccessEntry(`${name}-node`, { clusterName: args.clusterName, principalArn: nodeRole.arn, type: "EC2_LINUX" }, own);

    this.controller = new PodIdentity(name, {
      clusterName: args.clusterName, accountId: args.accountId, namespace: "karpenter", serviceAccount: "karpenter",
      roleName: `${args.clusterName}-karpenter`,
      statements: controllerStatements(args, nodeRole.arn, queue.arn),
    }, own);
    this.nodeRole = nodeRole.name;
    this.queue = queue.name;
    this.registerOutputs({ queue: this.queue });
  }
}

/**
 * Karpenter may make what it marks as this cluster's, and change or end only what carries the mark. The actions are those of
 * Karpenter's own published policy; the mark is the tag by which it finds its nodes again.
 */
function controllerStatements(args: KarpenterNodesArgs, nodeRoleArn: pulumi.Output<string>, queueArn: pulumi.Output<string>): Statement[] {
  const { clusterName, region, accountId } = args;
  const mark = `kubernetes.io/cluster/${clusterName}`;
  const ec2 = (...kinds: string[]) => kinds.map((kind) => `arn:aws:ec2:${region}:${kind === "image" || kind === "snapshot" ? "" : "*"}:${kind}/*`);
  const marking = { StringEquals: { [`aws:RequestTag/${mark}`]: "owned", "aws:RequestTag/eks:eks-cluster-name": clusterName }, StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" } };
  const marked = { StringEquals: { [`aws:ResourceTag/${mark}`]: "owned" }, StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" } };
  const profiles = [`arn:aws:iam::${accountId}:instance-profile/*`];
  return [
    { actions: ["ec2:RunInstances", "ec2:CreateFleet"], resources: ec2("image", "snapshot", "security-group", "subnet", "capacity-reservation") },
    { actions: ["ec2:RunInstances", "ec2:CreateFleet"], resources: ec2("launch-template"), when: marked },
    { actions: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"], resources: ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"), when: marking },
    {
      actions: ["ec2:CreateTags"], resources: ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"),
      when: { StringEquals: { ...marking.StringEquals, "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"] } },
    },
    { actions: ["ec2:CreateTags"], resources: ec2("instance"), when: { ...marked, "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] } } },
    { actions: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"], resources: ec2("instance", "launch-template"), when: marked },
    {
      actions: [
        "ec2:DescribeCapacityReservations", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates", "ec2:DescribeSecurityGroups", "ec2:DescribeSpotPriceHistory", "ec2:DescribeSubnets", "pricing:GetProducts",
      ],
      resources: ["*"],
    },
    { actions: ["ssm:GetParameter"], resources: [`arn:aws:ssm:${region}::parameter/aws/service/*`] },
    { actions: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], resources: [queueArn] },
    { actions: ["iam:PassRole"], resources: [nodeRoleArn], when: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } },
    { actions: ["iam:CreateInstanceProfile", "iam:TagInstanceProfile"], resources: profiles, when: { StringEquals: { [`aws:RequestTag/${mark}`]: "owned" } } },
    { actions: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"], resources: profiles, when: { StringEquals: { [`aws:ResourceTag/${mark}`]: "owned" } } },
    { actions: ["iam:GetInstanceProfile", "iam:ListInstanceProfiles"], resources: profiles },
    { actions: ["eks:DescribeCluster"], resources: [`arn:aws:eks:${region}:${accountId}:cluster/${clusterName}`] },
    // Nodes' volumes are encrypted by the cluster's key, and whoever starts a node grants EC2 its use.
    { actions: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"], resources: [args.keyArn], when: { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } } },
  ];
}
