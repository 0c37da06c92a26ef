import { AuroraGlobal } from "../../../components/auroraGlobal";
import { environmentOf } from "../../../estate/inventory";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { vpc } from "../../network/vpc/stack";
import { observability } from "../../platform/observability/stack";
import { aurora } from "../aurora/stack";

/** The ledger's other side: it follows, answers reads, and writes once it has been promoted. Its secrets are the primary's, copied. */
export const auroraStandby = defineStack({
  layer: "data",
  project: "aurora-standby",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "what is ready to take over the ledger changes",
  targets: eachEnvironment(({ aurora: plan, standbyOf: other }) => plan !== undefined && other !== undefined),
  build(context) {
    const { of } = context.target;
    if (!of.aurora || !of.standbyOf) throw new Error(`${of.name} is nobody's standby with an Aurora`);
    const [network, key, ahead] = [context.read(vpc, of.name), context.read(keys, of.name), context.read(aurora, of.standbyOf)];
    const database = new AuroraGlobal("ledger", {
      name: context.name("ledger"),
      plan: of.aurora,
      databaseName: "spillway",
      vpcId: network.vpcId,
      subnetIds: network.isolatedSubnetIds,
      clientsGroupId: context.read(eks, of.name).nodeSecurityGroupId,
      keyArn: key.dataKeyArn,
      alarmsTopicArn: context.read(observability, of.name).topicArn,
      global: { role: "secondary", identifier: ahead.globalIdentifier, sourceRegion: environmentOf(of.standbyOf).region },
    }, context.here);
    // Promoted, it has to carry what the primary carried: the same limit, the same budget.
    return { database: ahead.database, secrets: ahead.secrets, maxConnections: database.maxConnections, readerEndpoint: database.readerEndpoint };
  },
});
