import { SecureBucket } from "../../../components/secureBucket";
import { standbyOf } from "../../../estate/inventory";
import { bucketName } from "../../../estate/naming";
import { lockedDays } from "../../../estate/retention";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { ledgerExportsCopy } from "../ledger-exports-copy/stack";

/** The books as files, for those who must not ask the database: nobody can change or delete them before their time. */
export const ledgerExports = defineStack({
  layer: "data",
  project: "ledger-exports",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "how long or where the ledger's exports are kept changes",
  targets: eachEnvironment(({ keepsLedgerExports, standbyOf: other }) => keepsLedgerExports && other === undefined),
  build(context) {
    const { of } = context.target;
    const standby = standbyOf(of.name);
    const bucket = new SecureBucket("exports", {
      name: bucketName(of.name, "ledger", of.account, of.region),
      keyArn: context.read(keys, of.name).dataKeyArn,
      lockedDays: lockedDays(of),
      archivedDays: 90,
      copy: standby ? { bucketArn: context.read(ledgerExportsCopy, standby.name).bucketArn, keyArn: context.read(keys, standby.name).dataKeyArn } : undefined,
    }, context.here);
    return { bucketArn: bucket.arn, buckets: { "ledger-exports": bucket.name } };
  },
});
