import * as cfg from "@pulumi/aws/cfg";
import * as iam from "@pulumi/aws/iam";
import { trustService } from "../../../components/policy";
import { homeRegion } from "../../../estate/inventory";
import { defineStack, eachAccountAndRegion } from "../../../estate/stack";
import { auditBucket } from "../audit-bucket/stack";

/** The policies hold what Pulumi makes; Config holds what anything made, after the fact. */
const rules: Readonly<Record<string, string>> = {
  "encrypted-volumes": "ENCRYPTED_VOLUMES",
  "no-public-buckets": "S3_BUCKET_PUBLIC_READ_PROHIBITED",
  "no-public-databases": "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
  "imdsv2": "EC2_IMDSV2_CHECK",
  "no-open-ssh": "INCOMING_SSH_DISABLED",
  "private-clusters": "EKS_ENDPOINT_NO_PUBLIC_ACCESS",
};

export const config = defineStack({
  layer: "access",
  project: "config",
  owner: "security",
  dataClass: "internal",
  changesWhen: "what is held true of resources after the fact changes",
  targets: eachAccountAndRegion(),
  build(context) {
    const audit = context.read(auditBucket, "global");
    const role = new iam.Role("config", { name: context.name("config"), assumeRolePolicy: trustService("config.amazonaws.com", { StringEquals: { "aws:SourceAccount": context.accountId } }) }, context.here);
    new iam.RolePolicyAttachment("config", { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole" }, context.here);
    const recorder = new cfg.Recorder("recorder", {
      roleArn: role.arn,
      // Global resources are recorded once in an account, or each change would be paid for twice.
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: context.target.region === homeRegion || context.target.account === "data" },
      recordingMode: { recordingFrequency: "DAILY" },
    }, context.here);
    const channel = new cfg.DeliveryChannel("audit", { s3BucketName: audit.bucket, s3KmsKeyArn: audit.keyArn }, { ...context.here, dependsOn: [recorder] });
    new cfg.RecorderStatus("recorder", { name: recorder.name, isEnabled: true }, { ...context.here, dependsOn: [channel] });
    for (const [name, sourceIdentifier] of Object.entries(rules)) {
      new cfg.Rule(name, { name: context.name(name), source: { owner: "AWS", sourceIdentifier } }, { ...context.here, dependsOn: [recorder] });
    }
    return { recorder: recorder.name };
  },
});
