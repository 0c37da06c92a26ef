import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random";
import type { Region } from "../estate/inventory";
import { SecretsReplica } from "./secretsReplica";

export interface TunnelIngressArgs {
  name: string;
  cloudflareAccountId: pulumi.Input<string>;
  /** Names under which the outside reaches the cluster. */
  hosts: readonly string[];
  /** Inside the cluster: the gateway that knows what to do with them. */
  gateway: string;
  secretName: string;
  keyArn: pulumi.Input<string>;
  replica?: { region: Region; keyArn: pulumi.Input<string> };
}

/** A way in that begins inside: cloudflared in the cluster dials out, so that no port of ours is open to the world. */
export class TunnelIngress extends pulumi.ComponentResource {
  /** What the names are aliases of. */
  readonly hostname: pulumi.Output<string>;
  readonly secret: pulumi.Output<string>;

  constructor(name: string, args: TunnelIngressArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:TunnelIngress", name, {}, opts);
    const own = { parent: this };
    const tunnelSecret = new RandomBytes(name, { length: 32 }, own).base64;
    const tunnel = new cloudflare.ZeroTrustTunnelCloudflared(name, { accountId: args.cloudflareAccountId, name: args.name, configSrc: "cloudflare", tunnelSecret }, own);
    new cloudflare.ZeroTrustTunnelCloudflaredConfig(name, {
      accountId: args.cloudflareAccountId,
      tunnelId: tunnel.id,
      config: {
        ingresses: [
          ...args.hosts.map((hostname) => ({ hostname, service: args.gateway, originRequest: { connectTimeout: 3, noHappyEyeballs: true } })),
          // Cloudflare wants a last rule for everything else.
          { service: "http_status:404" },
        ],
      },
    }, own);
    this.hostname = pulumi.interpolate`${tunnel.id}.cfargotunnel.com`;
    this.secret = new SecretsReplica(name, {
      name: args.secretName,
      description: "What cloudflared identifies itself with",
      keyArn: args.keyArn,
      replica: args.replica,
      value: {
        // The shape in which Cloudflare hands out a token: account, tunnel, secret.
        token: pulumi.all([args.cloudflareAccountId, tunnel.id, tunnelSecret]).apply(([a, t, s]) => Buffer.from(JSON.stringify({ a, t, s })).toString("base64")),
      },
    }, own).name;
    this.registerOutputs({ hostname: this.hostname });
  }
}
