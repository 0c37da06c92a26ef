import * as dynamodb from "@pulumi/aws/dynamodb";
import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../estate/inventory";

export interface DynamoGlobalTableArgs {
  name: string;
  hashKey: string;
  rangeKey: string;
  /** Attribute whose time, once past, makes an item go away. */
  ttl: string;
  keyArn: pulumi.Input<string>;
  replicas: readonly { region: Region; keyArn: pulumi.Input<string> }[];
}

/** A table that is paid for by the request, with a copy that may be written in each other region; any second of 35 days can be restored. */
export class DynamoGlobalTable extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: DynamoGlobalTableArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:DynamoGlobalTable", name, {}, opts);
    const table = new dynamodb.Table(name, {
      name: args.name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: args.hashKey,
      rangeKey: args.rangeKey,
      attributes: [{ name: args.hashKey, type: "S" }, { name: args.rangeKey, type: "S" }],
      ttl: { attributeName: args.ttl, enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
      deletionProtectionEnabled: true,
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      replicas: args.replicas.map(({ region, keyArn }) => ({ regionName: region, kmsKeyArn: keyArn, pointInTimeRecovery: true, propagateTags: true, deletionProtectionEnabled: true })),
    }, { parent: this, protect: true });
    this.name = table.name;
    this.arn = table.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
