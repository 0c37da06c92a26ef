import { SecretsReplica } from "../../../components/secretsReplica";
import { ValkeyReplication } from "../../../components/valkeyReplication";
import { secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { vpc } from "../../network/vpc/stack";
import { observability } from "../../platform/observability/stack";
import { valkey } from "../valkey/stack";

/** Follows the primary's cache, so that a promoted region does not begin with an empty one. */
export const valkeyStandby = defineStack({
  layer: "data",
  project: "valkey-standby",
  owner: "data",
  dataClass: "internal",
  changesWhen: "what is ready to take over the cache changes",
  targets: eachEnvironment(({ valkey: plan, standbyOf: other }) => plan !== undefined && other !== undefined),
  build(context) {
    const { of, environment } = context.target;
    if (!of.valkey || !of.standbyOf) throw new Error(`${of.name} is nobody's standby with a Valkey`);
    const [network, key] = [context.read(vpc, of.name), context.read(keys, of.name)];
    const cache = new ValkeyReplication("valkey", {
      name: context.name("valkey"),
      plan: of.valkey,
      vpcId: network.vpcId,
      subnetIds: network.isolatedSubnetIds,
      clientsGroupId: context.read(eks, of.name).nodeSecurityGroupId,
      keyArn: key.dataKeyArn,
      alarmsTopicArn: context.read(observability, of.name).topicArn,
      global: { role: "secondary", id: context.read(valkey, of.standbyOf).globalId },
    }, context.here);
    // The region's own secret under the primary's name: pods read the same key wherever they run.
    const endpoint = new SecretsReplica("endpoint", {
      name: secretName(environment, "valkey", "endpoint"), description: "Where Valkey is, and as whom", keyArn: key.secretsKeyArn, value: { url: cache.url },
    }, context.here);
    return { secrets: { valkey: endpoint.name } };
  },
});
