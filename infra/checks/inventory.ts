/** The inventory agrees with itself. Types hold what one entry looks like; this holds what entries are to each other. */
import { accounts, type Environment } from "../estate/inventory";
import type { Topic } from "../estate/topics";
import type { Finding } from "./finding";

export function inventoryFindings(environments: readonly Environment[], topics: Readonly<Record<string, Topic>>): Finding[] {
  const finding = (where: string, what: string): Finding => ({ check: "inventory", where, what });
  const found: Finding[] = [];
  environments.forEach((environment, index) => {
    const { name, cidr, standbyOf, runsServices } = environment;
    for (const other of environments.slice(index + 1)) if (other.cidr === cidr) found.push(finding(name, `shares its addresses with ${other.name}: the two could never be peered`));
    if (!/^10\.\d+\.0\.0\/16$/.test(cidr)) found.push(finding(name, `${cidr} is no private /16, which the subnets are cut from`));
    if (runsServices) for (const needed of ["aurora", "kafka", "valkey", "hydra", "host"] as const) if (!environment[needed]) found.push(finding(name, `runs the services and has no ${needed}`));
    if (environment.hydra === "cockroachdb" && !environment.cockroach) found.push(finding(name, "keeps sign-ins in a CockroachDB that it has not"));
    if (environment.kafka?.tiered && environment.kafka.brokerType.includes(".t3.")) found.push(finding(name, "MSK has no tiered storage on t3 brokers"));
    if (environment.valkey && environment.valkey.nodeType.includes(".t4g.") && environments.some((other) => other.standbyOf === name || standbyOf === other.name)) {
      found.push(finding(name, "a global datastore takes no burstable nodes"));
    }
    if (standbyOf) {
      const ahead = environments.find((other) => other.name === standbyOf);
      if (!ahead || ahead.region === environment.region) found.push(finding(name, "stands by in the region whose loss it is for"));
      if (ahead?.aurora && (environment.aurora?.maxConnections ?? 0) < ahead.aurora.maxConnections) found.push(finding(name, "takes over the ledger with fewer connections than it had"));
      if (ahead && ahead.account !== environment.account) found.push(finding(name, "stands by in another account: neither database nor secrets are copied there"));
    }
  });
  const ids = Object.values(accounts);
  if (new Set(ids).size !== ids.length || ids.some((id) => !/^\d{12}$/.test(id))) found.push(finding("accounts", "a number is no account's or two accounts'"));
  for (const [name, topic] of Object.entries(topics)) {
    if (topic.replicationFactor < 3 || topic.minInsyncReplicas < 2) found.push(finding(name, "a record in it can be lost with one broker"));
    if (topic.minInsyncReplicas >= topic.replicationFactor) found.push(finding(name, "cannot be written while one broker is restarted"));
    if (name.endsWith(".dlq") && !topics[name.slice(0, -".dlq".length)]) found.push(finding(name, "holds the dead letters of no topic"));
  }
  return found;
}
