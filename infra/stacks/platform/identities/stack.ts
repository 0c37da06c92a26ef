import { PodIdentity, rolesOf } from "../../../components/podIdentity";
import type { Statement } from "../../../components/policy";
import { nameOf, product } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { dns } from "../../network/dns/stack";
import { observability } from "../observability/stack";

/** The roles of what runs beside the services in a cluster. */
export const identities = defineStack({
  layer: "platform",
  project: "identities",
  owner: "platform",
  dataClass: "none",
  changesWhen: "what the platform's pods may do changes",
  targets: eachEnvironment(),
  build(context) {
    const { of, region, environment } = context.target;
    const key = context.read(keys, of.name);
    const cluster = context.read(eks, of.name);
    const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${context.accountId}:${rest}`;
    const identity = (namespace: string, serviceAccount: string, role: string, ...statements: Statement[]) =>
      new PodIdentity(role, { clusterName: nameOf(of.name), accountId: context.accountId, namespace, serviceAccount, roleName: context.name(role), statements }, context.here);

    return {
      clusterName: cluster.name,
      roles: rolesOf(
        identity("external-secrets", "external-secrets", "external-secrets",
          { actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], resources: [arn("secretsmanager", `secret:${product}/${environment}/*`)] },
          { actions: ["kms:Decrypt"], resources: [key.secretsKeyArn], when: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } } }),
        identity("cert-manager", "cert-manager", "cert-manager",
          { actions: ["sts:AssumeRole"], resources: [context.read(dns, "global").challengeRoleArn] }),
        identity("keda", "keda-operator", "keda",
          { actions: ["kafka-cluster:Connect", "kafka-cluster:DescribeTopic", "kafka-cluster:DescribeGroup"], resources: ["cluster", "topic", "group"].map((kind) => arn("kafka", `${kind}/${nameOf(of.name)}/*`)) }),
        // Binds the gateway's pods to the target group of app/second-door; it makes no load balancer of its own.
        identity("kube-system", "aws-load-balancer-controller", "load-balancer-controller",
          { actions: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"], resources: [arn("elasticloadbalancing", `targetgroup/${nameOf(of.name)}-*/*`)] },
          { actions: ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups"], resources: ["*"] }),
        identity("observability", "otel-collector", "otel-collector",
          { actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], resources: [context.read(observability, of.name).logGroupArn.apply((group) => `${group}:*`)] }),
        // Prices nodes as the bill does: spot prices and list prices are public, so there is nothing to narrow.
        identity("opencost", "opencost", "opencost",
          { actions: ["pricing:GetProducts", "ec2:DescribeSpotPriceHistory", "ec2:DescribeInstances", "ec2:DescribeVolumes"], resources: ["*"] }),
      ),
    };
  },
});
