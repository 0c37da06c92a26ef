import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Region } from "../estate/inventory";
import { SecretsReplica } from "./secretsReplica";

export interface HydraDatabaseArgs {
  secretName: string;
  engine: "aurora" | "cockroachdb";
  host: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  replica?: { region: Region; keyArn: pulumi.Input<string> };
}

/**
 * Ory Hydra's database and its secrets, under one name and the keys that its chart reads. The database itself is a schema of
 * its own on a server that is there already: sign-ins are few, and a server for them would idle.
 */
export class HydraDatabase extends pulumi.ComponentResource {
  readonly secret: pulumi.Output<string>;

  constructor(name: string, args: HydraDatabaseArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:HydraDatabase", name, {}, opts);
    const own = { parent: this };
    const made = (what: string) => new RandomPassword(`${name}-${what}`, { length: 40, special: false }, own).result;
    const [scheme, port, database] = args.engine === "cockroachdb" ? ["cockroach", 26257, "hydra"] : ["postgres", 5432, "spillway"];
    const options = args.engine === "cockroachdb" ? "sslmode=verify-full" : "sslmode=verify-full&search_path=hydra";
    this.secret = new SecretsReplica(name, {
      name: args.secretName,
      description: "Hydra's database, and what it signs and encrypts with",
      keyArn: args.keyArn,
      replica: args.replica,
      value: {
        dsn: pulumi.interpolate`${scheme}://hydra:${made("password")}@${args.host}:${port}/${database}?${options}`,
        secretsSystem: made("system"),
        secretsCookie: made("cookie"),
      },
    }, own).name;
    this.registerOutputs({ secret: this.secret });
  }
}
