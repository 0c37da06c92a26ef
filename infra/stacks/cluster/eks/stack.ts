import { EksCluster } from "../../../components/eksCluster";
import { accounts, environmentOf } from "../../../estate/inventory";
import { nameOf, roleArn } from "../../../estate/naming";
import { defineStack, deployRole, eachEnvironment } from "../../../estate/stack";
import * as iam from "@pulumi/aws/iam";
import { trustAccounts } from "../../../components/policy";
import { keys } from "../../access/keys/stack";
import { vpc } from "../../network/vpc/stack";

/** The role that Argo CD's pods have in the cluster of tooling; platform/argocd makes it. */
export const argocdRole = nameOf("tooling", "argocd");

export const eks = defineStack({
  layer: "cluster",
  project: "eks",
  owner: "platform",
  dataClass: "internal",
  changesWhen: "a control plane or the nodes that Karpenter runs on change",
  targets: eachEnvironment(),
  build(context) {
    const { of } = context.target;
    const [network, key] = [context.read(vpc, of.name), context.read(keys, of.name)];
    // Argo CD takes this role from the tooling account; being in the cluster's own account, it can be named in an access entry.
    const deployer = new iam.Role("deployer", {
      name: context.name("argocd-deployer"), maxSessionDuration: 3600,
      assumeRolePolicy: trustAccounts([`arn:aws:iam::${accounts.tooling}:role/${argocdRole}`]),
    }, context.here);
    const cluster = new EksCluster("cluster", {
      name: nameOf(of.name),
      plan: of.cluster,
      subnetIds: network.privateSubnetIds,
      keyArn: key.clusterKeyArn,
      logKeyArn: key.logsKeyArn,
      logDays: of.tier === "production" ? 365 : 30,
      apiFrom: [environmentOf("tooling").cidr],
      tags: context.tags,
      administrators: { argocd: deployer.arn, deploy: roleArn(of.account, deployRole) },
    }, context.here);
    return {
      name: cluster.name,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthority,
      nodeSecurityGroupId: cluster.nodeSecurityGroupId,
      deployerRoleArn: deployer.arn,
    };
  },
});
