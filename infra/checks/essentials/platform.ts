import { strict as assert } from "node:assert";
import { environments } from "../../estate/inventory";
import { at, statementsOf } from "../../policies/reading";
import type { Essentials } from "../view";

export const platformEssentials: Essentials = {
  observability(stack) {
    const path = `spillway/${stack.target.environment}/observability`;
    stack.secret("datadog", { path: `${path}/datadog`, keys: ["api-key"] });
    stack.secret("grafana", { path: `${path}/grafana`, keys: ["user", "password"] });
    stack.has("aws:cloudwatch:LogGroup", { retentionInDays: stack.of.tier === "production" ? 90 : 14 });
    const publishers = statementsOf(stack.one("aws:sns:TopicPolicy").inputs["policy"]).flatMap(({ principals }) => principals);
    assert.ok(publishers.includes("cloudwatch.amazonaws.com"), "alarms may ring");
  },
  registry(stack) {
    stack.names("aws:ecr:Repository", "name", ["spillway/wallet", "spillway/giveaway"]);
    stack.names("aws:ecr:Repository", "imageTagMutability", ["IMMUTABLE", "IMMUTABLE"]);
    stack.has("aws:ecr:ReplicationConfiguration", { "replicationConfiguration.rules.0.destinations": [{ region: "us-east-1", registryId: "555555555555" }] });
    stack.count("aws:ecr:LifecyclePolicy", 2);
  },
  binaries(stack) {
    const readers = statementsOf(stack.one("aws:s3:BucketPolicy").inputs["policy"]).filter(({ effect }) => effect === "Allow");
    assert.deepEqual(readers.map(({ actions }) => actions), [["s3:GetObject"]]);
    assert.match(String(stack.output("bucket")), /^spillway-tooling-binaries-/, "where the nodes of CockroachDB look");
  },
  identities(stack) {
    const name = `spillway-${stack.of.name}`;
    stack.identity("external-secrets", "external-secrets/external-secrets", `${name}-external-secrets`);
    stack.identity("cert-manager", "cert-manager/cert-manager", `${name}-cert-manager`);
    stack.identity("keda", "keda/keda-operator", `${name}-keda`);
    stack.identity("otel-collector", "observability/otel-collector", `${name}-otel-collector`);
    stack.identity("opencost", "opencost/opencost", `${name}-opencost`);
    stack.identity("load-balancer-controller", "kube-system/aws-load-balancer-controller", `${name}-load-balancer-controller`);
    stack.may("external-secrets", ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "kms:Decrypt"]);
    assert.match(stack.statements("external-secrets")[0]?.resources[0] ?? "", new RegExp(`:secret:spillway/${stack.target.environment}/\\*$`), "its own environment's secrets");
    stack.may("cert-manager", ["sts:AssumeRole"]);
  },
  argocd(stack) {
    stack.identity("argocd-application-controller", "argocd/argocd-application-controller", "spillway-tooling-argocd");
    const may = stack.statements("argocd-application-controller");
    assert.equal(may[0]?.resources.length, environments.length, "into every cluster");
    const clusters = stack.all("kubernetes:core:Secret").filter(({ name }) => name.startsWith("cluster-"));
    assert.deepEqual(clusters.map(({ inputs }) => at(inputs, "stringData.name")).sort(), environments.map(({ name }) => name).sort());
    for (const { inputs } of clusters) assert.doesNotMatch(JSON.stringify(inputs), /"(bearerToken|password)"/, "no token that stays");
    stack.has("kubernetes:argoproj.io:Application", { "spec.source.path": "k8s/bootstrap", "spec.syncPolicy.automated.selfHeal": true });
    const release = stack.one("kubernetes:helm.sh:Release");
    assert.match(String(release.inputs["version"]), /^\d+\.\d+\.\d+$/, "pinned");
  },
  "backup-vault"(stack) {
    stack.has("aws:backup:VaultLockConfiguration", { minRetentionDays: 7 });
    assert.equal(stack.one("aws:backup:Vault").region, stack.stack);
  },
  "backup-plan"(stack) {
    const rules = stack.one("aws:backup:Plan").inputs["rules"] as { ruleName: string; copyActions: { destinationVaultArn: string }[]; lifecycle: { deleteAfter: number } }[];
    assert.deepEqual(rules.map(({ ruleName, lifecycle }) => [ruleName, lifecycle.deleteAfter]), [["daily", 35], ["monthly", 2555]]);
    assert.ok(rules.every(({ copyActions }) => copyActions[0]?.destinationVaultArn.includes("us-east-1")), "a copy in the other region");
    stack.has("aws:backup:Selection", { "selectionTags.0.key": "data-class", "selectionTags.0.value": "ledger" });
  },
};
