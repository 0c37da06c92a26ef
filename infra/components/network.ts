import * as ec2 from "@pulumi/aws/ec2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { trustService, policy } from "./policy";

export interface NetworkArgs {
  name: string;
  cidr: string;
  zones: readonly string[];
  /** One NAT gateway for each zone costs three times as much as one for all, which a zone's failure then takes away from all. */
  natPerZone: boolean;
  /** The cluster whose load balancers and nodes look for these subnets by tag. */
  cluster: string;
  logKeyArn: pulumi.Input<string>;
}

/**
 * A VPC over three zones: public subnets that hold nothing but NAT gateways and load balancers, private subnets for nodes and
 * pods, and isolated ones for databases, which have no route to the internet at all. IPv6 is there from the first day,
 * because subnets cannot be given it later without being touched one by one.
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string>[] = [];
  readonly isolatedSubnetIds: pulumi.Output<string>[] = [];
  readonly publicSubnetIds: pulumi.Output<string>[] = [];
  readonly routeTableIds: pulumi.Output<string>[] = [];

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:Network", name, {}, opts);
    const own = { parent: this };
    const vpc = new ec2.Vpc(name, {
      cidrBlock: args.cidr,
      assignGeneratedIpv6CidrBlock: true,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: args.name },
    }, own);
    this.vpcId = vpc.id;
    // The default group lets its members talk to each other. Nobody is a member; it is emptied, so that nobody can become one by accident.
    new ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [] }, own);

    const gateway = new ec2.InternetGateway(name, { vpcId: vpc.id, tags: { Name: args.name } }, own);
    const egressOnly = new ec2.EgressOnlyInternetGateway(name, { vpcId: vpc.id, tags: { Name: args.name } }, own);
    const publicTable = new ec2.RouteTable(`${name}-public`, { vpcId: vpc.id, tags: { Name: `${args.name}-public` } }, own);
    new ec2.Route(`${name}-public`, { routeTableId: publicTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id }, own);

    const natIds: pulumi.Output<string>[] = [];
    args.zones.forEach((zone, index) => {
      const subnet = (kind: "public" | "private" | "isolated", third: number, bits: number, tags: Record<string, string>) =>
        new ec2.Subnet(`${name}-${kind}-${index}`, {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: subnetCidr(args.cidr, third, bits),
          ipv6CidrBlock: vpc.ipv6CidrBlock.apply((block) => ipv6Subnet(block, { public: 0, private: 16, isolated: 32 }[kind] + index)),
          assignIpv6AddressOnCreation: true,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${args.name}-${kind}-${zone}`, ...tags },
        }, own);
      // Pods get addresses of their own, so private subnets are large: 8,192 addresses each; the others 256.
      const publicSubnet = subnet("public", index, 24, { "kubernetes.io/role/elb": "1" });
      const isolated = subnet("isolated", 16 + index, 24, {});
      const privateSubnet = subnet("private", 32 + index * 32, 19, { "kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": args.cluster });
      new ec2.RouteTableAssociation(`${name}-public-${index}`, { subnetId: publicSubnet.id, routeTableId: publicTable.id }, own);
      if (index === 0 || args.natPerZone) {
        const address = new ec2.Eip(`${name}-nat-${index}`, { domain: "vpc", tags: { Name: `${args.name}-nat-${zone}` } }, own);
        natIds.push(new ec2.NatGateway(`${name}-${index}`, { subnetId: publicSubnet.id, allocationId: address.id, tags: { Name: `${args.name}-${zone}` } }, own).id);
      }
      const natId = natIds[args.natPerZone ? index : 0];
      if (!natId) throw new Error("the first zone has a NAT gateway");
      const privateTable = new ec2.RouteTable(`${name}-private-${index}`, { vpcId: vpc.id, tags: { Name: `${args.name}-private-${zone}` } }, own);
      new ec2.Route(`${name}-private-${index}`, { routeTableId: privateTable.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: natId }, own);
      new ec2.Route(`${name}-private-${index}-ipv6`, { routeTableId: privateTable.id, destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: egressOnly.id }, own);
      new ec2.RouteTableAssociation(`${name}-private-${index}`, { subnetId: privateSubnet.id, routeTableId: privateTable.id }, own);
      this.routeTableIds.push(privateTable.id);
      this.publicSubnetIds.push(publicSubnet.id);
      this.privateSubnetIds.push(privateSubnet.id);
      this.isolatedSubnetIds.push(isolated.id);
    });
    const isolatedTable = new ec2.RouteTable(`${name}-isolated`, { vpcId: vpc.id, tags: { Name: `${args.name}-isolated` } }, own);
    this.isolatedSubnetIds.forEach((subnetId, index) => {
      new ec2.RouteTableAssociation(`${name}-isolated-${index}`, { subnetId, routeTableId: isolatedTable.id }, own);
    });
    this.routeTableIds.push(isolatedTable.id);

    const logs = new cloudwatch.LogGroup(`${name}-flow`, { name: `/${args.name}/flow`, retentionInDays: 90, kmsKeyId: args.logKeyArn }, own);
    const role = new iam.Role(`${name}-flow`, { name: `${args.name}-flow-logs`, assumeRolePolicy: trustService("vpc-flow-logs.amazonaws.com") }, own);
    new iam.RolePolicy(`${name}-flow`, {
      role: role.name,
      policy: policy({ actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], resources: [pulumi.interpolate`${logs.arn}:*`] }),
    }, own);
    new ec2.FlowLog(name, { vpcId: vpc.id, trafficType: "ALL", iamRoleArn: role.arn, logDestination: logs.arn, maxAggregationInterval: 60 }, own);
    this.registerOutputs({ vpcId: this.vpcId });
  }
}

/** The subnet of a /16 whose third octet is given. */
export function subnetCidr(vpcCidr: string, third: number, bits: number): string {
  const [first, second] = vpcCidr.split(".");
  return `${first}.${second}.${third}.0/${bits}`;
}

/** The nth /64 of a VPC's /56. */
export function ipv6Subnet(block: string, nth: number): string {
  const prefix = block.replace(/00::\/56$/, "");
  if (prefix === block) throw new Error(`${block} is not a /56 as AWS gives them`);
  return `${prefix}${nth.toString(16).padStart(2, "0")}::/64`;
}
