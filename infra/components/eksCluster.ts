import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { trustService } from "./policy";
import type { ClusterPlan } from "../estate/inventory";

export interface EksClusterArgs {
  name: string;
  plan: ClusterPlan;
  subnetIds: pulumi.Input<string[]>;
  keyArn: pulumi.Input<string>;
  logKeyArn: pulumi.Input<string>;
  logDays: number;
  /** Addresses from which the API is reached: the network of Argo CD and of CI's runners. */
  apiFrom: readonly string[];
  /** Of the machines themselves: a node group's tags stay with the group. */
  tags: Readonly<Record<string, string>>;
  /** Roles that may do everything in the cluster. */
  administrators: Readonly<Record<string, pulumi.Input<string>>>;
}

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;

/**
 * A control plane that answers inside the network only, with its secrets encrypted by our key and all of its logs kept, and as
 * many small nodes as Karpenter and CoreDNS need to run somewhere that Karpenter has not made. Everything else is Karpenter's.
 */
export class EksCluster extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly certificateAuthority: pulumi.Output<string>;
  /** Nodes carry it, so databases name it in their own groups. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: EksClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:EksCluster", name, {}, opts);
    const own = { parent: this };
    // EKS would make the log group itself, without an end and without our key; so it has to be there first.
    const logs = new cloudwatch.LogGroup(name, { name: `/aws/eks/${args.name}/cluster`, retentionInDays: args.logDays, kmsKeyId: args.logKeyArn }, own);
    const role = new iam.Role(name, { name: `${args.name}-cluster`, assumeRolePolicy: trustService("eks.amazonaws.com") }, own);
    new iam.RolePolicyAttachment(name, { role: role.name, policyArn: managed("AmazonEKSClusterPolicy") }, own);

    const cluster = new eks.Cluster(name, {
      name: args.name,
      version: args.plan.version,
      roleArn: role.arn,
      deletionProtection: true,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: args.keyArn }, resources: ["secrets"] },
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      vpcConfig: { subnetIds: args.subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
    }, { ...own, protect: true, dependsOn: [logs] });
    this.name = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.data;
    this.nodeSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;

    // Karpenter finds the group of the nodes that it makes by this tag.
    new ec2.Tag(`${name}-discovery`, { resourceId: this.nodeSecurityGroupId, key: "karpenter.sh/discovery", value: args.name }, own);
    for (const cidr of args.apiFrom) {
      new ec2.SecurityGroupRule(`${name}-api-${cidr}`, {
        type: "ingress", securityGroupId: this.nodeSecurityGroupId, protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [cidr], description: "Argo CD and CI",
      }, own);
    }
    for (const [who, principalArn] of Object.entries(args.administrators)) {
      const entry = new eks.AccessEntry(`${name}-${who}`, { clusterName: cluster.name, principalArn, type: "STANDARD" }, own);
      new eks.AccessPolicyAssociation(`${name}-${who}`, {
        clusterName: cluster.name, principalArn: entry.principalArn,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", accessScope: { type: "cluster" },
      }, own);
    }
    this.systemNodes(name, args, cluster);
    this.registerOutputs({ name: this.name });
  }

  private systemNodes(name: string, args: EksClusterArgs, cluster: eks.Cluster): void {
    const own = { parent: this };
    const role = new iam.Role(`${name}-system`, { name: `${args.name}-system-node`, assumeRolePolicy: trustService("ec2.amazonaws.com") }, own);
    for (const policyName of ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"]) {
      new iam.RolePolicyAttachment(`${name}-system-${policyName}`, { role: role.name, policyArn: managed(policyName) }, own);
    }
    const template = new ec2.LaunchTemplate(`${name}-system`, {
      name: `${args.name}-system`,
      updateDefaultVersion: true,
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: { ...args.tags, Name: `${args.name}-system` } })),
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled" },
      blockDeviceMappings: [
        // Bottlerocket: one volume for the system, one for images and logs.
        { deviceName: "/dev/xvda", ebs: { volumeType: "gp3", volumeSize: 4, encrypted: "true", kmsKeyId: args.keyArn, deleteOnTermination: "true" } },
        { deviceName: "/dev/xvdb", ebs: { volumeType: "gp3", volumeSize: 30, encrypted: "true", kmsKeyId: args.keyArn, deleteOnTermination: "true" } },
      ],
    }, own);
    const { type, count } = args.plan.systemNodes;
    new eks.NodeGroup(`${name}-system`, {
      clusterName: cluster.name,
      nodeGroupName: "system",
      nodeRoleArn: role.arn,
      subnetIds: args.subnetIds,
      amiType: "BOTTLEROCKET_ARM_64",
      capacityType: "ON_DEMAND",
      instanceTypes: [type],
      launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
      scalingConfig: { minSize: count, desiredSize: count, maxSize: count + 1 },
      updateConfig: { maxUnavailable: 1 },
      labels: { "spillway.dev/pool": "system" },
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
    }, own);
  }
}
