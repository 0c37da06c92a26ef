import { runEstate } from "../mocks/estate";
import { estate } from "../estate/registry";
void (async () => {
  const t = Date.now();
  const runs = await runEstate(estate);
  console.log(runs.length, Date.now() - t, runs.at(-1)?.outputs, runs.at(-1)?.reads, runs.at(-1)?.resources.length, JSON.stringify(runs.at(-1)?.resources.find(r=>r.type.includes("Vpc")), null, 1));
})();
