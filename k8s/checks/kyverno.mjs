// Kyverno's validate patterns, as far as our policies use them: nested maps, lists of one pattern for all elements, wildcards,
// `|` and `&` and `!` within strings, comparison. It is not Kyverno; docs/not-verified.md says so. What it does not know it refuses.
import { selects } from './refs.mjs';
import { at, fields, list, text } from './tree.mjs';
import { each, inCluster } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Json} Json
 * @typedef {import('./tree.mjs').Fields} Fields
 * @typedef {import('./tree.mjs').Manifest} Manifest
 */

/**
 * What a policy's rules say against a resource; empty when it may be.
 * @param {Fields} policy
 * @param {Manifest} resource
 * @param {Fields} namespaceLabels
 * @returns {string[]}
 */
export function refusals(policy, resource, namespaceLabels) {
  return list(policy, 'spec.rules').flatMap((rule) => {
    const concerns = list(rule, 'match.any').some((it) => {
      const kinds = at(it, 'resources.kinds');
      return Array.isArray(kinds) && kinds.includes(resource.kind) && selects(at(it, 'resources.namespaceSelector'), namespaceLabels);
    });
    const pattern = at(rule, 'validate.pattern');
    if (!concerns || pattern === undefined) {
      return [];
    }
    return matches(resource, pattern) ? [] : [`${text(policy, 'metadata.name')}/${text(rule, 'name')}: ${text(rule, 'validate.message')}`];
  });
}

/**
 * @param {Json} value
 * @param {Json} pattern
 * @returns {boolean}
 */
export function matches(value, pattern) {
  if (Array.isArray(pattern)) {
    const [one, ...more] = pattern;
    if (more.length > 0 || one === undefined) {
      throw new Error('a list in a pattern has one element, for all of the value');
    }
    return Array.isArray(value) && value.length > 0 && value.every((it) => matches(it, one));
  }
  if (pattern !== null && typeof pattern === 'object') {
    return (
      value !== null &&
      typeof value === 'object' &&
      !Array.isArray(value) &&
      Object.entries(pattern).every(([key, inner]) => {
        if (/^[=<^X+(]/.test(key)) {
          throw new Error(`anchor ${key} is not known here`);
        }
        return matches(value[key], inner);
      })
    );
  }
  return typeof pattern === 'string' ? alternatives(value, pattern) : value === pattern;
}

/** @type {(value: Json, pattern: string) => boolean} */
function alternatives(value, pattern) {
  return pattern.split(' | ').some((either) => either.split(' & ').every((all) => scalar(value, all.trim())));
}

/** @type {(value: Json, pattern: string) => boolean} */
function scalar(value, pattern) {
  const compared = /^(>=|<=|>|<)(\d+)$/.exec(pattern);
  if (compared) {
    const [, how, bound] = compared;
    const number = Number(value);
    const limit = Number(bound);
    return typeof value === 'number' && (how === '>=' ? number >= limit : how === '<=' ? number <= limit : how === '>' ? number > limit : number < limit);
  }
  if (pattern.startsWith('!')) {
    return value !== undefined && !wildcard(String(value), pattern.slice(1));
  }
  return value !== undefined && value !== null && wildcard(String(value), pattern);
}

/** @type {(value: string, pattern: string) => boolean} */
function wildcard(value, pattern) {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '.').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 's').test(value);
}

/** Our own pods, by our own policies. @type {(world: World) => Finding[]} */
export function ourPods(world) {
  return each(world, (manifest, { cluster, of }) => {
    const template = fields(manifest, 'spec.template');
    if (of === 'hub' || !('spec' in template) || list(template, 'spec.containers').length === 0) {
      return [];
    }
    const all = inCluster(world, cluster);
    const namespace = all.find((it) => it.kind === 'Namespace' && it.metadata.name === manifest.metadata.namespace);
    const pod = /** @type {Manifest} */ ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: manifest.metadata.name, ...fields(template, 'metadata') }, spec: fields(template, 'spec') });
    const policies = all.filter((it) => it.kind === 'ClusterPolicy');
    return [...(policies.length > 0 ? [] : ['stands where there are no policies']), ...policies.flatMap((it) => refusals(it, pod, fields(namespace, 'metadata.labels')))];
  });
}
