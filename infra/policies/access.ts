import { at, listAt, resourcePolicy, statementsOf, textAt, type Rules, type Statement, type Values } from "./reading";

/** The one stack that the world may knock at, on the one port. */
const door = /::second-door::/;

const noPublicAccess = resourcePolicy("no-public-access", "Nothing answers the internet but the second door", {
  "aws:rds/clusterInstance:ClusterInstance": (props) => [props["publiclyAccessible"] !== false && "the database has a public address"],
  "aws:eks/cluster:Cluster": (props) => [(at(props, "vpcConfig.endpointPublicAccess") !== false || at(props, "vpcConfig.endpointPrivateAccess") !== true) && "the control plane answers the internet"],
  "aws:msk/cluster:Cluster": (props) => [textAt(props, "brokerNodeGroupInfo.connectivityInfo.publicAccess.type") !== "DISABLED" && "the brokers answer the internet"],
  "aws:ec2/subnet:Subnet": (props) => [props["mapPublicIpOnLaunch"] !== false && "machines in the subnet get public addresses"],
  "aws:ec2/instance:Instance": (props) => [props["associatePublicIpAddress"] === true && "the machine has a public address"],
  "aws:ec2/securityGroupRule:SecurityGroupRule": (props, { urn }) => {
    const world = [...listAt(props, "cidrBlocks"), ...listAt(props, "ipv6CidrBlocks")].some((cidr) => cidr === "0.0.0.0/0" || cidr === "::/0");
    return [props["type"] === "ingress" && world && !(door.test(urn) && props["fromPort"] === 443 && props["toPort"] === 443) && `port ${textAt(props, "fromPort")} is open to the world`];
  },
  "aws:ec2/securityGroup:SecurityGroup": (props) => [listAt(props, "ingress").length > 0 && "rules stand in the group, where no rule's check sees them"],
  "aws:lb/loadBalancer:LoadBalancer": (props, { urn }) => [props["internal"] !== true && !door.test(urn) && "a load balancer answers the internet"],
});

/** Actions that AWS can only allow on everything; besides those that only look. */
const onlyOnEverything = new Set(["pricing:GetProducts", "sts:GetCallerIdentity"]);
const looks = (action: string) => /^[a-z0-9-]+:(Describe|List)[A-Za-z]*$/.test(action) || onlyOnEverything.has(action);

function tooMuch({ effect, actions, resources }: Statement): string[] {
  if (effect !== "Allow") return [];
  const violations = actions.filter((action) => action.includes("*")).map((action) => `allows ${action}: every action is named`);
  if (resources.includes("*")) violations.push(...actions.filter((action) => !action.includes("*") && !looks(action)).map((action) => `allows ${action} on everything`));
  return violations;
}

const forRole = (props: Values) => statementsOf(props["policy"]).flatMap(tooMuch);

const noWildcards = resourcePolicy("no-wildcard-iam", "A role may do what it is for, on what it is for", {
  "aws:iam/rolePolicy:RolePolicy": forRole,
  "aws:iam/policy:Policy": forRole,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (props) => [
    textAt(props, "policyArn").endsWith("/AdministratorAccess") && "attaches AdministratorAccess",
    textAt(props, "policyArn").endsWith("/PowerUserAccess") && !/-deploy$/.test(textAt(props, "role")) && "attaches PowerUserAccess to a role that deploys nothing",
  ],
});

/** Who may take a role, and who may use a resource: never everybody, unless a condition says within what. */
const bounds = ["aws:PrincipalOrgID", "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"];
function everybody(document: unknown): string[] {
  return statementsOf(document)
    .filter(({ effect, principals, conditions }) => effect === "Allow" && principals.includes("*") && !Object.values(conditions).some((test) => bounds.some((bound) => bound in (test as object))))
    .map(({ actions }) => `everybody may ${actions.join(", ")}`);
}

/** A federated identity that is not pinned to a repository lets in every repository there is. */
function unpinned(document: unknown): string[] {
  return statementsOf(document)
    .filter(({ actions }) => actions.includes("sts:AssumeRoleWithWebIdentity"))
    .filter(({ conditions }) => {
      const pinned = Object.entries((conditions["StringEquals"] ?? {}) as Values).find(([key]) => key.endsWith(":sub"));
      return !pinned || /[*]/.test(String(pinned[1]));
    })
    .map(() => "the subject is not pinned to one repository and environment");
}

const onResource = (key: string): Rules[string] => (props) => everybody(props[key]);

const noStrangers = resourcePolicy("no-strangers", "Roles and resources name who may use them", {
  "aws:iam/role:Role": (props) => [...everybody(props["assumeRolePolicy"]), ...unpinned(props["assumeRolePolicy"])],
  "aws:s3/bucketPolicy:BucketPolicy": onResource("policy"),
  "aws:kms/key:Key": onResource("policy"),
  "aws:sqs/queuePolicy:QueuePolicy": onResource("policy"),
  "aws:sns/topicPolicy:TopicPolicy": onResource("policy"),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": onResource("policy"),
});

const never = (why: string): Rules[string] => () => [why];
const noKeys = resourcePolicy("no-long-lived-keys", "Credentials end by themselves", {
  "aws:iam/user:User": never("people sign in by SSO, programs have roles"),
  "aws:iam/accessKey:AccessKey": never("an access key does not end by itself"),
});

const imds = resourcePolicy("imdsv2", "A machine's credentials are given to whoever is on it, not to whoever can make it fetch a page", {
  "aws:ec2/instance:Instance": (props) => [textAt(props, "metadataOptions.httpTokens") !== "required" && "answers IMDSv1"],
  "aws:ec2/launchTemplate:LaunchTemplate": (props) => [
    textAt(props, "metadataOptions.httpTokens") !== "required" && "answers IMDSv1",
    Number(at(props, "metadataOptions.httpPutResponseHopLimit") ?? 1) > 1 && "answers pods, which would then be the node",
  ],
});

export const accessPolicies = [noPublicAccess, noWildcards, noStrangers, noKeys, imds];
