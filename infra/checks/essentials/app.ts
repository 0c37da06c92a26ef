import { strict as assert } from "node:assert";
import { at, textAt } from "../../policies/reading";
import { topics } from "../../estate/topics";
import type { Essentials, View } from "../view";

/** What a service does with topics, as its role says. */
function topicsOf(stack: View, service: string, action: string): string[] {
  const names = stack.statements(service).filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources).map((arn) => arn.split("/").at(-1) ?? "");
  for (const name of names) assert.ok(topics[name], `${name} is no topic`);
  return names.sort();
}

function service(stack: View, name: string, reads: readonly string[], writes: readonly string[]): void {
  stack.identity(name, `${name}/${name}`, `spillway-${stack.of.name}-${name}`);
  assert.deepEqual(topicsOf(stack, name, "kafka-cluster:ReadData"), [...reads].sort());
  assert.deepEqual(topicsOf(stack, name, "kafka-cluster:WriteData"), [...writes].sort());
  const groups = stack.statements(name).filter(({ actions }) => actions.includes("kafka-cluster:AlterGroup")).flatMap(({ resources }) => resources);
  assert.ok(groups.length > 0 && groups.every((arn) => arn.endsWith(`/${name}*`)), "its own consumer groups");
  assert.ok(stack.statements(name).every(({ actions }) => actions.every((action) => action.startsWith("kafka-cluster:"))), "nothing but Kafka");
}

export const appEssentials: Essentials = {
  wallet(stack) {
    service(stack, "wallet",
      ["wallet.deposits.v1", "giveaway.claims.v1", "giveaway.treasury-orders.v1"],
      ["wallet.transfers.v1", "giveaway.claim-results.v1", "giveaway.treasury-results.v1", "wallet.deposits.v1.dlq", "giveaway.claims.v1.dlq", "giveaway.treasury-orders.v1.dlq"]);
  },
  giveaway(stack) {
    service(stack, "giveaway",
      ["giveaway.claims.v1", "giveaway.claim-results.v1", "giveaway.treasury-results.v1"],
      ["giveaway.claims.v1", "giveaway.treasury-orders.v1", "giveaway.claims.v1.dlq", "giveaway.claim-results.v1.dlq", "giveaway.treasury-results.v1.dlq"]);
  },
  tunnel(stack) {
    const hosts = [stack.of.host, stack.of.host?.replace("api", "auth")];
    const config = stack.one("cloudflare:index:ZeroTrustTunnelCloudflaredConfig").inputs;
    const ingresses = at(config, "config.ingresses") as { hostname?: string; service: string }[];
    assert.deepEqual(ingresses.map(({ hostname }) => hostname), [...hosts, undefined]);
    assert.equal(ingresses.at(-1)?.service, "http_status:404", "what nobody knows is not let in");
    stack.secret("tunnel", { path: `spillway/${stack.target.environment}/edge/tunnel`, keys: ["token"] });
    const token = textAt(JSON.parse(String(stack.one("aws:secretsmanager:SecretVersion").inputs["secretString"])), "token");
    assert.deepEqual(Object.keys(JSON.parse(Buffer.from(token, "base64").toString()) as object), ["a", "t", "s"]);
    stack.names("cloudflare:index:DnsRecord", "name", stack.of.standbyOf ? [] : hosts.map(String));
    for (const { inputs } of stack.all("cloudflare:index:DnsRecord")) assert.equal(inputs["proxied"], true);
  },
  "second-door"(stack) {
    stack.has("aws:lb:LoadBalancer", { internal: false, dropInvalidHeaderFields: true, "accessLogs.enabled": true });
    stack.has("aws:lb:TargetGroup", { targetType: "ip", "healthCheck.path": "/healthz/ready" });
    stack.has("aws:acm:Certificate", { domainName: "api.spillway.example", subjectAlternativeNames: ["auth.spillway.example"] });
    assert.equal(stack.one("aws:wafv2:WebAclAssociation").inputs["resourceArn"], stack.one("aws:lb:LoadBalancer").outputs["arn"], "the firewall stands before the door");
    const rules = stack.one("aws:wafv2:WebAcl").inputs["rules"] as { name: string; action?: object }[];
    assert.ok(rules.some(({ name, action }) => name === "rate" && action && "block" in action));
    assert.equal(rules.length, 4);
  },
  failover(stack) {
    const records = stack.all("aws:route53:Record").map(({ inputs }) => inputs);
    for (const host of ["api.spillway.example", "auth.spillway.example"]) {
      const chain = (name: string, role: string) => records.filter((record) => record["name"] === name && textAt(record, "failoverRoutingPolicies.0.type") === role);
      assert.equal(chain(host, "PRIMARY").length, 1);
      assert.ok(chain(host, "PRIMARY")[0]?.["healthCheckId"], "left when it does not answer");
      assert.deepEqual(chain(host, "SECONDARY")[0]?.["records"], [`second.${host}`]);
      assert.match(textAt(chain(`second.${host}`, "PRIMARY")[0], "aliases.0.name"), /ca-central-1/);
      assert.match(textAt(chain(`second.${host}`, "SECONDARY")[0], "aliases.0.name"), /us-east-1/);
    }
    stack.names("aws:route53:HealthCheck", "type", ["HTTPS", "HTTPS", "HTTPS"]);
  },
  previews(stack) {
    stack.has("aws:sqs:Queue", { name: "spillway-development-preview-removals", sqsManagedSseEnabled: true });
  },
  preview(stack) {
    stack.has("aws:scheduler:Schedule", { scheduleExpression: "at(2026-01-04T00:00:00)", actionAfterCompletion: "DELETE" });
    const asked = JSON.parse(textAt(stack.one("aws:scheduler:Schedule").inputs, "target.input")) as Record<string, string>;
    assert.equal(asked["destroy"], `preview/${stack.stack}`, "asks for its own removal");
    for (const name of ["wallet", "giveaway"]) {
      stack.has("aws:eks:PodIdentityAssociation", { namespace: `preview-${stack.stack}`, clusterName: "spillway-development" }, name);
      const topicsAndGroups = stack.statements(name).flatMap(({ resources }) => resources).filter((arn) => /:(topic|group)\//.test(arn));
      assert.ok(topicsAndGroups.length > 0 && topicsAndGroups.every((arn) => arn.endsWith(`/${stack.stack}.*`)), "topics and groups of its own prefix");
    }
  },
};
