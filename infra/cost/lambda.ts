/**
 * The functions that Spillway replaces, at the same traffic, with what they need: a gateway, a database as large as their
 * connections, NAT for functions in a network, warm environments against cold starts, and a log line of AWS' own for each call.
 */
import type { CostLine, Book } from "./price";
import type { Traffic } from "./estate";

/** Aurora's classes with their memory; a connection takes about 10 MiB, and half of the memory has to be left for data. */
const classes: readonly (readonly [string, number])[] = [["db.r8g.large", 16], ["db.r6g.xlarge", 32], ["db.r6g.2xlarge", 64], ["db.r6g.4xlarge", 128]];
const mebibytesPerConnection = 10;

export function classFor(connections: number): string {
  const found = classes.find(([, gibibytes]) => (gibibytes * 1024) / 2 >= connections * mebibytesPerConnection);
  if (!found) throw new Error(`no instance holds ${connections} connections`);
  return found[0];
}

export function lambdaLines(book: Book, traffic: Traffic): CostLine[] {
  const home = "ca-central-1";
  const line = (service: string, what: string, usd: number, environment = "production"): CostLine => ({ environment, service, what, usd });
  const calls = traffic.requests * (1 + book.get("lambdaAsyncShare"));
  const gigabyteSeconds = calls * book.get("lambdaMemoryGiB") * (book.get("lambdaMilliseconds") / 1000);
  const instance = classFor(book.get("lambdaConnectionsPeak"));
  const compute = (calls / 1e6) * book.price("lambda.request", home) + gigabyteSeconds * book.price("lambda.gbs", home);
  const gateway = (traffic.requests / 1e6) * book.price("apigateway.request", home);
  const database = book.perMonth(instance, home);
  return [
    line("lambda", "requests", (calls / 1e6) * book.price("lambda.request", home)),
    line("lambda", "duration", gigabyteSeconds * book.price("lambda.gbs", home)),
    line("lambda", "kept warm", book.get("lambdaProvisioned") * book.get("lambdaMemoryGiB") * 12 * 3600 * 30.4 * book.price("lambda.provisioned.gbs", home)),
    line("api gateway", "requests", gateway),
    line("aurora", `writer and reader, ${instance}`, 2 * database),
    line("aurora", "storage and backups", book.get("auroraStorageGb") * (book.price("aurora.storage", home) + book.price("aurora.backup", home))),
    line("aurora", "I/O, a transaction each", (traffic.writes / 1e6) * book.get("ioPerTransferSingle") * book.price("aurora.io", home)),
    line("aurora", `standby, ${instance}`, book.perMonth(instance, "us-east-1"), "production-standby"),
    line("vpc", "through NAT", book.get("lambdaNatGbPerMonth") * book.price("nat.gb", home)),
    line("logs", "of each call", (calls * book.get("lambdaLogBytesPerRequest")) / 1e9 * book.price("logs.gb", home)),
    line("transfer", "answers to clients", (traffic.requests * book.get("requestKiB") * 1024) / 1e9 * book.price("transfer.out.gb")),
    line("lambda", "all other environments", book.get("lambdaNonProductionShare") * (compute + gateway), "shared"),
  ];
}
