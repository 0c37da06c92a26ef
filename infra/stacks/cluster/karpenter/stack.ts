import { KarpenterNodes } from "../../../components/karpenterNodes";
import { rolesOf } from "../../../components/podIdentity";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { eks } from "../eks/stack";

export const karpenter = defineStack({
  layer: "cluster",
  project: "karpenter",
  owner: "platform",
  dataClass: "none",
  changesWhen: "what Karpenter may do changes",
  targets: eachEnvironment(),
  build(context) {
    const { of, region } = context.target;
    const cluster = context.read(eks, of.name);
    const nodes = new KarpenterNodes("karpenter", {
      clusterName: nameOf(of.name), accountId: context.accountId, region, keyArn: context.read(keys, of.name).clusterKeyArn,
    }, context.here);
    return {
      clusterName: cluster.name,
      roles: rolesOf(nodes.controller),
      nodeRole: nodes.nodeRole,
      interruptionQueue: nodes.queue,
      discovery: { key: "karpenter.sh/discovery", value: nameOf(of.name) },
    };
  },
});
