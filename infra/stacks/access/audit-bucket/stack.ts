import { EncryptionKey } from "../../../components/encryptionKey";
import type { ResourceStatement } from "../../../components/policy";
import { SecureBucket } from "../../../components/secureBucket";
import { accounts, homeRegion, organization } from "../../../estate/inventory";
import { bucketName, nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

/** The trail's name is known before the trail: the bucket lets in that one and no other. */
export const trailName = nameOf("organization", "trail");
const trailArn = `arn:aws:cloudtrail:${homeRegion}:${accounts.management}:trail/${trailName}`;

/** In the account of security, where those who are watched have no say. */
export const auditBucket = defineStack({
  layer: "access",
  project: "audit-bucket",
  owner: "security",
  dataClass: "internal",
  changesWhen: "how long or from whom audit records are kept changes",
  targets: once("security", homeRegion),
  build(context) {
    const key = new EncryptionKey("audit", {
      alias: nameOf("audit"), description: "Audit records", accountId: context.accountId, organizationServices: ["config.amazonaws.com"],
      trails: [trailArn],
    }, context.here);
    const bucket = new SecureBucket("audit", {
      name: bucketName("audit", "records", "security", homeRegion),
      keyArn: key.arn,
      lockedDays: 365,
      archivedDays: 90,
      statements: (arn): ResourceStatement[] => [
        { principal: { Service: "cloudtrail.amazonaws.com" }, actions: ["s3:GetBucketAcl"], resources: [arn], when: { StringEquals: { "aws:SourceArn": trailArn } } },
        {
          principal: { Service: "cloudtrail.amazonaws.com" }, actions: ["s3:PutObject"],
          resources: [arn.apply((a) => `${a}/AWSLogs/*`)],
          when: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
        { principal: { Service: "config.amazonaws.com" }, actions: ["s3:GetBucketAcl", "s3:ListBucket"], resources: [arn], when: { StringEquals: { "aws:SourceOrgID": organization.id } } },
        {
          principal: { Service: "config.amazonaws.com" }, actions: ["s3:PutObject"], resources: [arn.apply((a) => `${a}/AWSLogs/*`)],
          when: { StringEquals: { "aws:SourceOrgID": organization.id, "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
      ],
    }, context.here);
    return { bucket: bucket.name, keyArn: key.arn };
  },
});
