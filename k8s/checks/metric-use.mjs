// Every metric that a rule, a board, a scaler or an analysis asks for is one that somebody exports, with the labels that it has.
import { asked } from './metric-names.mjs';
import { at, list, text } from './tree.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Manifest} Manifest
 * @typedef {{ where: string, expression: string }} Asked
 */

/** @param {World} world */
export function rules(world) {
  return world.rendered.flatMap((rendered) =>
    rendered.manifests
      .filter((it) => it.kind === 'PrometheusRule')
      .flatMap((it) => list(it, 'spec.groups').flatMap((group) => list(group, 'rules')).map((rule) => ({ rendered, rule }))),
  );
}

/**
 * @param {World} world
 * @returns {Asked[]}
 */
export function expressions(world) {
  return [
    ...rules(world).map(({ rendered, rule }) => ({ where: `${rendered.path}: rule ${text(rule, 'alert') || text(rule, 'record')}`, expression: text(rule, 'expr') })),
    ...world.rendered.flatMap((rendered) => rendered.manifests.flatMap((it) => inManifest(it).map((one) => ({ where: `${rendered.path}: ${it.kind} ${it.metadata.name}${one.where}`, expression: one.expression })))),
  ];
}

/**
 * @param {Manifest} manifest
 * @returns {Asked[]}
 */
function inManifest(manifest) {
  switch (manifest.kind) {
    case 'ScaledObject':
      return list(manifest, 'spec.triggers')
        .filter((it) => it['type'] === 'prometheus')
        .map((it) => ({ where: ` trigger ${text(it, 'name')}`, expression: text(it, 'metadata.query') }));
    case 'ClusterAnalysisTemplate':
      return list(manifest, 'spec.metrics').map((it) => ({ where: '', expression: text(it, 'provider.prometheus.query').replace(/\{\{args\.[a-z-]+\}\}/g, 'x') }));
    case 'ConfigMap':
      return boards(manifest).flatMap(({ file, board }) =>
        list(board, 'panels').flatMap((panel) =>
          list(panel, 'targets').map((it) => ({ where: ` ${file} panel ${text(panel, 'title')}`, expression: text(it, 'expr').replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h') })),
        ),
      );
    default:
      return [];
  }
}

/** The Grafana boards in a ConfigMap. @param {Manifest} manifest */
export function boards(manifest) {
  if (at(manifest, 'metadata.labels.grafana_dashboard') !== '1') {
    return [];
  }
  return Object.entries(/** @type {Record<string, string>} */ (at(manifest, 'data') ?? {})).map(([file, json]) => ({ file, board: /** @type {import('./tree.mjs').Fields} */ (JSON.parse(json)) }));
}

/** @type {(world: World) => Finding[]} */
export function everyMetricIsExported(world) {
  const recorded = new Set(rules(world).map(({ rule }) => text(rule, 'record')).filter((it) => it !== ''));
  return expressions(world).flatMap(({ where, expression }) => {
    const { metrics, errors } = asked(expression);
    const wrong = metrics.flatMap(({ name, labels }) => {
      if (recorded.has(name)) {
        return [];
      }
      const metric = world.metrics.get(name);
      return metric ? labels.filter((it) => !metric.labels.has(it)).map((it) => `${name} has no label ${it}`) : [`nobody exports ${name}`];
    });
    return [...errors, ...(metrics.length === 0 && errors.length === 0 && !/^vector\(/.test(expression) ? ['asks for nothing'] : []), ...wrong].map((what) => ({ where, what }));
  });
}

/** Boards can be told apart, panels do not cover each other, and each asks the one data source. @type {(world: World) => Finding[]} */
export function boardsAreSound(world) {
  return world.rendered.flatMap((rendered) => {
    const all = rendered.manifests.flatMap(boards);
    const uids = all.map(({ board }) => text(board, 'uid'));
    return all.flatMap(({ file, board }) => {
      const panels = list(board, 'panels');
      const ids = panels.map((it) => it['id']);
      const places = panels.map((it) => `${text(it, 'gridPos.x')},${text(it, 'gridPos.y')}`);
      const found = [
        ...(uids.filter((it) => it === board['uid']).length === 1 && board['uid'] ? [] : ['has no uid of its own']),
        ...(panels.length > 0 && new Set(ids).size === ids.length && new Set(places).size === places.length ? [] : ['has panels of one id or in one place']),
        ...panels.filter((it) => text(it, 'datasource.uid') !== 'prometheus').map((it) => `panel ${text(it, 'title')} asks another data source`),
      ];
      return found.map((what) => ({ where: `${rendered.path}: ${file}`, what }));
    });
  });
}
