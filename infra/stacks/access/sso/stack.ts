import * as ssoadmin from "@pulumi/aws/ssoadmin";
import * as pulumi from "@pulumi/pulumi";
import { accounts, homeRegion, type AccountName } from "../../../estate/inventory";
import { defineStack, once } from "../../../estate/stack";

interface Access {
  /** ISO 8601: how long a session lasts. */
  readonly session: string;
  readonly managed: string;
  /** Groups of the identity provider, by their identifier in it, and the accounts in which they may. */
  readonly groups: Readonly<Record<string, readonly AccountName[]>>;
}

const every = Object.keys(accounts) as AccountName[];
const permissionSets: Readonly<Record<string, Access>> = {
  read: { session: "PT8H", managed: "ReadOnlyAccess", groups: { engineers: ["nonproduction", "tooling", "data", "production"], security: every } },
  operate: { session: "PT4H", managed: "PowerUserAccess", groups: { platform: ["nonproduction", "tooling", "data"] } },
  // Breaking the glass: one hour, its use rings (access/cloudtrail), nobody is in the group on a usual day.
  administer: { session: "PT1H", managed: "AdministratorAccess", groups: { "break-glass": every } },
  bill: { session: "PT8H", managed: "job-function/Billing", groups: { finops: ["management"] } },
};

export const sso = defineStack({
  layer: "access",
  project: "sso",
  owner: "security",
  dataClass: "none",
  changesWhen: "what people may do changes",
  targets: once("management", homeRegion),
  build(context) {
    const instances = ssoadmin.getInstancesOutput({}, context.here);
    const instanceArn = instances.arns.apply((arns) => first(arns));
    for (const [name, access] of Object.entries(permissionSets)) {
      const set = new ssoadmin.PermissionSet(name, { instanceArn, name: context.name(name), sessionDuration: access.session }, context.here);
      new ssoadmin.ManagedPolicyAttachment(name, { instanceArn, permissionSetArn: set.arn, managedPolicyArn: `arn:aws:iam::aws:policy/${access.managed}` }, context.here);
      for (const [group, where] of Object.entries(access.groups)) {
        for (const account of where) {
          new ssoadmin.AccountAssignment(`${name}-${group}-${account}`, {
            instanceArn, permissionSetArn: set.arn, principalType: "GROUP", principalId: groupId(group), targetType: "AWS_ACCOUNT", targetId: accounts[account],
          }, context.here);
        }
      }
    }
    return { permissionSets: Object.keys(permissionSets), instanceArn: pulumi.output(instanceArn) };
  },
});

/** Groups come from the identity provider; their identifiers are configuration of the stack, for they name no secret but belong to it. */
function groupId(group: string): string {
  return new pulumi.Config("sso").get(`group-${group}`) ?? `group-${group}`;
}

function first(arns: readonly string[]): string {
  const [only] = arns;
  if (!only) throw new Error("IAM Identity Center is not enabled in this organization");
  return only;
}
