import { rolesOf } from "../../../components/podIdentity";
import { ServiceIdentity } from "../../../components/serviceIdentity";
import { nameOf } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { eks } from "../../cluster/eks/stack";
import { kafka } from "../../data/kafka/stack";

/** The topics are those of docs/events: who reads and who writes is part of the contract between the services. */
export const wallet = defineStack({
  layer: "app",
  project: "wallet",
  owner: "wallet",
  dataClass: "none",
  changesWhen: "what the wallet service may do in AWS changes",
  targets: eachEnvironment(({ runsServices }) => runsServices),
  build(context) {
    const { of, region } = context.target;
    const identity = new ServiceIdentity("wallet", {
      name: context.name("wallet"),
      service: "wallet",
      accountId: context.accountId,
      region,
      clusterName: nameOf(of.name),
      kafkaArn: context.read(kafka, of.name).clusterArn,
      reads: ["wallet.deposits.v1", "giveaway.claims.v1", "giveaway.treasury-orders.v1"],
      writes: ["wallet.transfers.v1", "giveaway.claim-results.v1", "giveaway.treasury-results.v1", "wallet.deposits.v1.dlq", "giveaway.claims.v1.dlq", "giveaway.treasury-orders.v1.dlq"],
      groups: "wallet",
    }, context.here);
    return { clusterName: context.read(eks, of.name).name, roles: rolesOf(identity) };
  },
});
