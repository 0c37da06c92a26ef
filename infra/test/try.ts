import { writeFileSync } from "node:fs";
import { runEstate } from "../mocks/estate";
import { estate } from "../estate/registry";
import { exportsOf } from "../estate/exports";
void (async () => {
  const runs = await runEstate(estate);
  writeFileSync("exports.json", JSON.stringify(exportsOf(runs, estate), null, 2) + "\n");
})();
