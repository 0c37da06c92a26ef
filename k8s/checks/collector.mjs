// The collector's configuration, as far as it can be judged without it: pipelines are made of parts that are configured, parts
// that are configured are used, and the cloud's own tunnel leads where something answers.
import * as yaml from 'js-yaml';
import { strings } from './refs.mjs';
import { at, fields, list, text } from './tree.mjs';
import { each } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Fields} Fields
 */

/** @type {(world: World) => Finding[]} */
export function pipelines(world) {
  return each(world, (manifest) => {
    if (manifest.kind !== 'ConfigMap' || !/^otel-/.test(manifest.metadata.name)) {
      return [];
    }
    return Object.entries(fields(manifest, 'data')).flatMap(([file, source]) => configFindings(/** @type {Fields} */ (yaml.load(String(source)))).map((it) => `${file}: ${it}`));
  });
}

/** @param {Fields} config */
function configFindings(config) {
  const used = new Set(strings(at(config, 'service.extensions')));
  const connectors = Object.keys(fields(config, 'connectors'));
  /** @type {string[]} */
  const found = [];
  for (const [name, pipeline] of Object.entries(fields(config, 'service.pipelines'))) {
    for (const part of ['receivers', 'processors', 'exporters']) {
      for (const it of strings(at(pipeline, part))) {
        used.add(it);
        const there = it in fields(config, part) || (part !== 'processors' && connectors.includes(it));
        if (!there) {
          found.push(`pipeline ${name} uses ${part} ${it}, which is not configured`);
        }
      }
    }
    if (strings(at(pipeline, 'receivers')).includes('otlp') && strings(at(pipeline, 'processors'))[0] !== 'memory_limiter') {
      found.push(`pipeline ${name} does not bound its memory first`);
    }
  }
  for (const part of ['receivers', 'processors', 'exporters', 'extensions', 'connectors']) {
    found.push(...Object.keys(fields(config, part)).filter((it) => !used.has(it)).map((it) => `${part} ${it} is configured and not used`));
  }
  return found;
}

/** @type {(world: World) => Finding[]} */
export function tunnel(world) {
  return each(world, (manifest) => {
    const source = fields(manifest, 'data')['config.yaml'];
    if (manifest.kind !== 'ConfigMap' || !manifest.metadata.name.startsWith('tunnel-')) {
      return [];
    }
    const rules = list(/** @type {Fields} */ (yaml.load(String(source))), 'ingress');
    const last = rules.at(-1);
    return [
      ...(text(last, 'service') === 'http_status:404' && last?.['path'] === undefined ? [] : ['lets through whatever is not named']),
      ...rules.slice(0, -1).filter((it) => text(it, 'service') !== 'http://spillway-istio.ingress.svc.cluster.local:80').map((it) => `leads past the gateway: ${text(it, 'service')}`),
    ];
  });
}
