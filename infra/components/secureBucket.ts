import * as s3 from "@pulumi/aws/s3";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policy, resourcePolicy, trustService, type ResourceStatement } from "./policy";

export interface SecureBucketArgs {
  name: string;
  /** Absent: keys of S3's own, for what a service of AWS writes that cannot use ours. */
  keyArn?: pulumi.Input<string>;
  /** Objects can be neither changed nor deleted for so long, by anybody. */
  lockedDays?: number;
  /** After so many days objects are deleted; absent: kept. */
  expiresDays?: number;
  /** After so many days objects move to Glacier Instant Retrieval. */
  archivedDays?: number;
  statements?: (bucketArn: pulumi.Output<string>) => ResourceStatement[];
  /** Where each object is copied to, and the key that it is encrypted with there. */
  copy?: { bucketArn: pulumi.Input<string>; keyArn: pulumi.Input<string> };
}

/** A bucket that is private, versioned, encrypted and reached by TLS only. Nothing in it is public, and nothing can make it so. */
export class SecureBucket extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: SecureBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:SecureBucket", name, {}, opts);
    const own = { parent: this };
    const bucket = new s3.Bucket(name, { bucket: args.name, objectLockEnabled: args.lockedDays !== undefined }, { parent: this, protect: true });
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    new s3.BucketPublicAccessBlock(name, {
      bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true,
    }, own);
    new s3.BucketOwnershipControls(name, { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } }, own);
    const versioning = new s3.BucketVersioning(name, { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }, own);
    new s3.BucketServerSideEncryptionConfiguration(name, {
      bucket: bucket.id,
      rules: [args.keyArn
        // A bucket key asks KMS once for many objects: the requests would cost more than the key.
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn }, bucketKeyEnabled: true }
        : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    }, own);
    new s3.BucketPolicy(name, {
      bucket: bucket.id,
      policy: resourcePolicy(
        {
          effect: "Deny", principal: "*", actions: ["s3:*"], resources: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
          when: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...(args.statements?.(bucket.arn) ?? []),
      ),
    }, own);
    new s3.BucketLifecycleConfiguration(name, {
      bucket: bucket.id,
      rules: [{
        id: "tidy", status: "Enabled", filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        ...(args.expiresDays ? { expiration: { days: args.expiresDays } } : {}),
        ...(args.archivedDays ? { transitions: [{ days: args.archivedDays, storageClass: "GLACIER_IR" }] } : {}),
      }],
    }, { ...own, dependsOn: [versioning] });
    if (args.lockedDays !== undefined) {
      new s3.BucketObjectLockConfiguration(name, {
        bucket: bucket.id, rule: { defaultRetention: { mode: "COMPLIANCE", days: args.lockedDays } },
      }, { ...own, dependsOn: [versioning] });
    }
    if (args.copy) this.replicate(name, bucket, args.name, args.keyArn, args.copy, versioning);
    this.registerOutputs({ arn: this.arn });
  }

  private replicate(
    name: string, bucket: s3.Bucket, roleName: string, keyArn: pulumi.Input<string> | undefined,
    copy: NonNullable<SecureBucketArgs["copy"]>, versioning: s3.BucketVersioning,
  ): void {
    const own = { parent: this };
    // Role names end at 64 characters, bucket names at 63; the account's digits are superfluous within it.
    const role = new iam.Role(`${name}-copy`, { name: `${roleName.replace(/-\d{12}-/, "-")}-copy`, assumeRolePolicy: trustService("s3.amazonaws.com") }, own);
    const copies = pulumi.interpolate`${copy.bucketArn}/*`;
    new iam.RolePolicy(`${name}-copy`, {
      role: role.name,
      policy: policy(
        { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [bucket.arn] },
        { actions: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging", "s3:GetObjectRetention"], resources: [pulumi.interpolate`${bucket.arn}/*`] },
        { actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], resources: [copies] },
        ...(keyArn ? [{ actions: ["kms:Decrypt"], resources: [keyArn] }] : []),
        { actions: ["kms:Encrypt", "kms:GenerateDataKey"], resources: [copy.keyArn] },
      ),
    }, own);
    new s3.BucketReplicationConfig(name, {
      bucket: bucket.id,
      role: role.arn,
      rules: [{
        id: "copy", status: "Enabled", filter: { prefix: "" }, priority: 1,
        deleteMarkerReplication: { status: "Disabled" },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
        destination: { bucket: copy.bucketArn, storageClass: "STANDARD_IA", encryptionConfiguration: { replicaKmsKeyId: copy.keyArn } },
      }],
    }, { ...own, dependsOn: [versioning] });
  }
}
