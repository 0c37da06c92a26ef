import * as ec2 from "@pulumi/aws/ec2";
import * as ebs from "@pulumi/aws/ebs";
import * as iam from "@pulumi/aws/iam";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { CockroachPlan } from "../estate/inventory";
import { policy, trustService } from "./policy";
import { securityGroup } from "./securityGroup";

export interface CockroachNodesArgs {
  name: string;
  plan: CockroachPlan;
  region: string;
  zones: readonly string[];
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Output<string[]>;
  /** One address in each zone's isolated subnet, fixed: nodes find each other before anything else works. */
  addresses: readonly string[];
  /** All nodes of all regions. */
  join: readonly string[];
  /** The networks of the regions' nodes. */
  nodeNetworks: readonly string[];
  clientsGroupId: pulumi.Input<string>;
  keyArn: pulumi.Input<string>;
  secretsKeyArn: pulumi.Input<string>;
  /** Holds the authority and the nodes' certificates. */
  certificatesSecret: { name: string; arn: pulumi.Input<string> };
  /** Where the binary lies: nodes have no way to the internet. */
  binaries: { bucket: string; version: string };
}

const sqlPort = 26257;
const consolePort = 8080;

/** CockroachDB on three machines of one region, a zone each, that join those of the other regions. */
export class CockroachNodes extends pulumi.ComponentResource {
  readonly host: string;
  readonly instanceIds: pulumi.Output<string>[] = [];

  constructor(name: string, args: CockroachNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:CockroachNodes", name, {}, opts);
    const own = { parent: this };
    const kept = { parent: this, protect: true };
    const firewall = securityGroup(name, {
      name: args.name, description: "CockroachDB", vpcId: args.vpcId,
      ingress: [
        { port: sqlPort, from: { group: args.clientsGroupId }, why: "pods" },
        { port: consolePort, from: { group: args.clientsGroupId }, why: "metrics and console" },
        ...args.nodeNetworks.map((cidr) => ({ port: sqlPort, from: { cidr }, why: "nodes of every region" })),
      ],
    }, own);
    // Nodes speak first, unlike the other databases: to each other, to Secrets Manager and to S3.
    for (const [index, [port, cidrs]] of ([[sqlPort, args.nodeNetworks], [443, ["0.0.0.0/0"]]] as const).entries()) {
      new ec2.SecurityGroupRule(`${name}-out-${index}`, { type: "egress", securityGroupId: firewall, protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [...cidrs] }, own);
    }
    const role = new iam.Role(name, { name: args.name, assumeRolePolicy: trustService("ec2.amazonaws.com") }, own);
    new iam.RolePolicy(name, {
      role: role.name,
      policy: policy(
        { actions: ["secretsmanager:GetSecretValue"], resources: [args.certificatesSecret.arn] },
        { actions: ["kms:Decrypt"], resources: [args.secretsKeyArn] },
        { actions: ["s3:GetObject"], resources: [`arn:aws:s3:::${args.binaries.bucket}/cockroach/*`] },
      ),
    }, own);
    new iam.RolePolicyAttachment(name, { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }, own);
    const profile = new iam.InstanceProfile(name, { name: args.name, role: role.name }, own);

    args.zones.forEach((zone, index) => {
      const address = args.addresses[index];
      if (!address) throw new Error(`no address for the node in ${zone}`);
      const card = new ec2.NetworkInterface(`${name}-${index}`, {
        subnetId: args.subnetIds.apply((ids) => ids[index] ?? ""), privateIps: [address], securityGroups: [firewall], tags: { Name: `${args.name}-${index}` },
      }, own);
      const store = new ebs.Volume(`${name}-${index}`, {
        availabilityZone: zone, size: args.plan.storageGiB, type: "gp3", encrypted: true, kmsKeyId: args.keyArn, finalSnapshot: true, tags: { Name: `${args.name}-${index}` },
      }, kept);
      const instance = new ec2.Instance(`${name}-${index}`, {
        // Graviton; the image of the day is looked up by AWS when the machine is made, and never changes under a running one.
        ami: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
        instanceType: args.plan.nodeType,
        availabilityZone: zone,
        iamInstanceProfile: profile.name,
        primaryNetworkInterface: { networkInterfaceId: card.id },
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled" },
        rootBlockDevice: { volumeType: "gp3", volumeSize: 16, encrypted: true, kmsKeyId: args.keyArn },
        disableApiTermination: true,
        ebsOptimized: true,
        userData: startScript(args, zone, address, index),
        tags: { Name: `${args.name}-${index}` },
      }, { ...kept, ignoreChanges: ["ami"] });
      new ec2.VolumeAttachment(`${name}-${index}`, { deviceName: "/dev/sdf", volumeId: store.id, instanceId: instance.id, stopInstanceBeforeDetaching: true }, own);
      this.instanceIds.push(instance.id);
    });

    // Each region's pods find their own region's nodes; the zone exists in the region's network only.
    this.host = "cockroachdb.spillway.internal";
    const zoneOfRegion = new route53.Zone(name, { name: "spillway.internal", comment: args.name, vpcs: [{ vpcId: args.vpcId }] }, own);
    new route53.Record(name, { zoneId: zoneOfRegion.zoneId, name: this.host, type: "A", ttl: 30, records: [...args.addresses] }, own);
    this.registerOutputs({ host: this.host });
  }
}

