import * as eksApi from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import type { Output } from "@pulumi/pulumi";
import { trustPods } from "../../../components/policy";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { eks } from "../eks/stack";

/** Pinned: an add-on changes when this file does. `aws eks describe-addon-versions` says what a Kubernetes version takes. */
const pinned: Readonly<Record<string, string>> = {
  "vpc-cni": "v1.20.4-eksbuild.1",
  "kube-proxy": "v1.34.0-eksbuild.4",
  "coredns": "v1.12.4-eksbuild.1",
  "eks-pod-identity-agent": "v1.3.9-eksbuild.3",
  "aws-ebs-csi-driver": "v1.51.1-eksbuild.1",
};

/** Add-ons that act on AWS, with the service account that does and AWS's own policy for it. */
const identities: Readonly<Record<string, { serviceAccount: string; policyArn: string }>> = {
  "vpc-cni": { serviceAccount: "aws-node", policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy" },
  "aws-ebs-csi-driver": { serviceAccount: "ebs-csi-controller-sa", policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" },
};

export const addons = defineStack({
  layer: "cluster",
  project: "addons",
  owner: "platform",
  dataClass: "none",
  changesWhen: "an add-on's version changes",
  targets: eachEnvironment(),
  build(context) {
    const { of } = context.target;
    const clusterName = context.read(eks, of.name).name;
    const roles: Record<string, Output<string>> = {};
    const tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
    for (const [addonName, addonVersion] of Object.entries(pinned)) {
      const identity = identities[addonName];
      let roleArn;
      if (identity) {
        const role = new iam.Role(addonName, { name: context.name(addonName), assumeRolePolicy: trustPods(nameOf(of.name), context.accountId) }, context.here);
        new iam.RolePolicyAttachment(addonName, { role: role.name, policyArn: identity.policyArn }, context.here);
        roleArn = role.arn;
        roles[`kube-system/${identity.serviceAccount}`] = role.arn;
      }
      new eksApi.Addon(addonName, {
        clusterName, addonName, addonVersion,
        resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "PRESERVE",
        podIdentityAssociations: identity && roleArn ? [{ roleArn, serviceAccount: identity.serviceAccount }] : [],
        configurationValues: addonName === "coredns" ? JSON.stringify({ replicaCount: 2, tolerations }) : undefined,
      }, context.here);
    }
    return { versions: pinned, roles };
  },
});
