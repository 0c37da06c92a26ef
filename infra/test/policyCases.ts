/** For each policy what it has to refuse, and the same done right. */
import { requiredTags } from "../estate/naming";
import type { Resource } from "../mocks/monitor";

const tags = { ...Object.fromEntries(requiredTags.map((tag) => [tag, "x"])), environment: "production" };

export function resource(type: string, inputs: Record<string, unknown>, more: Partial<Resource> = {}): Resource {
  return {
    urn: `urn:pulumi:production::${more.parent ?? "some"}::${type}::it`, type, name: "it", inputs: { tags, ...inputs }, outputs: {}, parent: "", protect: false, region: "ca-central-1", ...more,
  };
}

interface Case {
  readonly fails: readonly { readonly why: RegExp; readonly resources: readonly Resource[] }[];
  readonly passes: readonly (readonly Resource[])[];
}
const fails = (why: RegExp, ...resources: Resource[]) => ({ why, resources });
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({ Effect: "Allow", Action, Resource, ...more });

const rolePolicy = (...statements: object[]) => resource("aws:iam/rolePolicy:RolePolicy", { policy: document(...statements) });
const role = (statement: object) => resource("aws:iam/role:Role", { assumeRolePolicy: document(statement) });
const github = (sub: string) => role({ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "arn:x" }, Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": sub } } });
const tlsOnly = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
const bucket = resource("aws:s3/bucket:Bucket", { bucket: "b" }, { protect: true });
const guards = [
  resource("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", { bucket: "b", rules: [{}] }),
  resource("aws:s3/bucketVersioning:BucketVersioning", { bucket: "b", versioningConfiguration: { status: "Enabled" } }),
  resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { bucket: "b", blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }),
  resource("aws:s3/bucketOwnershipControls:BucketOwnershipControls", { bucket: "b", rule: { objectOwnership: "BucketOwnerEnforced" } }),
  resource("aws:s3/bucketPolicy:BucketPolicy", { bucket: "b", policy: document(tlsOnly) }),
];
const database = (more: Record<string, unknown>) => resource("aws:rds/cluster:Cluster", {
  clusterIdentifier: "c", storageEncrypted: true, kmsKeyId: "k", deletionProtection: true, skipFinalSnapshot: false, backupRetentionPeriod: 35, ...more,
});
const instance = (more: Record<string, unknown> = {}) => resource("aws:rds/clusterInstance:ClusterInstance", { clusterIdentifier: "c", instanceClass: "db.r8g.large", publiclyAccessible: false, ...more });
const machine = (more: Record<string, unknown>) => resource("aws:ec2/instance:Instance", {
  instanceType: "m7g.large", metadataOptions: { httpTokens: "required" }, rootBlockDevice: { encrypted: true }, disableApiTermination: true, ...more,
});
const rule = (more: Record<string, unknown>, urn?: string) => resource("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ...more }, urn ? { urn } : {});
const door = "urn:pulumi:production::second-door::aws:ec2/securityGroupRule:SecurityGroupRule::door-0";
const cache = (more: Record<string, unknown>) => resource("aws:elasticache/replicationGroup:ReplicationGroup", {
  nodeType: "cache.m7g.large", transitEncryptionEnabled: true, transitEncryptionMode: "required", atRestEncryptionEnabled: true, kmsKeyId: "k",
  multiAzEnabled: true, automaticFailoverEnabled: true, replicasPerNodeGroup: 1, snapshotRetentionLimit: 1, ...more,
}, { protect: true });
const brokers = (tls: string) => resource("aws:msk/cluster:Cluster", { encryptionInfo: { encryptionInTransit: { clientBroker: tls, inCluster: true } }, clientAuthentication: { unauthenticated: false } });
const controlPlane = (endpointPublicAccess: boolean) => resource("aws:eks/cluster:Cluster", { vpcConfig: { endpointPublicAccess, endpointPrivateAccess: true } });
const logs = (more: Record<string, unknown>) => resource("aws:cloudwatch/logGroup:LogGroup", { kmsKeyId: "k", retentionInDays: 30, ...more });

export const cases: Readonly<Record<string, Case>> = {
  "encrypted-at-rest": {
    fails: [
      fails(/storage is not encrypted/, database({ storageEncrypted: false })),
      fails(/not by a key of ours/, database({ kmsKeyId: undefined })),
      fails(/root volume/, machine({ rootBlockDevice: { encrypted: false } })),
      fails(/log group/, logs({ kmsKeyId: undefined })),
      fails(/every role of the account/, resource("aws:secretsmanager/secret:Secret", {})),
      fails(/queue is not encrypted/, resource("aws:sqs/queue:Queue", {})),
    ],
    passes: [[database({}), machine({}), logs({}), resource("aws:secretsmanager/secret:Secret", { kmsKeyId: "k" })]],
  },
  "encrypted-in-transit": {
    fails: [
      fails(/records travel in the clear/, brokers("TLS_PLAINTEXT")),
      fails(/cache may be spoken to/, cache({ transitEncryptionMode: "preferred" })),
      fails(/bucket may be spoken to/, resource("aws:s3/bucketPolicy:BucketPolicy", { policy: document(allow("s3:GetObject", "*")) })),
      fails(/database may be spoken to/, resource("aws:rds/clusterParameterGroup:ClusterParameterGroup", { parameters: [{ name: "rds.force_ssl", value: "0" }] })),
      fails(/less than TLS/, resource("aws:lb/listener:Listener", { protocol: "HTTP" })),
    ],
    passes: [[brokers("TLS"), cache({})]],
  },
  "guarded-buckets": { fails: guards.map((guard) => fails(/lacks its/, bucket, ...guards.filter((other) => other !== guard))), passes: [[bucket, ...guards]] },
  "keys-rotate": {
    fails: [fails(/does not rotate/, resource("aws:kms/key:Key", {})), fails(/before anybody misses it/, resource("aws:kms/key:Key", { enableKeyRotation: true, deletionWindowInDays: 7 }))],
    passes: [[resource("aws:kms/key:Key", { enableKeyRotation: true, deletionWindowInDays: 30 })]],
  },
  "no-public-access": {
    fails: [
      fails(/public address/, instance({ publiclyAccessible: true })),
      fails(/control plane answers/, controlPlane(true)),
      fails(/open to the world/, rule({})),
      fails(/open to the world/, rule({ fromPort: 22, toPort: 22 }, door)),
      fails(/open to the world/, rule({ cidrBlocks: [], ipv6CidrBlocks: ["::/0"] })),
      fails(/machines in the subnet/, resource("aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch: true })),
    ],
    passes: [[instance(), controlPlane(false), rule({}, door), rule({ cidrBlocks: ["10.0.0.0/8"] })]],
  },
  "no-wildcard-iam": {
    fails: [
      fails(/every action is named/, rolePolicy(allow("*", "arn:x"))),
      fails(/every action is named/, rolePolicy(allow("s3:*", "arn:x"))),
      fails(/on everything/, rolePolicy(allow(["s3:GetObject"], "*"))),
      fails(/AdministratorAccess/, resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })),
      fails(/deploys nothing/, resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "spillway-wallet", policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" })),
    ],
    passes: [[rolePolicy(allow(["s3:GetObject"], "arn:aws:s3:::b/*"), allow("ec2:DescribeInstances", "*"))]],
  },
  "no-strangers": {
    fails: [
      fails(/everybody may/, role({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" })),
      fails(/everybody may/, resource("aws:sqs/queuePolicy:QueuePolicy", { policy: document(allow("sqs:SendMessage", "arn:x", { Principal: { AWS: "*" } })) })),
      fails(/not pinned/, github("repo:spillway/*")),
    ],
    passes: [[github("repo:spillway/spillway:environment:production"), resource("aws:s3/bucketPolicy:BucketPolicy", { policy: document(allow("s3:GetObject", "x", { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o" } } })) })]],
  },
  "no-long-lived-keys": {
    fails: [fails(/does not end by itself/, resource("aws:iam/accessKey:AccessKey", {})), fails(/sign in by SSO/, resource("aws:iam/user:User", {}))],
    passes: [[role({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" })]],
  },
  "imdsv2": {
    fails: [
      fails(/IMDSv1/, machine({ metadataOptions: { httpTokens: "optional" } })),
      fails(/answers pods/, resource("aws:ec2/launchTemplate:LaunchTemplate", { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } })),
    ],
    passes: [[machine({})]],
  },
  "deletion-protection": {
    fails: [
      fails(/cluster can be deleted/, database({ deletionProtection: false })),
      fails(/last snapshot/, database({ skipFinalSnapshot: true })),
      fails(/Pulumi may delete it/, resource("aws:s3/bucket:Bucket", { bucket: "b" })),
      fails(/table can be deleted/, resource("aws:dynamodb/table:Table", {})),
    ],
    passes: [[database({}), bucket]],
  },
  "backup-retention": {
    fails: [
      fails(/not for 35/, database({ backupRetentionPeriod: 7 })),
      fails(/not for 7/, database({ backupRetentionPeriod: 1, tags: { ...tags, environment: "staging" } })),
      fails(/point in time/, resource("aws:dynamodb/table:Table", { pointInTimeRecovery: { enabled: false } })),
      fails(/one region/, resource("aws:backup/plan:Plan", { rules: [{ ruleName: "daily" }] })),
    ],
    passes: [[database({}), database({ backupRetentionPeriod: 7, tags: { ...tags, environment: "staging" } })]],
  },
  "log-retention": { fails: [fails(/kept for ever/, logs({ retentionInDays: undefined }))], passes: [[logs({})]] },
  "several-zones": {
    fails: [
      fails(/one zone holds the cache/, cache({ multiAzEnabled: false })),
      fails(/brokers stand in fewer/, resource("aws:msk/cluster:Cluster", { brokerNodeGroupInfo: { clientSubnets: ["a", "b"] } })),
      fails(/database may stand in fewer/, resource("aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["a"] })),
    ],
    passes: [[cache({}), cache({ replicasPerNodeGroup: 0, tags: { ...tags, environment: "development" } })]],
  },
  "more-than-a-writer": {
    fails: [fails(/the writer is alone/, database({}), instance())],
    passes: [[database({}), instance(), instance()], [database({ sourceRegion: "ca-central-1" }), instance()]],
  },
  "graviton": {
    fails: [fails(/m7i.large is not Graviton/, machine({ instanceType: "m7i.large" })), fails(/db.r7i.large/, instance({ instanceClass: "db.r7i.large" })), fails(/no image for Graviton/, resource("aws:eks/nodeGroup:NodeGroup", { instanceTypes: ["m7g.large"], amiType: "AL2023_x86_64_STANDARD" }))],
    passes: [[machine({}), instance(), resource("aws:msk/cluster:Cluster", { brokerNodeGroupInfo: { instanceType: "kafka.t3.small" } })]],
  },
  "required-tags": {
    fails: [fails(/no tag team/, resource("aws:s3/bucket:Bucket", { tags: { ...tags, team: undefined } })), fails(/no tag product/, resource("aws:ec2/natGateway:NatGateway", { tags: undefined }))],
    passes: [[bucket]],
  },
  "allowed-regions": {
    fails: [fails(/eu-west-1 is not one/, resource("aws:s3/bucket:Bucket", {}, { region: "eu-west-1" })), fails(/nobody said/, resource("aws:s3/bucket:Bucket", {}, { region: "" }))],
    passes: [[bucket, resource("aws:s3/bucket:Bucket", { region: "us-east-1" })]],
  },
};
