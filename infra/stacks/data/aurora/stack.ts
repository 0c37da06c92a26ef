import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { AuroraGlobal } from "../../../components/auroraGlobal";
import { SecretsReplica } from "../../../components/secretsReplica";
import { standbyOf } from "../../../estate/inventory";
import { nameOf, secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";
import { eks } from "../../cluster/eks/stack";
import { vpc } from "../../network/vpc/stack";
import { observability } from "../../platform/observability/stack";

/** Of max_connections: for the administrator, RDS itself, migrations and whoever looks at an incident. No pod may count on them. */
export const reservedConnections = 20;

/** The services share a database, a schema each; the analysts' tools want one of their own. */
function databaseOf(user: string): string {
  return user === "wallet" || user === "giveaway" ? "spillway" : user;
}

export const aurora = defineStack({
  layer: "data",
  project: "aurora",
  owner: "data",
  dataClass: "ledger",
  changesWhen: "a database changes: its size, version, parameters or who may connect",
  targets: eachEnvironment(({ aurora: plan, standbyOf: other }) => plan !== undefined && other === undefined),
  build(context) {
    const { of, environment } = context.target;
    if (!of.aurora) throw new Error(`${of.name} has no Aurora`);
    const [network, key] = [context.read(vpc, of.name), context.read(keys, of.name)];
    const standby = standbyOf(of.name);
    const database = new AuroraGlobal("ledger", {
      name: context.name("ledger"),
      plan: of.aurora,
      databaseName: "spillway",
      vpcId: network.vpcId,
      subnetIds: network.isolatedSubnetIds,
      clientsGroupId: context.read(eks, of.name).nodeSecurityGroupId,
      keyArn: key.dataKeyArn,
      alarmsTopicArn: context.read(observability, of.name).topicArn,
      global: standby ? { role: "primary", identifier: nameOf(of.name) } : { role: "none" },
    }, context.here);

    const secrets: Record<string, pulumi.Output<string>> = {};
    for (const service of of.aurora.users) {
      const password = new RandomPassword(service, { length: 40, special: false });
      secrets[`${service}-database`] = new SecretsReplica(service, {
        name: secretName(environment, service, "database"),
        description: `How ${service} reaches its database`,
        keyArn: key.secretsKeyArn,
        replica: standby ? { region: standby.region, keyArn: context.read(keys, standby.name).secretsKeyArn } : undefined,
        value: {
          host: database.writerEndpoint, port: "5432", dbname: databaseOf(service), username: service, password: password.result,
          ...(service === "airflow" ? { connection: pulumi.interpolate`postgresql://${service}:${password.result}@${database.writerEndpoint}:5432/${databaseOf(service)}?sslmode=require` } : {}),
          // The roots of both regions' certificates: after a failover the writer shows another one.
          ca: new pulumi.Config("database").require("ca"),
        },
      }, context.here).name;
    }
    return {
      database: { name: nameOf(of.name), engine: "aurora-postgresql", maxConnections: database.maxConnections, reservedConnections },
      globalIdentifier: database.globalIdentifier,
      writerEndpoint: database.writerEndpoint,
      readerEndpoint: database.readerEndpoint,
      masterSecretArn: database.masterSecretArn,
      secrets,
    };
  },
});
