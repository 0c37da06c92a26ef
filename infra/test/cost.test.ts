import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { estateLines, pricedByUse, pricedInCents, pricedKinds, trafficOf } from "../cost/estate";
import { classFor } from "../cost/lambda";
import { billsOf, change, claims, inProduction, levers, type Bills } from "../cost/model";
import { dayOf, instanceTypes, packings } from "../cost/nodes";
import { allocatable, simulate } from "../cost/packing";
import { daemons, replicas, servicePod, wallet } from "../cost/pods";
import { Book, by, readAssumptions, readPrices, total } from "../cost/price";
import type { Subject } from "../checks/all";
import { theEstate } from "./theEstate";

const home = "ca-central-1";

describe("prices and assumptions", () => {
  test("each says its unit and where it comes from", () => {
    for (const [name, { usd, unit, source }] of Object.entries(readPrices().prices)) assert.ok(usd > 0 && unit && source.startsWith("https://"), name);
    for (const [name, { value, unit, why }] of Object.entries(readAssumptions())) assert.ok(Number.isFinite(value) && unit && why, name);
    assert.match(readPrices().asOf, /^\d{4}-\d{2}$/);
  });
  test("what nobody wrote down is refused", () => {
    assert.throws(() => new Book().price("m99g.large"), /no price for m99g.large/);
    assert.throws(() => new Book().price("m7g.large", "eu-west-1"), /no prices in eu-west-1/);
    assert.throws(() => new Book().get("luck"), /nothing is assumed of luck/);
  });
  test("what is paid by the piece costs the same everywhere, the rest by its region", () => {
    const book = new Book();
    assert.equal(book.price("kms.key", home), book.price("kms.key"));
    assert.ok(book.price("m7g.large", home) > book.price("m7g.large"));
  });
  test("one can be changed for a run", () => {
    assert.equal(new Book().with({ requestsPerSecond: 7 }).get("requestsPerSecond"), 7);
    assert.equal(new Book().get("requestsPerSecond"), 40);
  });
  test("none lies about", () => {
    const sources = ["estate", "lambda", "model", "nodes", "report"].map((name) => readFileSync(join(__dirname, `../../cost/${name}.ts`), "utf8")).join();
    for (const name of Object.keys(readAssumptions())) assert.ok(sources.includes(`"${name}"`) || name === "giveawayHours", `${name} is asked for by nobody`);
  });
});

describe("packing", () => {
  const book = new Book();
  const types = instanceTypes(book, home);
  const pod = (milliCpu: number, mebibytes: number) => ({ ...wallet, milliCpu, mebibytes });
  const day = (...counts: number[]) => ({ minutes: 10, steps: counts.map((count) => [[wallet, count] as const]) });

  test("a node keeps back what EKS and the daemons take", () => {
    const room = allocatable({ name: "m8g.large", milliCpu: 2000, mebibytes: 8192, usdPerHour: 1 });
    assert.equal(room.milliCpu, 2000 - 70 - daemons.milliCpu);
    assert.ok(room.mebibytes > 5000 && room.mebibytes < 6200, String(room.mebibytes));
  });
  test("no node is asked for more than it has", () => {
    for (const consolidated of [true, false]) {
      const { cpuUse, memoryUse } = simulate(day(3, 40, 3), { types: consolidated ? types : types.slice(4, 5), consolidated, leastNodes: 3 });
      assert.ok(cpuUse <= 1 && memoryUse <= 1 && cpuUse > 0);
    }
  });
  test("a service stands on three nodes before two of its pods share one", () => {
    assert.ok(simulate(day(3), { types, consolidated: true, leastNodes: 0 }).most >= 1);
    assert.equal(simulate(day(3, 3, 3), { types: types.filter(({ name }) => name === "m8g.2xlarge"), consolidated: false, leastNodes: 0 }).most, 3);
  });
  test("what no type holds is said", () => {
    assert.throws(() => simulate({ minutes: 10, steps: [[[pod(64_000, 1), 1]]] }, { types, consolidated: true, leastNodes: 0 }), /no instance type holds wallet/);
  });
  test("after a crowd, consolidation gives the nodes back", () => {
    const { nodesPerStep } = simulate(day(...Array<number>(3).fill(4), ...Array<number>(6).fill(40), ...Array<number>(40).fill(4)), { types, consolidated: true, leastNodes: 0 });
    assert.equal(nodesPerStep.at(-1), nodesPerStep[2]);
    assert.ok(Math.max(...nodesPerStep) > (nodesPerStep[2] ?? 0));
  });
  test("the shares of the namespaces are the whole bill", () => {
    const outcome = simulate(dayOf(book, "production", 2), { types, consolidated: true, leastNodes: 0 });
    assert.ok(Math.abs([...outcome.usdByNamespace.values()].reduce((a, b) => a + b, 0) - outcome.usd) < 1e-6);
  });
  test("is the same every time, and cheaper than any fixed group", () => {
    const [first, second] = [packings(book, "production", home, 0), packings(book, "production", home, 0)];
    assert.equal(first.consolidated.outcome.usd, second.consolidated.outcome.usd);
    for (const { what, outcome } of first.fixed) assert.ok(first.consolidated.outcome.usd < outcome.usd, what);
  });
});

