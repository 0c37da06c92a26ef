import * as iam from "@pulumi/aws/iam";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { policy, trustAccounts } from "../../../components/policy";
import { environments, homeRegion, zoneName } from "../../../estate/inventory";
import { nameOf, roleArn } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

/** What cert-manager takes to answer a challenge; its own account's role may do nothing but take this one. */
export const challengeRole = nameOf("dns", "challenge");

export const dns = defineStack({
  layer: "network",
  project: "dns",
  owner: "platform",
  dataClass: "none",
  changesWhen: "the product's zone changes",
  targets: once("production", homeRegion),
  build(context) {
    const zone = new route53.Zone("zone", { name: zoneName, comment: "Spillway" }, { ...context.here, protect: true });
    new route53.Record("caa", {
      zoneId: zone.zoneId, name: zoneName, type: "CAA", ttl: 3600,
      // Who may issue certificates for us: AWS for the second door, Let's Encrypt for cert-manager, and those whom Cloudflare uses.
      records: ['0 issue "amazon.com"', '0 issue "letsencrypt.org"', '0 issue "pki.goog; cansignhttpexchanges=yes"'],
    }, context.here);
    const role = new iam.Role("challenge", {
      name: challengeRole,
      assumeRolePolicy: trustAccounts(environments.map(({ account, name }) => roleArn(account, nameOf(name, "cert-manager")))),
    }, context.here);
    new iam.RolePolicy("challenge", {
      role: role.name,
      policy: policy(
        {
          actions: ["route53:ChangeResourceRecordSets"], resources: [pulumi.interpolate`arn:aws:route53:::hostedzone/${zone.zoneId}`],
          when: { "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] } },
        },
        { actions: ["route53:ListResourceRecordSets"], resources: [pulumi.interpolate`arn:aws:route53:::hostedzone/${zone.zoneId}`] },
        { actions: ["route53:GetChange"], resources: ["arn:aws:route53:::change/*"] },
      ),
    }, context.here);
    return { zoneId: zone.zoneId, challengeRoleArn: role.arn };
  },
});
