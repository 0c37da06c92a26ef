// The tree as Argo CD would apply it: every kustomization of every cluster, rendered.
import fs from 'node:fs';
import path from 'node:path';
import * as yaml from 'js-yaml';
import { K8S, kustomize } from './tools.mjs';

/**
 * @typedef {import('./manifest.d.ts').Json} Json
 * @typedef {import('./manifest.d.ts').Fields} Fields
 * @typedef {import('./manifest.d.ts').Manifest} Manifest
 * @typedef {{ path: string, cluster: string, of: 'app' | 'platform' | 'hub', manifests: Manifest[] }} Rendered
 * @typedef {{ where: string, what: string }} Finding
 */

/** The folders that Argo CD is pointed at, with the cluster that each is for. */
export function targets() {
  /** @type {{ path: string, cluster: string, of: Rendered['of'] }[]} */
  const found = [];
  for (const service of folders('apps')) {
    for (const overlay of folders(`apps/${service}/overlays`)) {
      found.push({ path: `apps/${service}/overlays/${overlay}`, cluster: overlay, of: 'app' });
    }
  }
  for (const cluster of folders('clusters')) {
    found.push({ path: `clusters/${cluster}/applications`, cluster, of: 'hub' });
    found.push({ path: `clusters/${cluster}/platform`, cluster, of: 'platform' });
  }
  found.push({ path: 'bootstrap', cluster: 'tooling', of: 'hub' });
  found.push({ path: 'previews/stack', cluster: 'preview', of: 'app' });
  return found;
}

/** @returns {Promise<Rendered[]>} */
export async function renderAll() {
  return Promise.all(
    targets().map(async (target) => ({ ...target, manifests: parse(await kustomize(path.join(K8S, target.path))) })),
  );
}

/**
 * @param {string} text
 * @returns {Manifest[]}
 */
export function parse(text) {
  return /** @type {Manifest[]} */ (yaml.loadAll(text).filter((it) => it !== null && it !== undefined));
}

/**
 * The folders of a folder that hold something of ours.
 * @param {string} folder relative to k8s/
 */
export function folders(folder) {
  const full = path.join(K8S, folder);
  if (!fs.existsSync(full)) {
    return [];
  }
  return fs
    .readdirSync(full, { withFileTypes: true })
    .filter((it) => it.isDirectory() && it.name !== 'node_modules')
    .map((it) => it.name)
    .sort();
}

/**
 * The value at a path such as `spec.template.spec`; undefined where there is none.
 * @param {Json} value
 * @param {string} dotted
 * @returns {Json}
 */
export function at(value, dotted) {
  let here = value;
  for (const key of dotted.split('.')) {
    if (here === null || typeof here !== 'object') {
      return undefined;
    }
    here = Array.isArray(here) ? here[Number(key)] : here[key];
  }
  return here;
}

/**
 * The same as a list of objects; empty where there is none.
 * @param {Json} value
 * @param {string} dotted
 * @returns {Fields[]}
 */
export function list(value, dotted) {
  const found = at(value, dotted);
  return Array.isArray(found) ? found.filter(isFields) : [];
}

/**
 * @param {Json} value
 * @param {string} dotted
 * @returns {Fields}
 */
export function fields(value, dotted) {
  const found = at(value, dotted);
  return isFields(found) ? found : {};
}

/**
 * @param {Json} value
 * @param {string} dotted
 */
export function text(value, dotted) {
  const found = at(value, dotted);
  return found === undefined || found === null ? '' : String(found);
}

/**
 * @param {Json} value
 * @returns {value is Fields}
 */
function isFields(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @param {Manifest} manifest */
export function name(manifest) {
  const { namespace } = manifest.metadata;
  return `${manifest.kind} ${namespace ? `${namespace}/` : ''}${manifest.metadata.name}`;
}
