import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PodIdentity, rolesOf } from "../../../components/podIdentity";
import { environments, organization } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { argocdRole, eks } from "../../cluster/eks/stack";

/** Pinned like any other dependency; k8s/ takes over from the first Application on. */
const chart = { repo: "https://argoproj.github.io/argo-helm", name: "argo-cd", version: "9.1.3" };

/**
 * The only thing that Pulumi puts into a cluster: Argo CD, the clusters that it knows, and one Application that points at git.
 * It runs from CI's runners inside the tooling network, for no control plane answers outside.
 */
export const argocd = defineStack({
  layer: "platform",
  project: "argocd",
  owner: "platform",
  dataClass: "internal",
  changesWhen: "how Argo CD itself starts, or which clusters it knows, changes",
  targets: eachEnvironment(({ name }) => name === "tooling"),
  build(context) {
    const { of } = context.target;
    const home = context.read(eks, of.name);
    const deployers = environments.map(({ name }) => ({ name, ...pick(context.read(eks, name)) }));

    const identity = ["argocd-application-controller", "argocd-server", "argocd-applicationset-controller"].map((serviceAccount, index) =>
      new PodIdentity(serviceAccount, {
        clusterName: nameOf(of.name), accountId: context.accountId, namespace: "argocd", serviceAccount,
        // The first one's name is what the clusters' own roles trust.
        roleName: index === 0 ? argocdRole : nameOf("tooling", serviceAccount),
        statements: index === 0
          ? [{ actions: ["sts:AssumeRole", "sts:TagSession"], resources: deployers.map(({ roleArn }) => roleArn) }]
          : [{ actions: ["sts:GetCallerIdentity"], resources: ["*"] }],
      }, context.here));

    const provider = new kubernetes.Provider("tooling", { kubeconfig: kubeconfigOf(home, nameOf(of.name)), enableServerSideApply: true }, context.here);
    const inCluster = { ...context.here, provider };
    const namespace = new kubernetes.core.v1.Namespace("argocd", { metadata: { name: "argocd" } }, inCluster);
    const release = new kubernetes.helm.v3.Release("argocd", {
      name: "argocd", chart: chart.name, version: chart.version, namespace: namespace.metadata.name, repositoryOpts: { repo: chart.repo }, atomic: true,
      values: { global: { nodeSelector: { "kubernetes.io/arch": "arm64" } }, configs: { params: { "server.insecure": false } }, controller: { replicas: 2 }, "redis-ha": { enabled: true } },
    }, inCluster);

    for (const { name, endpoint, certificateAuthority, roleArn } of deployers) {
      new kubernetes.core.v1.Secret(`cluster-${name}`, {
        metadata: { name: `cluster-${name}`, namespace: namespace.metadata.name, labels: { "argocd.argoproj.io/secret-type": "cluster", cluster: name } },
        stringData: {
          name,
          server: endpoint,
          config: pulumi.jsonStringify({ awsAuthConfig: { clusterName: nameOf(name), roleARN: roleArn }, tlsClientConfig: { insecure: false, caData: certificateAuthority } }),
        },
      }, inCluster);
    }
    new kubernetes.apiextensions.CustomResource("root", {
      apiVersion: "argoproj.io/v1alpha1", kind: "Application",
      metadata: { name: "root", namespace: namespace.metadata.name },
      spec: {
        project: "default",
        source: { repoURL: `https://github.com/${organization.repository}.git`, targetRevision: "main", path: "k8s/bootstrap" },
        destination: { server: "https://kubernetes.default.svc", namespace: "argocd" },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    }, { ...inCluster, dependsOn: [release] });
    return { roles: rolesOf(...identity) };
  },
});

function pick(cluster: { endpoint: pulumi.Output<string>; certificateAuthority: pulumi.Output<string>; deployerRoleArn: pulumi.Output<string> }) {
  return { endpoint: cluster.endpoint, certificateAuthority: cluster.certificateAuthority, roleArn: cluster.deployerRoleArn };
}

function kubeconfigOf(cluster: { endpoint: pulumi.Output<string>; certificateAuthority: pulumi.Output<string> }, name: string): pulumi.Output<string> {
  return pulumi.jsonStringify({
    apiVersion: "v1", kind: "Config", "current-context": name,
    clusters: [{ name, cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws", args: ["eks", "get-token", "--cluster-name", name] } } }],
  });
}
