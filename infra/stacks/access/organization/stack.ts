import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import { homeRegion, organization as ids, regionNames } from "../../../estate/inventory";
import { defineStack, once } from "../../../estate/stack";

/** Services without a region of their own answer in us-east-1 or nowhere; a rule about regions would lock us out of them. */
const global = ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "budgets:*", "ce:*", "cur:*", "bcm-data-exports:*", "support:*", "health:*", "sso:*", "waf:*", "shield:*"];

/** What nobody in any account may do, whatever their role says. */
const controls: Record<string, object[]> = {
  regions: [{
    Sid: "OnlyOurRegions", Effect: "Deny", NotAction: global, Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": regionNames } },
  }],
  watchers: [{
    Sid: "NobodyBlindsTheWatchers", Effect: "Deny", Resource: "*",
    Action: [
      "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "guardduty:DeleteDetector", "guardduty:DisassociateFromAdministratorAccount",
      "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder", "organizations:LeaveOrganization",
    ],
  }],
  identities: [
    { Sid: "NoLongLivedKeys", Effect: "Deny", Action: ["iam:CreateAccessKey", "iam:CreateUser", "iam:CreateLoginProfile"], Resource: "*" },
    { Sid: "RootDoesNothing", Effect: "Deny", Action: "*", Resource: "*", Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } } },
  ],
  instances: [{
    Sid: "OnlyImdsV2", Effect: "Deny", Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*:*:instance/*",
    Condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
  }],
};

export const organization = defineStack({
  layer: "access",
  project: "organization",
  owner: "security",
  dataClass: "none",
  changesWhen: "what is forbidden everywhere changes",
  targets: once("management", homeRegion),
  build(context) {
    for (const [what, Statement] of Object.entries(controls)) {
      const control = new organizations.Policy(what, {
        name: context.name(what),
        type: "SERVICE_CONTROL_POLICY",
        content: pulumi.jsonStringify({ Version: "2012-10-17", Statement }),
      }, context.here);
      new organizations.PolicyAttachment(what, { policyId: control.id, targetId: ids.rootId }, context.here);
    }
    return { organizationId: ids.id };
  },
});
