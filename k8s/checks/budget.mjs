// The connection budget: most pods × their pools, over both versions of a canary and those that come and go, against what the
// database has. The failure of the Lambda functions, made impossible by arithmetic.
import { at, fields, list } from './tree.mjs';
import { SERVICES } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {{ cluster: string, lines: { service: string, pods: number, perPod: number, connections: number }[], total: number, allowed: number | undefined }} Budget
 */

/**
 * The pools of one pod, from its properties.
 * @param {World} world
 * @param {string} service
 */
export function connectionsPerPod(world, service) {
  const pools = [...(world.properties.get(service) ?? [])].filter(([key]) => /^quarkus\.datasource\.([a-z]+\.)?jdbc\.max-size$/.test(key));
  if (pools.length === 0) {
    throw new Error(`${service} has no pools`);
  }
  return pools.reduce((sum, [, size]) => sum + Number(size), 0);
}

/**
 * The most pods that can hold connections at once. With all of the old version kept until the new one has proved itself, both
 * can be at the scaler's maximum; and while nodes are emptied, as many as the disruption budget lets go are still stopping
 * while their successors start.
 * @param {World} world
 * @param {string} cluster
 * @param {string} service
 */
export function mostPods(world, cluster, service) {
  const app = world.rendered.find((it) => it.of === 'app' && it.cluster === cluster && it.path.startsWith(`apps/${service}/`));
  const find = (/** @type {string} */ kind) => app?.manifests.find((it) => it.kind === kind);
  const most = Number(at(find('ScaledObject'), 'spec.maxReplicaCount'));
  const canary = fields(find('Rollout'), 'spec.strategy.canary');
  const weights = list(canary, 'steps').flatMap((it) => (typeof it['setWeight'] === 'number' ? [it['setWeight']] : []));
  const share = (/** @type {number} */ percent) => Math.ceil((most * percent) / 100);
  const both =
    canary['dynamicStableScale'] === true
      ? Math.max(...weights.map((weight, i) => share(weight) + share(100 - (weights[i - 1] ?? 0))))
      : most + share(Math.max(...weights));
  const leaving = String(at(find('PodDisruptionBudget'), 'spec.maxUnavailable') ?? '1');
  return both + (leaving.endsWith('%') ? share(Number(leaving.slice(0, -1))) : Number(leaving));
}

/**
 * One budget for each database. The standby's pods open connections to the same database as production's: before a failover
 * only as many as stand by, after it all of them and none of production's. So each cluster's maximum is held against the limit,
 * and both at once with the standby at its minimum.
 * @param {World} world
 * @returns {Budget[]}
 */
export function budgets(world) {
  const clusters = [...new Set(world.rendered.filter((it) => it.of === 'app' && it.cluster !== 'preview').map((it) => it.cluster))];
  return clusters.map((cluster) => {
    const lines = SERVICES.map((service) => {
      const pods = mostPods(world, cluster, service);
      const perPod = connectionsPerPod(world, service);
      return { service, pods, perPod, connections: pods * perPod };
    });
    if (cluster === 'production') {
      lines.push(...SERVICES.map((service) => standingBy(world, service)));
    }
    return { cluster, lines, total: lines.reduce((sum, it) => sum + it.connections, 0), allowed: allowed(world, cluster) };
  });
}

/** @type {(world: World, service: string) => Budget['lines'][number]} */
function standingBy(world, service) {
  const app = world.rendered.find((it) => it.cluster === 'production-standby' && it.path.startsWith(`apps/${service}/`));
  const pods = Number(at(app?.manifests.find((it) => it.kind === 'ScaledObject'), 'spec.minReplicaCount') ?? 0);
  const perPod = connectionsPerPod(world, service);
  return { service: `${service}, standing by`, pods, perPod, connections: pods * perPod };
}

/** What the database lets pods have: the cluster's fact, which infra/exports.json is held against. @type {(world: World, cluster: string) => number | undefined} */
function allowed(world, cluster) {
  const rule = world.rendered
    .find((it) => it.of === 'platform' && it.cluster === cluster)
    ?.manifests.find((it) => it.kind === 'PrometheusRule' && it.metadata.name === 'connections');
  const limit = list(rule, 'spec.groups').flatMap((it) => list(it, 'rules')).find((it) => it['record'] === 'spillway:database_connections:limit');
  const value = /^vector\((\d+)\)$/.exec(String(limit?.['expr']));
  return value ? Number(value[1]) : undefined;
}

/** @type {(world: World) => Finding[]} */
export function connectionBudget(world) {
  return budgets(world).flatMap((budget) => {
    const where = `${budget.cluster}: connection budget`;
    if (budget.allowed === undefined) {
      return [{ where, what: 'nobody says how many connections the database has' }];
    }
    const sum = budget.lines.map((it) => `${it.service} ${it.pods} × ${it.perPod}`).join(' + ');
    return budget.total <= budget.allowed ? [] : [{ where, what: `${sum} = ${budget.total} > ${budget.allowed}` }];
  });
}

/** The alert's own arithmetic is by the same pools. @type {(world: World) => Finding[]} */
export function heldRule(world) {
  const expected = SERVICES.map((it) => `${connectionsPerPod(world, it)} * count(up{job="${it}"} == 1)`).join(' + ');
  return world.rendered.flatMap((rendered) =>
    rendered.manifests
      .filter((it) => it.kind === 'PrometheusRule')
      .flatMap((it) => list(it, 'spec.groups').flatMap((group) => list(group, 'rules')))
      .filter((it) => it['record'] === 'spillway:database_connections:held' && it['expr'] !== expected)
      .map(() => ({ where: `${rendered.path}: spillway:database_connections:held`, what: `is not ${expected}` })),
  );
}
