import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "../../../components/encryptionKey";
import { resourcePolicy } from "../../../components/policy";
import { homeRegion } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import { auditBucket, trailName } from "../audit-bucket/stack";

export const trail = defineStack({
  layer: "access",
  project: "cloudtrail",
  owner: "security",
  dataClass: "internal",
  changesWhen: "what is recorded of who did what changes",
  targets: once("management", homeRegion),
  build(context) {
    const audit = context.read(auditBucket, "global");
    const made = new cloudtrail.Trail("organization", {
      name: trailName,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      s3BucketName: audit.bucket,
      kmsKeyId: audit.keyArn,
      eventSelectors: [{
        includeManagementEvents: true,
        readWriteType: "All",
        // Who touched a ledger export is worth its data events; every object of every bucket would not be.
        dataResources: [{ type: "AWS::S3::Object", values: ["production", "staging"].map((name) => `arn:aws:s3:::${nameOf(name, "ledger-")}`) }],
      }],
    }, context.here);

    const key = new EncryptionKey("alarms", { alias: context.name("alarms"), description: "Alarms of the audit", accountId: context.accountId, services: ["events.amazonaws.com"] }, context.here);
    const topic = new sns.Topic("alarms", { name: nameOf("security", "alarms"), kmsMasterKeyId: key.arn }, context.here);
    new sns.TopicPolicy("alarms", {
      arn: topic.arn,
      policy: resourcePolicy({ principal: { Service: "events.amazonaws.com" }, actions: ["sns:Publish"], resources: [topic.arn], when: { StringEquals: { "aws:SourceAccount": context.accountId } } }),
    }, context.here);
    const rule = new cloudwatch.EventRule("glass", {
      name: nameOf("broken-glass"),
      description: "Somebody took the administrator's role",
      eventPattern: pulumi.jsonStringify({ "detail-type": ["AWS Service Event via CloudTrail"], source: ["aws.sso"], detail: { eventName: ["Federate"], serviceEventDetails: { role_name: [{ prefix: "spillway-global-administer" }] } } }),
    }, context.here);
    new cloudwatch.EventTarget("glass", { rule: rule.name, arn: topic.arn }, context.here);
    return { trailArn: made.arn, alarmsTopicArn: topic.arn };
  },
});
