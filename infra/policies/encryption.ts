import type { StackValidationPolicy } from "@pulumi/policy";
import { at, listAt, named, resourcePolicy, statementsOf, textAt } from "./reading";

const atRest = resourcePolicy("encrypted-at-rest", "What is stored is encrypted, and where it can be by a key of ours", {
  "aws:rds/cluster:Cluster": (props) => [props["storageEncrypted"] !== true && "the cluster's storage is not encrypted", !props["kmsKeyId"] && "not by a key of ours"],
  "aws:rds/globalCluster:GlobalCluster": (props) => [props["storageEncrypted"] !== true && "the global cluster's storage is not encrypted"],
  "aws:rds/clusterInstance:ClusterInstance": (props) => [props["performanceInsightsEnabled"] === true && !props["performanceInsightsKmsKeyId"] && "its insights show statements and are not encrypted by a key of ours"],
  "aws:ebs/volume:Volume": (props) => [props["encrypted"] !== true && "the volume is not encrypted"],
  "aws:ec2/instance:Instance": (props) => [at(props, "rootBlockDevice.encrypted") !== true && "the root volume is not encrypted"],
  "aws:ec2/launchTemplate:LaunchTemplate": (props) =>
    listAt(props, "blockDeviceMappings").map((device) => textAt(device, "ebs.encrypted") !== "true" && `the volume ${textAt(device, "deviceName")} is not encrypted`),
  "aws:dynamodb/table:Table": (props) => [
    (at(props, "serverSideEncryption.enabled") !== true || !at(props, "serverSideEncryption.kmsKeyArn")) && "the table is not encrypted by a key of ours",
    ...listAt(props, "replicas").map((replica) => !textAt(replica, "kmsKeyArn") && `the replica in ${textAt(replica, "regionName")} is not encrypted by a key of ours`),
  ],
  "aws:msk/cluster:Cluster": (props) => [!at(props, "encryptionInfo.encryptionAtRestKmsKeyArn") && "the brokers' disks are not encrypted by a key of ours"],
  "aws:elasticache/replicationGroup:ReplicationGroup": (props) => [(props["atRestEncryptionEnabled"] !== true || !props["kmsKeyId"]) && "the cache's snapshots are not encrypted by a key of ours"],
  "aws:sqs/queue:Queue": (props) => [props["sqsManagedSseEnabled"] !== true && !props["kmsMasterKeyId"] && "the queue is not encrypted"],
  "aws:sns/topic:Topic": (props) => [!props["kmsMasterKeyId"] && "the topic is not encrypted"],
  "aws:cloudwatch/logGroup:LogGroup": (props) => [!props["kmsKeyId"] && "the log group is not encrypted by a key of ours"],
  "aws:ecr/repository:Repository": (props) => [!listAt(props, "encryptionConfigurations").some((one) => textAt(one, "encryptionType") === "KMS") && "images are not encrypted by a key of ours"],
  "aws:eks/cluster:Cluster": (props) => [!textAt(props, "encryptionConfig.provider.keyArn") && "Kubernetes' secrets have no envelope encryption"],
  "aws:secretsmanager/secret:Secret": (props) => [
    !props["kmsKeyId"] && "the secret is encrypted by a key that every role of the account may use",
    ...listAt(props, "replicas").map((replica) => !textAt(replica, "kmsKeyId") && `the copy in ${textAt(replica, "region")} is encrypted by a key that every role may use`),
  ],
  "aws:cloudtrail/trail:Trail": (props) => [!props["kmsKeyId"] && "the trail is not encrypted by a key of ours"],
  "aws:backup/vault:Vault": (props) => [!props["kmsKeyArn"] && "the vault is not encrypted by a key of ours"],
});

const inTransit = resourcePolicy("encrypted-in-transit", "What is on a wire is encrypted", {
  "aws:msk/cluster:Cluster": (props) => [
    (at(props, "encryptionInfo.encryptionInTransit.clientBroker") !== "TLS" || at(props, "encryptionInfo.encryptionInTransit.inCluster") !== true) && "records travel in the clear",
    at(props, "clientAuthentication.unauthenticated") !== false && "brokers talk to whom they do not know",
  ],
  "aws:elasticache/replicationGroup:ReplicationGroup": (props) => [(props["transitEncryptionEnabled"] !== true || props["transitEncryptionMode"] !== "required") && "the cache may be spoken to in the clear"],
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": (props) => [
    !listAt(props, "parameters").some((parameter) => textAt(parameter, "name") === "rds.force_ssl" && textAt(parameter, "value") === "1") && "the database may be spoken to in the clear",
  ],
  "aws:lb/listener:Listener": (props) => [(props["protocol"] !== "HTTPS" || !textAt(props, "sslPolicy").includes("TLS13")) && "the listener speaks less than TLS 1.2"],
  "aws:s3/bucketPolicy:BucketPolicy": (props) => [
    !statementsOf(props["policy"]).some(({ effect, conditions }) => effect === "Deny" && at(conditions, "Bool.aws:SecureTransport") === "false") && "the bucket may be spoken to in the clear",
  ],
});

/** A bucket's guards are resources of their own: only the whole stack shows whether one was forgotten. */
const bucketGuards: StackValidationPolicy = {
  name: "guarded-buckets",
  description: "Every bucket is encrypted, versioned, closed to the public and reached by TLS only",
  enforcementLevel: "mandatory",
  validateStack: ({ resources }, report) => {
    const guards: Readonly<Record<string, (props: unknown) => boolean>> = {
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (props) => listAt(props, "rules").length > 0,
      "aws:s3/bucketVersioning:BucketVersioning": (props) => at(props, "versioningConfiguration.status") === "Enabled",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (props) =>
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every((block) => at(props, block) === true),
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": (props) => at(props, "rule.objectOwnership") === "BucketOwnerEnforced",
      "aws:s3/bucketPolicy:BucketPolicy": () => true,
    };
    for (const bucket of named(resources, "aws:s3/bucket:Bucket")) {
      for (const [type, holds] of Object.entries(guards)) {
        const guard = named(resources, type).find(({ props }) => [textAt(bucket.props, "bucket"), textAt(bucket.props, "id")].includes(textAt(props, "bucket")));
        if (!guard || !holds(guard.props)) report(`the bucket ${textAt(bucket.props, "bucket")} lacks its ${type.split(":")[2] ?? type}`, bucket.urn);
      }
    }
  },
};

const rotation = resourcePolicy("keys-rotate", "Keys rotate, and cannot be deleted in a hurry", {
  "aws:kms/key:Key": (props) => [
    props["enableKeyRotation"] !== true && "the key does not rotate",
    Number(props["deletionWindowInDays"] ?? 30) < 30 && "the key is gone before anybody misses it",
  ],
});

export const encryptionPolicies = [atRest, inTransit, bucketGuards, rotation];
