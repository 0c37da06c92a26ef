import { strict as assert } from "node:assert";
import { describe, test } from "node:test";
import { violationsOf } from "../checks/policies";
import type { Resource } from "../mocks/monitor";
import { policies } from "../policies/pack";
import { cases } from "./policyCases";

describe("policies", () => {
  test("each has a failing and a passing case", () => {
    assert.deepEqual(Object.keys(cases).sort(), policies.map(({ name }) => name).sort());
    for (const [name, { fails, passes }] of Object.entries(cases)) assert.ok(fails.length > 0 && passes.length > 0, name);
  });
  test("each says what it is for and stops a deployment", () => {
    for (const { name, description, enforcementLevel } of policies) assert.ok(description.length > 10 && enforcementLevel === "mandatory", name);
  });
  for (const policy of policies) {
    const found = cases[policy.name];
    for (const { why, resources } of found?.fails ?? []) {
      test(`${policy.name} refuses: ${why.source}`, () => {
        const violations = violationsOf(policy, resources as Resource[]).map(({ what }) => what);
        assert.ok(violations.some((what) => why.test(what)), `said ${JSON.stringify(violations)}`);
      });
    }
    for (const [index, resources] of (found?.passes ?? []).entries()) {
      test(`${policy.name} lets pass ${index + 1}`, () => { assert.deepEqual(violationsOf(policy, resources as Resource[]), []); });
    }
  }
});
