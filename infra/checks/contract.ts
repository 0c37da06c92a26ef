/** exports.json: what it says is what the stacks hand on, and what it names exists. */
import type { Run } from "../mocks/monitor";
import { at, type Values } from "../policies/reading";
import type { Finding } from "./finding";

export function contractFindings(exported: Values, file: string, runs: readonly Run[]): Finding[] {
  const finding = (where: string, what: string): Finding => ({ check: "exports", where, what });
  const found: Finding[] = file === rendered(exported) ? [] : [finding("exports.json", "is not what the stacks hand on; `npm run plan` writes it anew")];
  const of = (type: string) => runs.flatMap(({ resources }) => resources).filter((resource) => resource.type === type);
  const roles = new Map(of("aws:iam/role:Role").map((role) => [String(role.outputs["arn"]), role]));
  const associations = of("aws:eks/podIdentityAssociation:PodIdentityAssociation").map(({ inputs }) => `${String(inputs["clusterName"])} ${String(inputs["namespace"])}/${String(inputs["serviceAccount"])} ${String(inputs["roleArn"])}`);
  const addons = of("aws:eks/addon:Addon").flatMap(({ inputs }) =>
    ((inputs["podIdentityAssociations"] ?? []) as { roleArn: string; serviceAccount: string }[]).map(({ roleArn, serviceAccount }) => `${String(inputs["clusterName"])} kube-system/${serviceAccount} ${roleArn}`));
  const given = new Set([...associations, ...addons]);
  const secrets = new Set(of("aws:secretsmanager/secret:Secret").flatMap(({ inputs, region }) =>
    [region, ...((inputs["replicas"] ?? []) as { region: string }[]).map((replica) => replica.region)].map((where) => `${where} ${String(inputs["name"])}`)));
  const buckets = new Set(of("aws:s3/bucket:Bucket").map(({ inputs }) => inputs["bucket"]));

  for (const [name, cluster] of Object.entries(exported["clusters"] as Record<string, Values>)) {
    for (const [serviceAccount, arn] of Object.entries(cluster["serviceAccounts"] as Record<string, string>)) {
      if (!roles.has(arn)) found.push(finding(name, `${serviceAccount} has a role that nobody makes: ${arn}`));
      if (!given.has(`${String(cluster["name"])} ${serviceAccount} ${arn}`)) found.push(finding(name, `${serviceAccount} is not given its role`));
    }
    for (const [key, secret] of Object.entries(cluster["secrets"] as Record<string, string>)) {
      if (!secrets.has(`${String(cluster["region"])} ${secret}`)) found.push(finding(name, `${key} is no secret in ${String(cluster["region"])}`));
    }
    for (const bucket of Object.values(cluster["buckets"] as Values)) if (!buckets.has(bucket)) found.push(finding(name, `${String(bucket)} is no bucket`));
    for (const path of ["name", "account", "region", "karpenter.nodeRole", "karpenter.interruptionQueue", "karpenter.discovery.value"]) {
      if (!at(cluster, path)) found.push(finding(name, `says no ${path}`));
    }
  }
  return found;
}

export function rendered(exported: Values): string {
  return `${JSON.stringify(exported, null, 2)}\n`;
}
