import { rolesOf } from "../../../components/podIdentity";
import { ServiceIdentity } from "../../../components/serviceIdentity";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { eks } from "../../cluster/eks/stack";
import { kafka } from "../../data/kafka/stack";

/** The topics are those of docs/events: who reads and who writes is part of the contract between the services. */
export const giveaway = defineStack({
  layer: "app",
  project: "giveaway",
  owner: "giveaway",
  dataClass: "none",
  changesWhen: "what the giveaway service may do in AWS changes",
  targets: eachEnvironment(({ runsServices }) => runsServices),
  build(context) {
    const { of, region } = context.target;
    const identity = new ServiceIdentity("giveaway", {
      name: context.name("giveaway"),
      service: "giveaway",
      accountId: context.accountId,
      region,
      clusterName: nameOf(of.name),
      kafkaArn: context.read(kafka, of.name).clusterArn,
      reads: ["giveaway.claims.v1", "giveaway.claim-results.v1", "giveaway.treasury-results.v1"],
      writes: ["giveaway.claims.v1", "giveaway.treasury-orders.v1", "giveaway.claims.v1.dlq", "giveaway.claim-results.v1.dlq", "giveaway.treasury-results.v1.dlq"],
      groups: "giveaway",
    }, context.here);
    return { clusterName: context.read(eks, of.name).name, roles: rolesOf(identity) };
  },
});
