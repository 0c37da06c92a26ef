import * as acm from "@pulumi/aws/acm";
import * as lb from "@pulumi/aws/lb";
import * as route53 from "@pulumi/aws/route53";
import * as wafv2 from "@pulumi/aws/wafv2";
import * as ec2 from "@pulumi/aws/ec2";
import { SecureBucket } from "../../../components/secureBucket";
import { securityGroup } from "../../../components/securityGroup";
import { signInHost, zoneName } from "../../../estate/inventory";
import { bucketName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import * as pulumi from "@pulumi/pulumi";
import { eks } from "../../cluster/eks/stack";
import { dns } from "../../network/dns/stack";
import { vpc } from "../../network/vpc/stack";

/** AWS' own account for load balancers' logs, in each region. */
const logWriter = "logdelivery.elasticloadbalancing.amazonaws.com";

/**
 * The way in for the day when Cloudflare is away: a load balancer with a firewall of its own, in each region of production. Its
 * target group is filled by the cluster; app/failover sends nobody here while the first door is open.
 */
export const secondDoor = defineStack({
  layer: "app",
  project: "second-door",
  owner: "platform",
  dataClass: "none",
  changesWhen: "how the product is reached without Cloudflare changes",
  targets: eachEnvironment(({ host, account }) => host !== undefined && account === "production"),
  build(context) {
    const { of, region } = context.target;
    if (!of.host) throw new Error(`${of.name} is not reached from outside`);
    const network = context.read(vpc, of.name);
    const names = [of.host, signInHost(of)];
    const certificate = new acm.Certificate("door", { domainName: names[0], subjectAlternativeNames: names.slice(1), validationMethod: "DNS" }, context.here);
    const validation = new route53.Record("door-validation", {
      zoneId: context.read(dns, "global").zoneId,
      name: certificate.domainValidationOptions.apply(([option]) => option?.resourceRecordName ?? ""),
      type: "CNAME", ttl: 300, allowOverwrite: true,
      records: [certificate.domainValidationOptions.apply(([option]) => option?.resourceRecordValue ?? "")],
    }, context.here);
    const valid = new acm.CertificateValidation("door", { certificateArn: certificate.arn, validationRecordFqdns: [validation.fqdn] }, context.here);

    const firewall = securityGroup("door", {
      name: context.name("door"), description: "The second door", vpcId: network.vpcId,
      // The one port of the estate that the world may knock at.
      ingress: [{ port: 443, from: { cidr: "0.0.0.0/0" }, why: "the world" }],
    }, context.here);
    const nodes = context.read(eks, of.name).nodeSecurityGroupId;
    new ec2.SecurityGroupRule("door-out", { type: "egress", securityGroupId: firewall, protocol: "tcp", fromPort: 8080, toPort: 8080, sourceSecurityGroupId: nodes, description: "the gateway's pods" }, context.here);
    new ec2.SecurityGroupRule("nodes-in", { type: "ingress", securityGroupId: nodes, protocol: "tcp", fromPort: 8080, toPort: 8080, sourceSecurityGroupId: firewall, description: "the second door" }, context.here);

    const logs = new SecureBucket("door-logs", {
      name: bucketName(of.name, "door-logs", of.account, region), expiresDays: 90,
      statements: (arn) => [{ principal: { Service: logWriter }, actions: ["s3:PutObject"], resources: [pulumi.interpolate`${arn}/AWSLogs/*`], when: { StringEquals: { "aws:SourceAccount": context.accountId } } }],
    }, context.here);
    const door = new lb.LoadBalancer("door", {
      name: context.name("door"), loadBalancerType: "application", internal: false, subnets: network.publicSubnetIds, securityGroups: [firewall],
      enableDeletionProtection: true, dropInvalidHeaderFields: true, enableHttp2: true, idleTimeout: 75, accessLogs: { bucket: logs.name, enabled: true },
    }, context.here);
    const target = new lb.TargetGroup("gateway", {
      name: context.name("gw"), port: 8080, protocol: "HTTP", targetType: "ip", vpcId: network.vpcId, deregistrationDelay: 30,
      healthCheck: { path: "/healthz/ready", port: "15021", interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 },
    }, context.here);
    new lb.Listener("door", {
      loadBalancerArn: door.arn, port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", certificateArn: valid.certificateArn,
      defaultActions: [{ type: "forward", targetGroupArn: target.arn }],
    }, context.here);

    const visible = (metricName: string) => ({ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });
    const acl = new wafv2.WebAcl("door", {
      name: context.name("door"), scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: visible("door"),
      rules: [
        ...["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"].map((name, priority) => ({
          name, priority, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { vendorName: "AWS", name } }, visibilityConfig: visible(name),
        })),
        // A person's claims and reads are a few a second; the services' own limits are per caller, this one is per address.
        { name: "rate", priority: 10, action: { block: {} }, statement: { rateBasedStatement: { limit: 3000, aggregateKeyType: "IP" } }, visibilityConfig: visible("rate") },
      ],
    }, context.here);
    new wafv2.WebAclAssociation("door", { resourceArn: door.arn, webAclArn: acl.arn }, context.here);
    return { dnsName: door.dnsName, hostedZoneId: door.zoneId, targetGroupArn: target.arn, zone: zoneName };
  },
});
