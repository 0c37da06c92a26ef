import * as backup from "@pulumi/aws/backup";
import { EncryptionKey } from "../../../components/encryptionKey";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachRegion } from "../../../estate/stack";

/** A vault in each region, locked: what is in it stays its time, whoever asks. */
export const backupVault = defineStack({
  layer: "platform",
  project: "backup-vault",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "where backups are kept changes",
  targets: eachRegion("production"),
  build(context) {
    const { region } = context.target;
    const name = nameOf("production", "vault", region);
    const key = new EncryptionKey("vault", { alias: name, description: `Backups in ${region}`, accountId: context.accountId, services: ["backup.amazonaws.com"] }, context.here);
    const vault = new backup.Vault("vault", { name, kmsKeyArn: key.arn }, { ...context.here, protect: true });
    new backup.VaultLockConfiguration("vault", { backupVaultName: vault.name, minRetentionDays: 7, maxRetentionDays: 2600, changeableForDays: 14 }, context.here);
    return { vaultName: vault.name, vaultArn: vault.arn };
  },
});
