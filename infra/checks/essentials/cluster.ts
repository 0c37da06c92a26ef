import { strict as assert } from "node:assert";
import { at, statementsOf, textAt } from "../../policies/reading";
import type { Essentials } from "../view";

export const clusterEssentials: Essentials = {
  eks(stack) {
    const { name, cluster } = stack.of;
    stack.has("aws:eks:Cluster", {
      name: `spillway-${name}`, version: cluster.version, "accessConfig.authenticationMode": "API", "accessConfig.bootstrapClusterCreatorAdminPermissions": false,
      "vpcConfig.endpointPublicAccess": false, "encryptionConfig.resources": ["secrets"], "upgradePolicy.supportType": "STANDARD",
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    });
    stack.has("aws:cloudwatch:LogGroup", { name: `/aws/eks/spillway-${name}/cluster` });
    stack.has("aws:eks:NodeGroup", {
      instanceTypes: [cluster.systemNodes.type], capacityType: "ON_DEMAND", "scalingConfig.desiredSize": cluster.systemNodes.count, "taints.0.key": "CriticalAddonsOnly",
    });
    stack.has("aws:ec2:Tag", { key: "karpenter.sh/discovery", value: `spillway-${name}` });
    stack.count("aws:eks:AccessPolicyAssociation", 2);
    const trust = statementsOf(stack.one("aws:iam:Role", "deployer").inputs["assumeRolePolicy"]);
    assert.deepEqual(trust.flatMap(({ principals }) => principals), ["arn:aws:iam::555555555555:role/spillway-tooling-argocd"], "Argo CD and nobody else");
    const machines = stack.one("aws:ec2:LaunchTemplate").inputs["tagSpecifications"];
    assert.equal(textAt(machines, "0.tags.environment"), stack.target.environment, "the machines are on the bill under the environment");
  },
  karpenter(stack) {
    const cluster = `spillway-${stack.of.name}`;
    stack.identity("karpenter", "karpenter/karpenter", `${cluster}-karpenter`);
    stack.count("aws:cloudwatch:EventRule", 4);
    stack.count("aws:cloudwatch:EventTarget", 4);
    stack.has("aws:sqs:Queue", { name: `${cluster}-karpenter`, messageRetentionSeconds: 300 });
    stack.has("aws:eks:AccessEntry", { type: "EC2_LINUX" });
    const spot = stack.one("aws:cloudwatch:EventRule", "karpenter-spot-interruption").inputs["eventPattern"];
    assert.deepEqual(JSON.parse(String(spot)), { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] });
    const ends = stack.statements("karpenter").filter(({ actions }) => actions.includes("ec2:TerminateInstances"));
    assert.ok(ends.length === 1 && ends.every(({ conditions }) => at(conditions, "StringEquals") && `aws:ResourceTag/kubernetes.io/cluster/${cluster}` in (conditions["StringEquals"] as object)), "ends its own machines only");
    const passes = stack.statements("karpenter").filter(({ actions }) => actions.includes("iam:PassRole"));
    assert.deepEqual(passes.flatMap(({ resources }) => resources), [stack.one("aws:iam:Role", "karpenter-node").outputs["arn"]]);
  },
  addons(stack) {
    stack.names("aws:eks:Addon", "addonName", ["vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "aws-ebs-csi-driver"]);
    for (const { inputs } of stack.all("aws:eks:Addon")) assert.match(String(inputs["addonVersion"]), /^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "pinned");
    stack.count("aws:iam:Role", 2);
  },
};
