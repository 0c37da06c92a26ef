import { SecureBucket } from "../../../components/secureBucket";
import { bucketName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { lockedDays } from "../../../estate/retention";

/** The other region's copy of the ledger's exports, locked like the first. */
export const ledgerExportsCopy = defineStack({
  layer: "data",
  project: "ledger-exports-copy",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "where the second copy of the ledger's exports is kept changes",
  targets: eachEnvironment(({ keepsLedgerExports, standbyOf: other }) => keepsLedgerExports && other !== undefined),
  build(context) {
    const { of } = context.target;
    const bucket = new SecureBucket("exports", {
      name: bucketName(of.name, "ledger", of.account, of.region),
      keyArn: context.read(keys, of.name).dataKeyArn,
      lockedDays: lockedDays(of),
      archivedDays: 90,
    }, context.here);
    return { bucketArn: bucket.arn, buckets: { "ledger-exports": bucket.name } };
  },
});