describe("the bills", () => {
  let subject: Subject;
  let bills: Bills;
  const book = new Book();
  before(async () => {
    subject = await theEstate();
    bills = billsOf(subject.runs, book);
  });

  test("leave no kind of resource out that costs by being there", () => {
    const known = new Set([...pricedKinds, ...[...pricedByUse, ...pricedInCents].map((kind) => `aws:${kind}`)]);
    const free = /^aws:(acm|appautoscaling|iam|organizations|ssoadmin|costexplorer|cfg|quicksight|lb|guardduty|backup|ecr|eks|kms|elasticache|msk|rds|athena|glue|sqs|sns|secretsmanager|wafv2|cloudwatch|route53|s3|ec2)[/:]/;
    const bearing = /:(Cluster|Instance|ClusterInstance|NodeGroup|LoadBalancer|NatGateway|VpcEndpoint|Volume|ReplicationGroup|Table|Zone|HealthCheck|Key|Secret|WebAcl|MetricAlarm|TransitGateway|Function|Certificate(?!\w)|Accelerator|Domain|Workspace|FileSystem)$/;
    for (const type of new Set(subject.runs.flatMap(({ resources }) => resources).map(({ type }) => type).filter((one) => one.startsWith("aws:")))) {
      const short = type.replace(/\/[^:]*/, "");
      // A public certificate is free.
      if (bearing.test(type) && short !== "aws:acm:Certificate") assert.ok(known.has(type) || known.has(short), `${type} costs and has no price`);
      else assert.ok(known.has(type) || known.has(short) || free.test(type), `nobody has said whether ${type} costs`);
    }
  });
  test("have an environment for every line, and their parts are the whole", () => {
    for (const bill of [bills.before, bills.after]) {
      assert.ok(bill.every(({ environment, service, usd }) => environment && service && usd >= 0));
      assert.ok(Math.abs(by(bill, ({ environment }) => environment).reduce((sum, [, usd]) => sum + usd, 0) - total(bill)) < 1e-6);
    }
  });
  test("are priced by hand the same: production's Kafka", () => {
    const kafka = total(estateLines(subject.runs, book).filter(({ environment, service, what }) => environment === "production" && service === "kafka" && what.startsWith("3 ×")));
    assert.equal(kafka.toFixed(2), (3 * 0.204 * 1.11 * 730).toFixed(2));
  });
  test("count a giveaway month", () => {
    const { requests, giveawayRequests } = trafficOf(book);
    assert.equal(giveawayRequests, 4 * 2 * 3600 * 40 * 2.5 * 5);
    assert.equal(requests, 40 * 730 * 3600 + giveawayRequests);
    assert.ok(total(billsOf(subject.runs, book.with({ giveawaysPerMonth: 0 })).after) < total(bills.after));
  });
  test("buy the functions a database for their connections", () => {
    assert.equal(classFor(700), "db.r8g.large");
    assert.equal(classFor(3000), "db.r6g.2xlarge");
    assert.throws(() => classFor(50_000), /no instance holds/);
  });
  test("grow with the traffic where functions serve it", () => {
    const dear = billsOf(subject.runs, book.with({ requestsPerSecond: 80 }));
    assert.ok(change(total(inProduction(bills.before)), total(inProduction(dear.before))) > 0.2);
    assert.ok(change(total(inProduction(bills.after)), total(inProduction(dear.after))) < 0.1);
  });
  test("say of each of the source's figures whether they come to it", () => {
    const said = claims(bills, book);
    assert.deepEqual(said.map(({ figure }) => figure), ["before, a month", "after, a month", "saved, whole estate", "saved, production's region alone", "nodes, by packing", "spot", "Graviton"]);
    const verdict = (figure: string, from = said) => from.find((claim) => claim.figure === figure)?.verdict;
    assert.equal(verdict("Graviton"), "reproduced");
    assert.equal(verdict("spot"), "assumed, not reproduced");
    // A verdict follows the figures: with another estate it is another one.
    const other = { ...bills, after: [{ environment: "production", service: "all", what: "all", usd: 6_400 }] };
    assert.notEqual(verdict("after, a month"), verdict("after, a month", claims(other, book)));
  });
  test("could lose no more by levers than they have", () => {
    const spared = levers(bills, book);
    assert.ok(spared.every(({ usd }) => usd > 0));
    assert.ok(spared.reduce((sum, { usd }) => sum + usd, 0) < total(bills.after) / 2);
  });
});

describe("pods, as k8s/ has them", () => {
  const k8s = join(__dirname, "../../../k8s");
  const skip = existsSync(join(k8s, "apps")) ? false : "k8s/ is not there";

  test("ask for what the model packs", { skip }, () => {
    const asked = /requests: \{ cpu: (\d+)m, memory: (\d+)Mi \}/.exec(readFileSync(join(k8s, "apps/service/container.yaml"), "utf8"));
    assert.deepEqual([Number(asked?.[1]), Number(asked?.[2])], [servicePod.milliCpu, servicePod.mebibytes]);
  });
  test("are as few and as many as the model has", { skip }, () => {
    for (const [environment, services] of Object.entries(replicas)) {
      for (const [service, { least, most }] of Object.entries(services)) {
        const scale = readFileSync(join(k8s, `apps/${service}/overlays/${environment}/scale.yaml`), "utf8");
        assert.deepEqual([Number(/minReplicaCount: (\d+)/.exec(scale)?.[1]), Number(/maxReplicaCount: (\d+)/.exec(scale)?.[1])], [least, most], `${service} in ${environment}`);
      }
    }
  });
  test("may run on the types that are offered", { skip }, () => {
    const pool = readFileSync(join(k8s, "platform/karpenter/manifests/services.yaml"), "utf8");
    const values = (key: string) => new RegExp(`${key}, operator: In, values: \\[([^\\]]*)\\]`).exec(pool)?.[1]?.split(", ") ?? [];
    const offered = values("instance-family").flatMap((family) => values("instance-size").map((size) => `${family}.${size}`));
    assert.deepEqual(instanceTypes(new Book(), home).map(({ name }) => name).sort(), offered.sort());
  });
});
