import { DynamoGlobalTable } from "../../../components/dynamoGlobalTable";
import { standbyOf } from "../../../estate/inventory";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";

/** Which devices of an owner get notifications: read and written from both regions, and no part of the ledger. */
export const devices = defineStack({
  layer: "data",
  project: "devices",
  owner: "wallet",
  dataClass: "personal",
  changesWhen: "the registry of devices changes",
  targets: eachEnvironment(({ runsServices, standbyOf: other }) => runsServices && other === undefined),
  build(context) {
    const { of } = context.target;
    const standby = standbyOf(of.name);
    const table = new DynamoGlobalTable("devices", {
      name: context.name("devices"), hashKey: "ownerId", rangeKey: "deviceId", ttl: "expiresAt",
      keyArn: context.read(keys, of.name).dataKeyArn,
      replicas: standby ? [{ region: standby.region, keyArn: context.read(keys, standby.name).dataKeyArn }] : [],
    }, context.here);
    return { table: table.name, tableArn: table.arn };
  },
});
