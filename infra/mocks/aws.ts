/** What AWS, Cloudflare and Kubernetes make up when a resource is made: identifiers, ARNs, endpoints. */

export type Values = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/** The input under which each kind has the name that its ARN ends in, and what stands before it there. */
const arns: Readonly<Record<string, (own: string, at: Asked) => string>> = {
  "aws:iam/role:Role": (own, { account }) => `arn:aws:iam::${account}:role/${own}`,
  "aws:iam/policy:Policy": (own, { account }) => `arn:aws:iam::${account}:policy/${own}`,
  "aws:iam/instanceProfile:InstanceProfile": (own, { account }) => `arn:aws:iam::${account}:instance-profile/${own}`,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (own, { account, inputs }) =>
    `arn:aws:iam::${account}:oidc-provider/${String(inputs["url"] ?? own).replace("https://", "")}`,
  "aws:s3/bucket:Bucket": (own) => `arn:aws:s3:::${own}`,
  "aws:sqs/queue:Queue": (own, { account, region }) => `arn:aws:sqs:${region}:${account}:${own}`,
  "aws:sns/topic:Topic": (own, { account, region }) => `arn:aws:sns:${region}:${account}:${own}`,
  "aws:eks/cluster:Cluster": (own, { account, region }) => `arn:aws:eks:${region}:${account}:cluster/${own}`,
  "aws:ecr/repository:Repository": (own, { account, region }) => `arn:aws:ecr:${region}:${account}:repository/${own}`,
  "aws:secretsmanager/secret:Secret": (own, { account, region }) => `arn:aws:secretsmanager:${region}:${account}:secret:${own}-AbCdEf`,
  "aws:dynamodb/table:Table": (own, { account, region }) => `arn:aws:dynamodb:${region}:${account}:table/${own}`,
  "aws:kms/key:Key": (own, { account, region }) => `arn:aws:kms:${region}:${account}:key/${own}`,
  "aws:cloudwatch/logGroup:LogGroup": (own, { account, region }) => `arn:aws:logs:${region}:${account}:log-group:${own}`,
  "aws:msk/cluster:Cluster": (own, { account, region }) => `arn:aws:kafka:${region}:${account}:cluster/${own}/0a1b2c3d-1`,
  "aws:backup/vault:Vault": (own, { account, region }) => `arn:aws:backup:${region}:${account}:backup-vault:${own}`,
  "aws:rds/cluster:Cluster": (own, { account, region }) => `arn:aws:rds:${region}:${account}:cluster:${own}`,
};

/** Inputs that are names, the most telling first. */
const nameInputs = ["name", "bucket", "clusterIdentifier", "identifier", "globalClusterIdentifier", "clusterName", "replicationGroupId", "family"];

export function answerOf(asked: Asked): { id: string; state: Record<string, unknown> } {
  const { type, inputs, account, region } = asked;
  const own = String(nameInputs.map((input) => inputs[input]).find((value) => typeof value === "string" && value) ?? asked.name);
  const [, service = "", kind = ""] = /^[^:]+:([^/:]+)\/?([^:]*):/.exec(type) ?? [];
  const arn = arns[type]?.(own, asked) ?? `arn:aws:${service}:${region}:${account}:${kind}/${own}`;
  return { id: idOf(asked, own), state: { arn, ...inputs, ...madeUp(type, own, asked) } };
}

function idOf({ type, name, stack }: Asked, own: string): string {
  const prefixed: Readonly<Record<string, string>> = {
    "aws:ec2/vpc:Vpc": "vpc", "aws:ec2/subnet:Subnet": "subnet", "aws:ec2/securityGroup:SecurityGroup": "sg",
    "aws:ec2/routeTable:RouteTable": "rtb", "aws:ec2transitgateway/transitGateway:TransitGateway": "tgw",
  };
  const prefix = prefixed[type];
  return prefix ? `${prefix}-${stack}-${name}` : own;
}

function madeUp(type: string, own: string, { region, account }: Asked): Record<string, unknown> {
  switch (type) {
    case "aws:ec2/vpc:Vpc":
      return { ipv6CidrBlock: "2600:1f11:abc:de00::/56" };
    case "aws:kms/key:Key":
      return { keyId: own };
    case "aws:eks/cluster:Cluster":
      return {
        endpoint: `https://${own}.${region}.eks.example`,
        certificateAuthority: { data: "Q0E=" },
        vpcConfig: { clusterSecurityGroupId: `sg-${own}-cluster` },
      };
    case "aws:sqs/queue:Queue":
      return { url: `https://sqs.${region}.amazonaws.com/${account}/${own}` };
    case "aws:rds/cluster:Cluster":
      return { endpoint: `${own}.cluster-x.${region}.rds.amazonaws.com`, readerEndpoint: `${own}.cluster-ro-x.${region}.rds.amazonaws.com`, masterUserSecrets: [{ secretArn: `arn:aws:secretsmanager:${region}:${account}:secret:rds-${own}` }] };
    case "aws:msk/cluster:Cluster":
      return { bootstrapBrokersSaslIam: `b-1.${own}.kafka.${region}.amazonaws.com:9098`, clusterUuid: "0a1b2c3d-1" };
    case "aws:elasticache/replicationGroup:ReplicationGroup":
      return { primaryEndpointAddress: `${own}.cache.${region}.amazonaws.com`, configurationEndpointAddress: `clustercfg.${own}.cache.${region}.amazonaws.com` };
    case "aws:ecr/repository:Repository":
      return { repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${own}` };
    case "aws:lb/loadBalancer:LoadBalancer":
      return { dnsName: `${own}.${region}.elb.amazonaws.com`, zoneId: "Z0ELB" };
    case "aws:route53/zone:Zone":
      return { zoneId: "Z0ZONE", nameServers: ["ns-1.example", "ns-2.example"] };
    case "aws:acm/certificate:Certificate":
      return { domainValidationOptions: [{ domainName: own, resourceRecordName: `_x.${own}`, resourceRecordType: "CNAME", resourceRecordValue: "_y.acm-validations.aws" }] };
    case "aws:s3/bucket:Bucket":
      return { bucketRegionalDomainName: `${own}.s3.${region}.amazonaws.com`, bucketDomainName: `${own}.s3.amazonaws.com` };
    case "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup":
      return { globalReplicationGroupId: `xxxxx-${own}` };
    case "aws:rds/globalCluster:GlobalCluster":
      return { endpoint: `${own}.global-x.global.rds.amazonaws.com` };
    case "aws:msk/configuration:Configuration":
      return { latestRevision: 1 };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { latestVersion: 1 };
    case "aws:route53/record:Record":
      return { fqdn: own };
    case "random:index/randomPassword:RandomPassword":
      return { result: "a-password-that-nobody-has" };
    case "random:index/randomBytes:RandomBytes":
      return { base64: "YS1zZWNyZXQ=" };
    case "aws:ssoadmin/permissionSet:PermissionSet":
      return { arn: `arn:aws:sso:::permissionSet/ssoins-1/${own}` };
    default:
      return {};
  }
}

/** Functions that programs ask a provider for. */
export function callAnswer(token: string, inputs: Values): Record<string, unknown> {
  switch (token) {
    case "aws:ssoadmin/getInstances:getInstances":
      return { arns: ["arn:aws:sso:::instance/ssoins-1"], identityStoreIds: ["d-1"] };
    default:
      throw new Error(`the mocks know no function ${token} (${JSON.stringify(inputs)})`);
  }
}
