// A replacement whose path leads nowhere is silent; so nothing may be left that was to be replaced.
import { each } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Json} Json
 */

/** Values that stand in bases only until a fact or a name takes their place. */
const PLACEHOLDERS = ['cluster', 'region', 'node-role', 'issuer-host', 'https://issuer', 'spillway/environment/', 'production:9098', 'here:9098', 'service', 'service-canary', 'service-pods', 'any', '*.service.svc.cluster.local', 'k8s/clusters/cluster/platform'];
/** Where such a word means itself. */
const ITSELF = [/^spec\.args\.\d+\.name$/, /analysis\.args\.\d+\.name$/, /^spec\.trigger/, /topologyKey$/];

/** @type {(world: World) => Finding[]} */
export function nothingIsLeft(world) {
  return each(world, (manifest) => [...left(manifest, '')].filter(([where]) => !ITSELF.some((it) => it.test(where))).map(([where, value]) => `${where} is still "${value}"`));
}

/** @type {(value: Json, where: string) => Generator<[string, string]>} */
function* left(value, where) {
  if (typeof value === 'string') {
    if (PLACEHOLDERS.includes(value)) {
      yield [where, value];
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      yield* left(inner, where === '' ? key : `${where}.${key}`);
    }
  }
}
