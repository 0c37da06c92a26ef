import { requiredTags } from "../estate/naming";
import { regionNames } from "../estate/inventory";
import { at, listAt, textAt, resourcePolicy, type Rules } from "./reading";
import type { ResourceValidationPolicy } from "@pulumi/policy";

/** A family of AWS' own processors has a g after its generation: m7g, r8g, t4g, x2gd. */
const graviton = /^(db\.|cache\.|kafka\.|express\.)?[a-z]+\d+g[a-z]*\./;
/** Kinds that are sold with other processors only. MSK has no Graviton broker as small as this one. */
const noGraviton = new Set(["kafka.t3.small"]);
const typed = (path: string): Rules[string] => (props) => {
  const type = textAt(props, path);
  return [type !== "" && !graviton.test(type) && !noGraviton.has(type) && `${type} is not Graviton, which does the same for less`];
};

const arm = resourcePolicy("graviton", "Graviton, wherever it is sold", {
  "aws:ec2/instance:Instance": typed("instanceType"),
  "aws:rds/clusterInstance:ClusterInstance": typed("instanceClass"),
  "aws:elasticache/replicationGroup:ReplicationGroup": typed("nodeType"),
  "aws:msk/cluster:Cluster": typed("brokerNodeGroupInfo.instanceType"),
  "aws:eks/nodeGroup:NodeGroup": (props) => [
    ...listAt(props, "instanceTypes").map((type) => !graviton.test(String(type)) && `${String(type)} is not Graviton`),
    !textAt(props, "amiType").includes("ARM_64") && `${textAt(props, "amiType")} is no image for Graviton`,
  ],
});

/** Kinds that are on the bill and have tags. Other kinds are looked at when they have some. */
const billed = new Set([
  "rds/cluster:Cluster", "rds/clusterInstance:ClusterInstance", "s3/bucket:Bucket", "ec2/instance:Instance", "ebs/volume:Volume", "ec2/natGateway:NatGateway",
  "ec2/vpcEndpoint:VpcEndpoint", "ec2/vpc:Vpc", "eks/cluster:Cluster", "eks/nodeGroup:NodeGroup", "msk/cluster:Cluster", "elasticache/replicationGroup:ReplicationGroup",
  "dynamodb/table:Table", "lb/loadBalancer:LoadBalancer", "wafv2/webAcl:WebAcl", "cloudwatch/logGroup:LogGroup", "secretsmanager/secret:Secret", "kms/key:Key",
  "sqs/queue:Queue", "sns/topic:Topic", "route53/zone:Zone", "ecr/repository:Repository", "cloudtrail/trail:Trail", "guardduty/detector:Detector", "iam/role:Role",
].map((kind) => `aws:${kind}`));

const tags: ResourceValidationPolicy = {
  name: "required-tags",
  description: "A line on the bill has an owner",
  enforcementLevel: "mandatory",
  validateResource: ({ type, props }, report) => {
    const tagged: unknown = at(props, "tags");
    if (tagged === undefined && !billed.has(type)) return;
    for (const tag of requiredTags) if (!textAt(tagged, tag)) report(`has no tag ${tag}`);
  },
};

const regions: ResourceValidationPolicy = {
  name: "allowed-regions",
  description: "Two regions are ours: what stands elsewhere is watched by nobody",
  enforcementLevel: "mandatory",
  validateResource: ({ type, props, provider }, report) => {
    if (!type.startsWith("aws:")) return;
    const asked = [textAt(props, "region"), textAt(provider?.props, "region")].filter((region) => region !== "");
    if (asked.length === 0) report("nobody said in which region");
    for (const region of asked) if (!regionNames.some((ours) => ours === region)) report(`${region} is not one of our regions`);
  },
};

export const placementPolicies = [arm, tags, regions];
