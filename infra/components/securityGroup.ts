import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

/** Who may connect: members of a group, or a range of private addresses. */
export type Peer = { readonly group: pulumi.Input<string> } | { readonly cidr: string };

export interface SecurityGroupArgs {
  name: string;
  description: string;
  vpcId: pulumi.Input<string>;
  /** Ports open to peers, each with a word why. */
  ingress: readonly { readonly port: number; readonly from: Peer; readonly why: string }[];
  /** Whether members may also talk to each other, on the same ports. */
  among?: readonly number[];
}

/** A group that lets in what it names. It has no rule for what goes out: databases start no conversation, answers need none. */
export function securityGroup(name: string, args: SecurityGroupArgs, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const group = new ec2.SecurityGroup(name, { name: args.name, description: args.description, vpcId: args.vpcId, revokeRulesOnDelete: true, tags: { Name: args.name } }, opts);
  args.ingress.forEach(({ port, from, why }, index) => {
    new ec2.SecurityGroupRule(`${name}-${index}`, {
      type: "ingress", securityGroupId: group.id, protocol: "tcp", fromPort: port, toPort: port, description: why,
      ...("group" in from ? { sourceSecurityGroupId: from.group } : { cidrBlocks: [from.cidr] }),
    }, opts);
  });
  for (const port of args.among ?? []) {
    for (const type of ["ingress", "egress"]) {
      new ec2.SecurityGroupRule(`${name}-among-${type}-${port}`, {
        type, securityGroupId: group.id, protocol: "tcp", fromPort: port, toPort: port, self: true, description: "among themselves",
      }, opts);
    }
  }
  return group.id;
}
