import { Network } from "../../../components/network";
import { regions } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";

export const vpc = defineStack({
  layer: "network",
  project: "vpc",
  owner: "platform",
  dataClass: "none",
  changesWhen: "address plan, zones or routes to the internet change",
  targets: eachEnvironment(),
  build(context) {
    const { of, region } = context.target;
    const network = new Network("network", {
      name: nameOf(of.name),
      cidr: of.cidr,
      zones: regions[region].zones,
      natPerZone: of.name === "production",
      cluster: nameOf(of.name),
      logKeyArn: context.read(keys, of.name).logsKeyArn,
    }, context.here);
    return {
      vpcId: network.vpcId,
      cidr: of.cidr,
      privateSubnetIds: network.privateSubnetIds,
      isolatedSubnetIds: network.isolatedSubnetIds,
      publicSubnetIds: network.publicSubnetIds,
      routeTableIds: network.routeTableIds,
    };
  },
});
