import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { organization } from "../estate/inventory";
import { resourcePolicy, type ResourceStatement } from "./policy";

export interface EncryptionKeyArgs {
  alias: string;
  description: string;
  accountId: string;
  /** Services of AWS that encrypt on our behalf, beside the roles that the account itself allows to. */
  services?: string[];
  /** Whether whoever is in the organization may decrypt. */
  organizationReads?: boolean;
  /** Services that act for any account of the organization. */
  organizationServices?: string[];
  /** Trails of the organization that encrypt with it, from whatever account. */
  trails?: string[];
}

/** A key with yearly rotation, used through its alias, and deleted no sooner than 30 days after somebody asked for it. */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:EncryptionKey", name, {}, opts);
    const key = new kms.Key(name, {
      description: args.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy(args),
    }, { parent: this, protect: true });
    new kms.Alias(name, { name: `alias/${args.alias}`, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

function keyPolicy({ accountId, services = [], organizationServices = [], organizationReads = false, trails = [] }: EncryptionKeyArgs): pulumi.Output<string> {
  // "*" in a key's policy is that key: the policy hangs on it. The account's root lets IAM policies decide, as AWS recommends.
  const owner: ResourceStatement = { principal: { AWS: `arn:aws:iam::${accountId}:root` }, actions: ["kms:*"], resources: ["*"] };
  const allow = (service: string, when: ResourceStatement["when"]): ResourceStatement => ({
    principal: { Service: service },
    actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"],
    resources: ["*"],
    when,
  });
  return resourcePolicy(
    owner,
    ...services.map((service) => allow(service, service.startsWith("logs.")
      // CloudWatch Logs speaks for log groups and says so by encryption context instead of by account.
      ? { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:*:${accountId}:*` } }
      : { StringEquals: { "aws:SourceAccount": accountId } })),
    ...organizationServices.map((service) => allow(service, { StringEquals: { "aws:SourceOrgID": organization.id } })),
    ...(organizationReads
      ? [{ principal: "*" as const, actions: ["kms:Decrypt", "kms:DescribeKey"], resources: ["*"], when: { StringEquals: { "aws:PrincipalOrgID": organization.id } } }]
      : []),
    ...(trails.length === 0 ? [] : [allow("cloudtrail.amazonaws.com", { StringEquals: { "aws:SourceArn": trails } })]),
  );
}