/** Cloud-init: fetches binary and certificates, mounts the store, and leaves the rest to systemd. */
function startScript({ binaries, certificatesSecret, region, join }: CockroachNodesArgs, zone: string, address: string, index: number): string {
  const archive = `cockroach-${binaries.version}.linux-arm64.tgz`;
  return `#!/bin/bash
set -euo pipefail
aws s3 cp s3://${binaries.bucket}/cockroach/${archive} /tmp/${archive} --region ${region}
aws s3 cp s3://${binaries.bucket}/cockroach/${archive}.sha256sum /tmp/${archive}.sha256sum --region ${region}
(cd /tmp && sha256sum --check ${archive}.sha256sum)
tar -xzf /tmp/${archive} -C /usr/local/bin --strip-components=1 --wildcards '*/cockroach'
useradd --system --home /var/lib/cockroach cockroach || true
device=/dev/nvme1n1
until [ -b "$device" ]; do sleep 1; done
blkid "$device" || mkfs.xfs "$device"
install -d -o cockroach -g cockroach /var/lib/cockroach
mountpoint -q /var/lib/cockroach || mount -o noatime "$device" /var/lib/cockroach
install -d -o cockroach -g cockroach -m 0700 /var/lib/cockroach/certs
for file in ca.crt node-${index}.crt node-${index}.key; do
  aws secretsmanager get-secret-value --region ${region} --secret-id ${certificatesSecret.name} --query SecretString --output text \\
    | python3 -c "import json, sys; print(json.load(sys.stdin)['$file'])" > "/var/lib/cockroach/certs/$(echo "$file" | sed 's/-${index}//')"
done
chown -R cockroach:cockroach /var/lib/cockroach && chmod 0600 /var/lib/cockroach/certs/*
cat > /etc/systemd/system/cockroach.service <<'UNIT'
[Unit]
After=network-online.target
Wants=network-online.target
[Service]
User=cockroach
Type=notify
ExecStart=/usr/local/bin/cockroach start --certs-dir=/var/lib/cockroach/certs --store=/var/lib/cockroach/store --listen-addr=${address}:${sqlPort} --advertise-addr=${address}:${sqlPort} --http-addr=${address}:${consolePort} --locality=region=${region},zone=${zone} --join=${join.join(",")} --cache=.25 --max-sql-memory=.25
Restart=always
RestartSec=5
TimeoutStopSec=300
LimitNOFILE=35000
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload && systemctl enable --now cockroach
`;
}
