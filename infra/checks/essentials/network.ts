import { strict as assert } from "node:assert";
import { environmentOf, regions } from "../../estate/inventory";
import { statementsOf } from "../../policies/reading";
import type { Essentials } from "../view";

export const networkEssentials: Essentials = {
  vpc(stack) {
    const { cidr, name, region } = stack.of;
    stack.has("aws:ec2:Vpc", { cidrBlock: cidr, assignGeneratedIpv6CidrBlock: true, enableDnsHostnames: true });
    stack.count("aws:ec2:Subnet", 9);
    for (const kind of ["public", "private", "isolated"]) {
      const zones = stack.all("aws:ec2:Subnet").filter((subnet) => subnet.name.includes(`-${kind}-`)).map(({ inputs }) => inputs["availabilityZone"]);
      assert.deepEqual(zones, regions[region].zones, `${kind} subnets in every zone`);
    }
    const ranges = stack.all("aws:ec2:Subnet").map(({ inputs }) => range(String(inputs["cidrBlock"]))).sort((a, b) => a[0] - b[0]);
    ranges.forEach(([, end], index) => { assert.ok((ranges[index + 1]?.[0] ?? Infinity) > end, "subnets do not overlap"); });
    assert.equal(new Set(stack.all("aws:ec2:Subnet").map(({ inputs }) => inputs["ipv6CidrBlock"])).size, 9, "each with an IPv6 range of its own");
    stack.count("aws:ec2:NatGateway", name === "production" ? 3 : 1);
    const isolated = stack.one("aws:ec2:RouteTable", "network-isolated").outputs["id"];
    assert.ok(stack.all("aws:ec2:Route").every(({ inputs }) => inputs["routeTableId"] !== isolated && inputs["routeTableId"] !== `rtb-${name}-network-isolated`), "databases have no way out");
    stack.has("aws:ec2:FlowLog", { trafficType: "ALL" });
    stack.has("aws:ec2:DefaultSecurityGroup", { ingress: [], egress: [] });
    const discovered = stack.all("aws:ec2:Subnet").filter(({ inputs }) => (inputs["tags"] as Record<string, string>)["karpenter.sh/discovery"] === `spillway-${name}`);
    assert.equal(discovered.length, 3, "Karpenter finds the private subnets and no other");
  },
  endpoints(stack) {
    const service = (short: string) => `com.amazonaws.${stack.of.region}.${short}`;
    const always = ["s3", "dynamodb", "ecr.api", "ecr.dkr", "sts", "secretsmanager"];
    const expected = stack.of.tier === "production" ? [...always, "eks-auth", "kms", "logs"] : always;
    stack.names("aws:ec2:VpcEndpoint", "serviceName", expected.map(service));
    stack.has("aws:ec2:VpcEndpoint", { vpcEndpointType: "Gateway" }, "s3");
    const zones = (stack.one("aws:ec2:VpcEndpoint", "sts").inputs["subnetIds"] as string[]).length;
    assert.equal(zones, stack.of.tier === "production" ? 3 : 1, "an endpoint in each zone costs three times as much as one in one");
    stack.has("aws:ec2:SecurityGroupRule", { fromPort: 443, toPort: 443, cidrBlocks: [stack.of.cidr] });
  },
  peering(stack) {
    const connection = stack.one("aws:ec2:VpcPeeringConnection").inputs;
    assert.notEqual(connection["vpcId"], connection["peerVpcId"]);
    stack.has("aws:ec2:VpcPeeringConnectionAccepter", { autoAccept: true });
    assert.equal(stack.one("aws:ec2:VpcPeeringConnectionAccepter").region, connection["peerRegion"], "accepted where the other network is");
    stack.count("aws:ec2:Route", 8);
    const destinations = new Set(stack.all("aws:ec2:Route").map(({ inputs }) => inputs["destinationCidrBlock"]));
    assert.equal(destinations.size, 2, "there and back");
    assert.ok(!destinations.has(environmentOf("production").cidr) || !destinations.has(environmentOf("staging").cidr), "production and staging do not meet");
  },
  dns(stack) {
    stack.has("aws:route53:Zone", { name: "spillway.example" });
    stack.may("challenge", ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:GetChange"]);
    assert.deepEqual(stack.statements("challenge")[0]?.conditions, { "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] } }, "text records only");
    assert.equal(statementsOf(stack.one("aws:iam:Role", "challenge").inputs["assumeRolePolicy"])[0]?.principals.length, 7);
  },
};

function range(cidr: string): [number, number] {
  const [address = "", bits = "32"] = cidr.split("/");
  const start = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [start, start + 2 ** (32 - Number(bits)) - 1];
}
