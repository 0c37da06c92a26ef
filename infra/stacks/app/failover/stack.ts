import * as route53 from "@pulumi/aws/route53";
import { environmentOf, homeRegion, signInHost } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import { dns } from "../../network/dns/stack";
import { secondDoor } from "../second-door/stack";

/**
 * Which door the product's names lead to: Cloudflare's while it answers, else the load balancer of the home region, else the
 * standby's. Ledger writes follow the database, whose failover a person decides; this only says where requests enter.
 */
export const failover = defineStack({
  layer: "app",
  project: "failover",
  owner: "platform",
  dataClass: "none",
  changesWhen: "where clients are sent, and when elsewhere, changes",
  targets: once("production", homeRegion),
  build(context) {
    const zoneId = context.read(dns, "global").zoneId;
    const production = environmentOf("production");
    const doors = [context.read(secondDoor, "production"), context.read(secondDoor, "production-standby")] as const;
    const check = (name: string, fqdn: route53.HealthCheckArgs["fqdn"], resourcePath: string) => new route53.HealthCheck(name, {
      type: "HTTPS", fqdn, port: 443, resourcePath, requestInterval: 10, failureThreshold: 3, measureLatency: true, enableSni: true,
      regions: ["us-east-1", "us-west-2", "eu-west-1"], tags: { Name: nameOf("production", name) },
    }, context.here);
    const path = "/q/health/ready";
    const atHome = check("door-home", doors[0].dnsName, path);

    for (const host of [production.host ?? "", signInHost(production)]) {
      const first = check(`first-${host}`, `${host}.cdn.cloudflare.net`, path);
      const second = `second.${host}`;
      const common = { zoneId, type: "CNAME" as const, ttl: 30 };
      new route53.Record(`first-${host}`, {
        ...common, name: host, setIdentifier: "cloudflare", records: [`${host}.cdn.cloudflare.net`], healthCheckId: first.id, failoverRoutingPolicies: [{ type: "PRIMARY" }],
      }, context.here);
      new route53.Record(`otherwise-${host}`, { ...common, name: host, setIdentifier: "second-door", records: [second], failoverRoutingPolicies: [{ type: "SECONDARY" }] }, context.here);
      new route53.Record(`home-${host}`, {
        zoneId, name: second, type: "A", setIdentifier: "home", healthCheckId: atHome.id, failoverRoutingPolicies: [{ type: "PRIMARY" }],
        aliases: [{ name: doors[0].dnsName, zoneId: doors[0].hostedZoneId, evaluateTargetHealth: true }],
      }, context.here);
      new route53.Record(`standby-${host}`, {
        zoneId, name: second, type: "A", setIdentifier: "standby", failoverRoutingPolicies: [{ type: "SECONDARY" }],
        aliases: [{ name: doors[1].dnsName, zoneId: doors[1].hostedZoneId, evaluateTargetHealth: true }],
      }, context.here);
    }
    return { hosts: [production.host ?? "", signInHost(production)] };
  },
});
