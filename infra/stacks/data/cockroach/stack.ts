import { CockroachNodes } from "../../../components/cockroachNodes";
import { SecretsReplica } from "../../../components/secretsReplica";
import { environments, homeRegion, regions, type Environment } from "../../../estate/inventory";
import { bucketName, secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import * as pulumi from "@pulumi/pulumi";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { vpc } from "../../network/vpc/stack";

const withNodes = ({ cockroach: plan }: Environment) => plan !== undefined;

/** The tenth address of each isolated subnet. */
function addressesOf({ cidr, region }: Environment): string[] {
  return regions[region].zones.map((_, index) => `${cidr.split(".").slice(0, 2).join(".")}.${16 + index}.10`);
}

/** Two regions' nodes make one cluster. With two it survives the loss of a zone, not of a region: that takes a third. */
export const cockroach = defineStack({
  layer: "data",
  project: "cockroach",
  owner: "data",
  dataClass: "personal",
  changesWhen: "CockroachDB's machines or version change",
  targets: eachEnvironment(withNodes),
  build(context) {
    const { of, environment, region } = context.target;
    if (!of.cockroach) throw new Error(`${of.name} has no CockroachDB`);
    const [network, key] = [context.read(vpc, of.name), context.read(keys, of.name)];
    const all = environments.filter(withNodes);
    const certificates = secretName(environment, "cockroachdb", "certificates");
    const held = new SecretsReplica("certificates", {
      name: certificates, description: "The authority and the nodes' certificates", keyArn: key.secretsKeyArn,
      // Made once with `cockroach cert`, as the runbook says, and given to the stack as secret configuration.
      value: new pulumi.Config("cockroach").requireSecretObject<Record<string, string>>("certificates"),
    }, context.here);
    const nodes = new CockroachNodes("cockroach", {
      name: context.name("cockroach"),
      plan: of.cockroach,
      region,
      zones: regions[region].zones,
      vpcId: network.vpcId,
      subnetIds: network.isolatedSubnetIds,
      addresses: addressesOf(of),
      join: all.flatMap(addressesOf),
      nodeNetworks: all.map(({ cidr }) => cidr),
      clientsGroupId: context.read(eks, of.name).nodeSecurityGroupId,
      keyArn: key.dataKeyArn,
      secretsKeyArn: key.secretsKeyArn,
      certificatesSecret: { name: certificates, arn: held.arn },
      binaries: { bucket: bucketName("tooling", "binaries", "tooling", homeRegion), version: "v25.2.5" },
    }, context.here);
    return { host: nodes.host, instanceIds: nodes.instanceIds, secrets: { "cockroachdb-certificates": held.name } };
  },
});
