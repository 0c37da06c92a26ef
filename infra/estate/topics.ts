/** Kafka topics: what a topic promises is decided here; who applies it (k8s/) reads it from exports.json. */

export interface Topic {
  readonly partitions: number;
  readonly replicationFactor: number;
  /** With acks=all: how many brokers have a record before its producer hears so. */
  readonly minInsyncReplicas: number;
  readonly retentionHours: number;
  readonly cleanupPolicy: "delete";
  /** Whether the data cluster gets a copy. */
  readonly mirrored: boolean;
}

const week = 7 * 24;
const event = (partitions: number, retentionHours: number, mirrored = true): Topic => ({
  partitions, replicationFactor: 3, minInsyncReplicas: 2, retentionHours, cleanupPolicy: "delete", mirrored,
});
/** What could not be understood waits for a person, so it waits longer than a long weekend. */
const deadLetters = event(1, 30 * 24, false);

export const topics: Readonly<Record<string, Topic>> = {
  "wallet.transfers.v1": event(24, week),
  "wallet.deposits.v1": event(12, week),
  "wallet.deposits.v1.dlq": deadLetters,
  // The crowd's topic: its partitions bound how many wallet pods share a giveaway's claims.
  "giveaway.claims.v1": event(24, week),
  "giveaway.claims.v1.dlq": deadLetters,
  "giveaway.claim-results.v1": event(24, week),
  "giveaway.claim-results.v1.dlq": deadLetters,
  "giveaway.treasury-orders.v1": event(6, week, false),
  "giveaway.treasury-orders.v1.dlq": deadLetters,
  "giveaway.treasury-results.v1": event(6, week, false),
  "giveaway.treasury-results.v1.dlq": deadLetters,
};
