import { SecretsReplica } from "../../../components/secretsReplica";
import { ValkeyReplication } from "../../../components/valkeyReplication";
import { standbyOf } from "../../../estate/inventory";
import { secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { vpc } from "../../network/vpc/stack";
import { observability } from "../../platform/observability/stack";

export const valkey = defineStack({
  layer: "data",
  project: "valkey",
  owner: "data",
  dataClass: "internal",
  changesWhen: "the cache's size, version or parameters change",
  targets: eachEnvironment(({ valkey: plan, standbyOf: other }) => plan !== undefined && other === undefined),
  build(context) {
    const { of, environment } = context.target;
    if (!of.valkey) throw new Error(`${of.name} has no Valkey`);
    const [network, key] = [context.read(vpc, of.name), context.read(keys, of.name)];
    const cache = new ValkeyReplication("valkey", {
      name: context.name("valkey"),
      plan: of.valkey,
      vpcId: network.vpcId,
      subnetIds: network.isolatedSubnetIds,
      clientsGroupId: context.read(eks, of.name).nodeSecurityGroupId,
      keyArn: key.dataKeyArn,
      alarmsTopicArn: context.read(observability, of.name).topicArn,
      global: { role: standbyOf(of.name) ? "primary" : "none" },
    }, context.here);
    const endpoint = new SecretsReplica("endpoint", {
      name: secretName(environment, "valkey", "endpoint"), description: "Where Valkey is, and as whom", keyArn: key.secretsKeyArn, value: { url: cache.url },
    }, context.here);
    return { globalId: cache.globalId, secrets: { valkey: endpoint.name } };
  },
});
