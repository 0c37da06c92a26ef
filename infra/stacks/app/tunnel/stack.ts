import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { TunnelIngress } from "../../../components/tunnelIngress";
import { signInHost } from "../../../estate/inventory";
import { secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";

/** Both regions of production have a tunnel of their own; Cloudflare knows production's names by the first and app/failover says when by the other. */
export const tunnel = defineStack({
  layer: "app",
  project: "tunnel",
  owner: "platform",
  dataClass: "none",
  changesWhen: "the names under which a cluster is reached change",
  targets: eachEnvironment(({ host }) => host !== undefined),
  build(context) {
    const { of, environment } = context.target;
    if (!of.host) throw new Error(`${of.name} is not reached from outside`);
    const config = new pulumi.Config("cloudflare");
    const hosts = [of.host, signInHost(of)];
    const made = new TunnelIngress("tunnel", {
      name: context.name("tunnel"),
      cloudflareAccountId: config.require("accountId"),
      hosts,
      gateway: "http://spillway-istio.ingress.svc.cluster.local:80",
      secretName: secretName(environment, "edge", "tunnel"),
      keyArn: context.read(keys, of.name).secretsKeyArn,
    }, context.here);
    if (!of.standbyOf) {
      for (const host of hosts) {
        new cloudflare.DnsRecord(host, { zoneId: config.require("zoneId"), name: host, type: "CNAME", content: made.hostname, proxied: true, ttl: 1, comment: environment }, context.here);
      }
    }
    return { hosts, tunnelHostname: made.hostname, secrets: { tunnel: made.secret } };
  },
});
