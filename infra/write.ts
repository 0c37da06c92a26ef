/** Writes what is generated: the plan, the exports, the projects' Pulumi.yaml, and the picture of who reads whom. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exportsFile } from "./checks/all";
import { rendered } from "./checks/contract";
import { edgesOf } from "./checks/layers";
import { planOf, writePlan } from "./checks/plan";
import { layersPicture, pictureFile } from "./checks/picture";
import { projectFile, projectFolder } from "./checks/projects";
import { exportsOf } from "./estate/exports";
import { estate } from "./estate/registry";
import { runEstate } from "./mocks/estate";

void (async () => {
  const runs = await runEstate(estate);
  writePlan(planOf(runs, estate));
  writeFileSync(exportsFile, rendered(exportsOf(runs, estate)));
  for (const definition of estate) writeFileSync(join(projectFolder(definition), "Pulumi.yaml"), projectFile(definition));
  mkdirSync(dirname(pictureFile), { recursive: true });
  writeFileSync(pictureFile, layersPicture(estate, edgesOf(runs)));
  console.log(`${runs.length} stacks of ${estate.length} projects, ${runs.reduce((sum, { resources }) => sum + resources.length, 0)} resources`);
})();
