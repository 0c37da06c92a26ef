import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../estate/inventory";

export interface SecretsReplicaArgs {
  name: string;
  description: string;
  keyArn: pulumi.Input<string>;
  /** Where pods of another region would read it from when this region is away. */
  replica?: { region: Region; keyArn: pulumi.Input<string> };
  value: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
}

/** A secret with its value, and its copy where the standby is. */
export class SecretsReplica extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: SecretsReplicaArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:SecretsReplica", name, {}, opts);
    const secret = new secretsmanager.Secret(name, {
      name: args.name,
      description: args.description,
      kmsKeyId: args.keyArn,
      recoveryWindowInDays: 30,
      replicas: args.replica ? [{ region: args.replica.region, kmsKeyId: args.replica.keyArn }] : [],
    }, { parent: this });
    new secretsmanager.SecretVersion(name, {
      secretId: secret.id,
      secretString: pulumi.secret(pulumi.jsonStringify(args.value)),
    }, { parent: this });
    this.name = secret.name;
    this.arn = secret.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
