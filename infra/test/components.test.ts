import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ipv6Subnet, subnetCidr } from "../components/network";
import { layerFindings } from "../checks/layers";
import type { AnyStack } from "../estate/stack";
import { nameOf, secretName, tagsOf } from "../estate/naming";
import { inDays } from "../stacks/app/preview/stack";
import { githubOidc } from "../stacks/access/github-oidc/stack";
import { preview } from "../stacks/app/preview/stack";

describe("addresses", () => {
  test("a subnet is cut from its network", () => { assert.equal(subnetCidr("10.10.0.0/16", 64, 19), "10.10.64.0/19"); });
  test("the nth /64 of a /56", () => {
    assert.equal(ipv6Subnet("2600:1f11:abc:de00::/56", 33), "2600:1f11:abc:de21::/64");
    assert.throws(() => ipv6Subnet("2600:1f11:abc:de00::/48", 1), /not a \/56/);
  });
});

describe("names", () => {
  test("say product, scope and thing", () => {
    assert.equal(nameOf("production", "ledger"), "spillway-production-ledger");
    assert.equal(secretName("production", "wallet", "database"), "spillway/production/wallet/database");
  });
  test("a bill's line has an owner", () => {
    assert.equal(tagsOf({ environment: "production", service: "aurora", team: "data", stack: "data/aurora/production", dataClass: "ledger" })["cost-center"], "spillway-data");
  });
});

describe("a stack", () => {
  test("that reads what is not deployed before it is refused", () => {
    // In a process of its own: Pulumi fails by many rejected promises at once, and ends the process.
    const script = `
      const { runEstate } = require(${JSON.stringify(join(__dirname, "../mocks/estate.js"))});
      const { vpc } = require(${JSON.stringify(join(__dirname, "../stacks/network/vpc/stack.js"))});
      runEstate([vpc]).then(() => console.log("deployed"));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.notEqual(status, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /vpc\/production reads keys\/production, which is not deployed before it/);
  });
  test("that nobody planned is refused", () => {
    assert.throws(() => githubOidc.deploy("elsewhere"), /has no stack elsewhere; its stacks: management/);
  });
  test("of a pull request is made by its number, and of nothing else", () => {
    assert.equal(preview.ephemeral?.stack.test("pr-4711"), true);
    assert.equal(preview.ephemeral.target("pr-4711").stack, "pr-4711");
    assert.throws(() => preview.deploy("pr-x"), /has no stack pr-x/);
  });
  test("of a pull request ends in three days", () => {
    assert.equal(inDays("2026-02-27T12:00:00Z", 3), "2026-03-02T12:00:00");
    assert.throws(() => inDays("tomorrow", 3), /is no time/);
  });
});

describe("layers", () => {
  const stack = (layer: AnyStack["layer"], project: string) => ({ layer, project }) as AnyStack;
  const two = [stack("network", "vpc"), stack("data", "aurora"), stack("data", "kafka")];
  test("downward and sideways is fine", () => {
    assert.deepEqual(layerFindings(two, [{ from: "aurora", to: "vpc" }, { from: "aurora", to: "kafka" }]), []);
  });
  test("upward is not", () => { assert.match(layerFindings(two, [{ from: "vpc", to: "aurora" }])[0]?.what ?? "", /above it/); });
  test("round is not", () => {
    assert.match(layerFindings(two, [{ from: "aurora", to: "kafka" }, { from: "kafka", to: "aurora" }])[0]?.what ?? "", /aurora → kafka → aurora/);
  });
});
