import * as ec2 from "@pulumi/aws/ec2";
import { securityGroup } from "../../../components/securityGroup";
import { endpointServices } from "../../../estate/inventory";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { vpc } from "../vpc/stack";

export const endpoints = defineStack({
  layer: "network",
  project: "endpoints",
  owner: "platform",
  dataClass: "none",
  changesWhen: "which services of AWS are reached without leaving the network changes",
  targets: eachEnvironment(),
  build(context) {
    const { of, region } = context.target;
    const network = context.read(vpc, of.name);
    const inEachZone = of.tier === "production";
    for (const service of endpointServices.gateway) {
      new ec2.VpcEndpoint(service, {
        vpcId: network.vpcId, serviceName: `com.amazonaws.${region}.${service}`, vpcEndpointType: "Gateway",
        routeTableIds: network.routeTableIds, tags: { Name: context.name(service) },
      }, context.here);
    }
    const group = securityGroup("endpoints", {
      name: context.name("endpoints"), description: "Endpoints of AWS services", vpcId: network.vpcId,
      ingress: [{ port: 443, from: { cidr: of.cidr }, why: "from nodes and pods" }],
    }, context.here);
    const services = [...endpointServices.everywhere, ...(inEachZone ? endpointServices.production : [])];
    for (const service of services) {
      new ec2.VpcEndpoint(service, {
        vpcId: network.vpcId, serviceName: `com.amazonaws.${region}.${service}`, vpcEndpointType: "Interface", privateDnsEnabled: true,
        subnetIds: network.privateSubnetIds.apply((ids) => (inEachZone ? ids : ids.slice(0, 1))),
        securityGroupIds: [group], tags: { Name: context.name(service) },
      }, context.here);
    }
    return { services };
  },
});
