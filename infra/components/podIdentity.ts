import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policy, trustPods, type Statement } from "./policy";

export interface PodIdentityArgs {
  clusterName: string;
  accountId: string;
  namespace: string;
  serviceAccount: string;
  roleName: string;
  statements: readonly Statement[];
}

/** The role of one service account. Its pods get credentials that live for hours from the node's agent; there is no key to lose. */
export class PodIdentity extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;
  /** As `namespace/name`. */
  readonly serviceAccount: string;

  constructor(name: string, args: PodIdentityArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:PodIdentity", name, {}, opts);
    const role = new iam.Role(name, {
      name: args.roleName,
      description: `${args.namespace}/${args.serviceAccount} in ${args.clusterName}`,
      assumeRolePolicy: trustPods(args.clusterName, args.accountId),
    }, { parent: this });
    new iam.RolePolicy(name, { role: role.name, policy: policy(...args.statements) }, { parent: this });
    new eks.PodIdentityAssociation(name, {
      clusterName: args.clusterName, namespace: args.namespace, serviceAccount: args.serviceAccount, roleArn: role.arn,
    }, { parent: this });
    this.roleArn = role.arn;
    this.serviceAccount = `${args.namespace}/${args.serviceAccount}`;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** Several identities as what a stack hands on: service account → role. */
export function rolesOf(...identities: PodIdentity[]): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(identities.map(({ serviceAccount, roleArn }) => [serviceAccount, roleArn]));
}
