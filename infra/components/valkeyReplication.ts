import * as elasticache from "@pulumi/aws/elasticache";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { ValkeyPlan } from "../estate/inventory";
import { alarm } from "./observability";
import { securityGroup } from "./securityGroup";

export interface ValkeyReplicationArgs {
  name: string;
  plan: ValkeyPlan;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string[]>;
  clientsGroupId: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  alarmsTopicArn: pulumi.Input<string>;
  /** `primary`: it writes, and makes the global datastore. `secondary`: it follows the given one. */
  global: { role: "none" } | { role: "primary" } | { role: "secondary"; id: pulumi.Input<string> };
}

/** Valkey in several zones, by TLS and with a user: a cache and a turnstile, nothing in it is the only copy. */
export class ValkeyReplication extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly globalId: pulumi.Output<string>;

  constructor(name: string, args: ValkeyReplicationArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:ValkeyReplication", name, {}, opts);
    const own = { parent: this };
    const { plan, global } = args;
    const group = new elasticache.SubnetGroup(name, { name: args.name, subnetIds: args.subnetIds }, own);
    const firewall = securityGroup(name, {
      name: args.name, description: "Valkey", vpcId: args.vpcId, ingress: [{ port: 6379, from: { group: args.clientsGroupId }, why: "pods" }],
    }, own);
    // A full cache refuses writes and says so; an evicted gate of a campaign would silently let nobody in.
    const parameters = new elasticache.ParameterGroup(name, { name: args.name, family: "valkey8", parameters: [{ name: "maxmemory-policy", value: "noeviction" }] }, own);
    const password = new RandomPassword(name, { length: 40, special: false }, own);
    const user = new elasticache.User(name, {
      userId: args.name, userName: "spillway", engine: "valkey", accessString: "on ~* &* +@all -@dangerous +info", authenticationMode: { type: "password", passwords: [password.result] },
    }, own);
    const users = new elasticache.UserGroup(name, { userGroupId: args.name, engine: "valkey", userIds: [user.userId] }, own);
    const cache = new elasticache.ReplicationGroup(name, {
      replicationGroupId: args.name,
      description: "Balances, rate limits and the gates of campaigns",
      engine: "valkey",
      ...(global.role === "secondary" ? { globalReplicationGroupId: global.id } : { engineVersion: "8.0", nodeType: plan.nodeType, parameterGroupName: parameters.name }),
      numNodeGroups: plan.shards,
      replicasPerNodeGroup: plan.replicas,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      atRestEncryptionEnabled: true,
      kmsKeyId: args.keyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      userGroupIds: [users.userGroupId],
      subnetGroupName: group.name,
      securityGroupIds: [firewall],
      snapshotRetentionLimit: 1,
      maintenanceWindow: "tue:09:00-tue:10:00",
    }, { parent: this, protect: true });
    const world = global.role === "primary"
      ? new elasticache.GlobalReplicationGroup(name, { globalReplicationGroupIdSuffix: args.name, primaryReplicationGroupId: cache.id, globalReplicationGroupDescription: "Valkey of both regions" }, own)
      : undefined;
    alarm({
      name: `${args.name}-memory`, namespace: "AWS/ElastiCache", metric: "DatabaseMemoryUsagePercentage", dimensions: { ReplicationGroupId: args.name }, statistic: "Maximum", above: 80, minutes: 5,
      topicArn: args.alarmsTopicArn, meaning: "Four fifths full. Full, it refuses: new campaigns cannot open and balances are read from the database.",
    }, own);
    this.url = pulumi.secret(pulumi.interpolate`rediss://spillway:${password.result}@${cache.primaryEndpointAddress}:6379`);
    this.globalId = world ? world.globalReplicationGroupId : pulumi.output("");
    this.registerOutputs({ url: this.url });
  }
}
