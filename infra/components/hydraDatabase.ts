import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Region } from "../estate/inventory";
import { SecretsReplica } from "./secretsReplica";

export interface HydraDatabaseArgs {
  /** Under `name(what)`: where its database is, and what it signs and encrypts with. */
  secretName: (what: "database" | "system") => string;
  engine: "aurora" | "cockroachdb";
  host: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  replica?: { region: Region; keyArn: pulumi.Input<string> };
}

/**
 * Ory Hydra's database and its secrets. The database is one on a server that is there already: sign-ins are few, and a server
 * for them alone would idle.
 */
export class HydraDatabase extends pulumi.ComponentResource {
  readonly database: pulumi.Output<string>;
  readonly system: pulumi.Output<string>;

  constructor(name: string, args: HydraDatabaseArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:HydraDatabase", name, {}, opts);
    const own = { parent: this };
    const made = (what: string) => new RandomPassword(`${name}-${what}`, { length: 40, special: false }, own).result;
    const where = args.engine === "cockroachdb"
      ? { scheme: "cockroach", port: "26257", dbname: "hydra" }
      : { scheme: "postgres", port: "5432", dbname: "spillway" };
    const secret = (what: "database" | "system", description: string, value: Record<string, pulumi.Input<string>>) =>
      new SecretsReplica(`${name}-${what}`, { name: args.secretName(what), description, keyArn: args.keyArn, replica: args.replica, value }, own).name;
    this.database = secret("database", "How Hydra reaches its database", { ...where, host: args.host, username: "hydra", password: made("password") });
    this.system = secret("system", "What Hydra signs and encrypts with", { system: made("system"), cookie: made("cookie") });
    this.registerOutputs({ database: this.database });
  }
}
