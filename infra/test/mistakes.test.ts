import { strict as assert } from "node:assert";
import { before, describe, test } from "node:test";
import { findingsOf, type Subject } from "../checks/all";
import { mistakes, sownInto } from "./mistakes";
import { theEstate } from "./theEstate";

describe("mistakes", () => {
  let subject: Subject;
  before(async () => {
    subject = await theEstate();
  });

  test("are at least 25, each a different one", () => {
    assert.ok(mistakes.length >= 25);
    assert.equal(new Set(mistakes.map(({ what }) => what)).size, mistakes.length);
  });
  test("are sown into an estate without any", () => { assert.deepEqual(findingsOf(subject), []); });
  for (const { what, by, sow } of mistakes) {
    test(`${what}: found by ${by}`, () => {
      const copy = { ...subject, runs: [...subject.runs], edges: [...subject.edges], environments: [...subject.environments], topics: { ...subject.topics } };
      sow(sownInto(copy));
      const checks = new Set(findingsOf(copy).map(({ check }) => check));
      assert.ok(checks.has(by), `found by ${[...checks].join(", ") || "nobody"}`);
    });
  }
});
