import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { accounts, environmentOf, peerings, type Environment } from "../../../estate/inventory";
import { defineStack, type Target } from "../../../estate/stack";
import { vpc } from "../vpc/stack";

interface PeeringTarget extends Target {
  readonly from: Environment;
  readonly to: Environment;
}

/** Peering and not a transit gateway: nine pairs cost nothing by the hour, nine attachments would. */
export const peering = defineStack({
  layer: "network",
  project: "peering",
  owner: "platform",
  dataClass: "none",
  changesWhen: "which networks reach which changes",
  targets: peerings.map(({ from, to }): PeeringTarget => {
    const [source, target] = [environmentOf(from), environmentOf(to)];
    return { stack: `${from}-${to}`, account: source.account, region: source.region, environment: from, from: source, to: target };
  }),
  build(context) {
    const { from, to } = context.target;
    const [source, target] = [context.read(vpc, from.name), context.read(vpc, to.name)];
    const there = context.in(to.region, to.account);
    const connection = new ec2.VpcPeeringConnection("peering", {
      vpcId: source.vpcId, peerVpcId: target.vpcId, peerOwnerId: accounts[to.account], peerRegion: to.region, tags: { Name: `${from.name}-${to.name}` },
    }, context.here);
    const accepted = new ec2.VpcPeeringConnectionAccepter("peering", {
      vpcPeeringConnectionId: connection.id, autoAccept: true, tags: { Name: `${from.name}-${to.name}` },
    }, there);
    const routes = (side: string, tables: pulumi.Output<string[]>, destinationCidrBlock: string, opts: pulumi.ComponentResourceOptions) => {
      // Three private tables and the isolated one.
      for (let index = 0; index < 4; index++) {
        new ec2.Route(`${side}-${index}`, {
          routeTableId: tables.apply((ids) => tableAt(ids, index)), destinationCidrBlock, vpcPeeringConnectionId: accepted.id,
        }, opts);
      }
    };
    routes(from.name, source.routeTableIds, to.cidr, context.here);
    routes(to.name, target.routeTableIds, from.cidr, there);
    return { connectionId: connection.id };
  },
});

function tableAt(ids: readonly string[], index: number): string {
  const id = ids[index];
  if (!id) throw new Error(`the network has ${ids.length} route tables, not four`);
  return id;
}
