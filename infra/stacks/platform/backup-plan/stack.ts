import * as backup from "@pulumi/aws/backup";
import * as iam from "@pulumi/aws/iam";
import { trustService } from "../../../components/policy";
import { homeRegion } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import { backupVault } from "../backup-vault/stack";

/** Everything that is tagged as holding the ledger or persons is backed up; nobody has to remember to add it here. */
export const backupPlan = defineStack({
  layer: "platform",
  project: "backup-plan",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "how often and how long is backed up changes",
  targets: once("production", homeRegion),
  build(context) {
    const home = context.read(backupVault, homeRegion);
    const away = context.read(backupVault, "us-east-1");
    const rule = (ruleName: string, schedule: string, deleteAfter: number, startWindow: number) => ({
      ruleName, schedule, targetVaultName: home.vaultName, startWindow, completionWindow: startWindow + 240, lifecycle: { deleteAfter },
      copyActions: [{ destinationVaultArn: away.vaultArn, lifecycle: { deleteAfter } }],
    });
    const plan = new backup.Plan("plan", {
      name: nameOf("production", "backup"),
      rules: [rule("daily", "cron(0 5 * * ? *)", 35, 60), rule("monthly", "cron(0 6 1 * ? *)", 2555, 120)],
    }, context.here);
    const role = new iam.Role("backup", { name: nameOf("production", "backup"), assumeRolePolicy: trustService("backup.amazonaws.com", { StringEquals: { "aws:SourceAccount": context.accountId } }) }, context.here);
    for (const policyName of ["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"]) {
      new iam.RolePolicyAttachment(policyName, { role: role.name, policyArn: `arn:aws:iam::aws:policy/service-role/${policyName}` }, context.here);
    }
    new backup.Selection("tagged", {
      name: "tagged", planId: plan.id, iamRoleArn: role.arn,
      selectionTags: ["ledger", "personal"].map((value) => ({ type: "STRINGEQUALS", key: "data-class", value })),
    }, context.here);
    return { planId: plan.id };
  },
});
