import { runEstate } from "../mocks/estate";
import { estate } from "../estate/registry";
void (async () => {
  const t = Date.now();
  const runs = await runEstate(estate);
  console.log(runs.length, Date.now() - t, runs.reduce((n, r) => n + r.resources.length, 0), process.memoryUsage().rss / 1e6);
  for (const r of runs) if (r.project === "hydra" || r.project==="mirror") console.log(r.project, r.stack, JSON.stringify(r.outputs), r.reads);
})();
