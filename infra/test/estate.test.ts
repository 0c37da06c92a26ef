import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { findingsOf, type Subject } from "../checks/all";
import { contractFindings } from "../checks/contract";
import { essentialFindings } from "../checks/essentials";
import { exportsFile } from "../checks/all";
import { inventoryFindings } from "../checks/inventory";
import { layerFindings, waves } from "../checks/layers";
import { nameFindings } from "../checks/names";
import { layersPicture, pictureFile } from "../checks/picture";
import { planFindings, planOf } from "../checks/plan";
import { policyFindings } from "../checks/policies";
import { projectFindings } from "../checks/projects";
import { exportsOf } from "../estate/exports";
import { environments } from "../estate/inventory";
import { estate } from "../estate/registry";
import { theEstate } from "./theEstate";

describe("the estate", () => {
  let subject: Subject;
  before(async () => {
    subject = await theEstate();
  });

  test("is at least 67 stacks, each of which runs and registers something", () => {
    const permanent = subject.runs.filter(({ project }) => !estate.find((definition) => definition.project === project)?.ephemeral);
    assert.ok(permanent.length >= 67, `${permanent.length}`);
    assert.equal(permanent.length, estate.filter(({ ephemeral }) => !ephemeral).reduce((sum, { targets }) => sum + targets.length, 0));
    for (const { project, stack, resources } of subject.runs) assert.ok(resources.some(({ type }) => /^(aws|cloudflare|kubernetes):/.test(type)), `${project}/${stack} makes nothing`);
  });
  test("is what its expectations say, stack by stack", () => { assert.deepEqual(essentialFindings(subject.runs, estate), []); });
  test("passes every policy", () => { assert.deepEqual(policyFindings(subject.runs), []); });
  test("reads downward only, without a cycle", () => { assert.deepEqual(layerFindings(estate, subject.edges), []); });
  test("can be deployed in a few waves", () => {
    const planned = waves(subject.runs);
    assert.equal(planned.flat().length, subject.runs.length);
    assert.ok(planned.length <= 7, `${planned.length} waves`);
  });
  test("has names that AWS takes, one for one thing", () => { assert.deepEqual(nameFindings(subject.runs, estate), []); });
  test("has an inventory that agrees with itself", () => { assert.deepEqual(inventoryFindings(environments, subject.topics), []); });
  test("exports what the stacks hand on", () => { assert.deepEqual(contractFindings(exportsOf(subject.runs, estate), readFileSync(exportsFile, "utf8"), subject.runs), []); });
  test("plans what plan/ says", () => { assert.deepEqual(planFindings(planOf(subject.runs, estate)), []); });
  test("is what Pulumi's command line finds", () => { assert.deepEqual(projectFindings(estate), []); });
  test("is drawn as it is", () => { assert.equal(readFileSync(pictureFile, "utf8"), layersPicture(estate, subject.edges), "`npm run plan` draws it anew"); });
  test("has no finding of any check", () => { assert.deepEqual(findingsOf(subject), []); });
});
