// Everything that a check may look at: the rendered tree and what it is held against.
import fs from 'node:fs';
import path from 'node:path';
import { documentedMetrics, foreignMetrics } from './metric-names.mjs';
import { K8S, ROOT } from './tools.mjs';
import { renderAll } from './tree.mjs';

/**
 * @typedef {import('./tree.mjs').Rendered} Rendered
 * @typedef {import('./tree.mjs').Manifest} Manifest
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {{ rendered: Rendered[], metrics: Map<string, import('./metric-names.mjs').Metric>, properties: Map<string, Map<string, string>>, exports: Exports | undefined, runbooks: Map<string, string> }} World
 * @typedef {{ name: string, account: string, region: string, serviceAccounts: Record<string, string>, secrets: Record<string, string>, karpenter: { nodeRole: string, interruptionQueue: string, discovery: { key: string, value: string } }, database?: { engine: string, maxConnections: number, reservedConnections: number }, host?: string }} ExportedCluster
 * @typedef {{ partitions: number, replicationFactor: number, minInsyncReplicas: number, retentionHours: number, cleanupPolicy: string, mirrored: boolean }} ExportedTopic
 * @typedef {{ version: number, clusters: Record<string, ExportedCluster>, topics: Record<string, ExportedTopic>, registry: { host: string, repositories: string[] } }} Exports
 */

export const SERVICES = ['wallet', 'giveaway'];
export const EXPORTS = path.join(ROOT, 'infra/exports.json');

/** @type {Promise<World> | undefined} */
let loaded;

/** The world, loaded once; whoever changes something in it changes a copy. */
export function loadWorld() {
  loaded ??= load();
  return loaded;
}

/** @returns {Promise<World>} */
async function load() {
  return {
    rendered: await renderAll(),
    metrics: new Map([...documentedMetrics(), ...foreignMetrics()]),
    properties: new Map(SERVICES.map((it) => [it, properties(it)])),
    exports: fs.existsSync(EXPORTS) ? JSON.parse(fs.readFileSync(EXPORTS, 'utf8')) : undefined,
    runbooks: runbooks(),
  };
}

/** What every service takes for granted, and what is its own, which goes before it. */
const COMMON = 'edge/src/main/resources/META-INF/microprofile-config.properties';

/**
 * A service's configuration, with `${…}` put in.
 * @param {string} service
 */
function properties(service) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const file of [COMMON, `services/${service}/src/main/resources/application.properties`]) {
    for (const line of fs.readFileSync(path.join(ROOT, file), 'utf8').split('\n')) {
      const equals = line.indexOf('=');
      if (!line.startsWith('#') && equals > 0) {
        found.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
      }
    }
  }
  for (const [key, value] of found) {
    found.set(key, value.replace(/\$\{([a-z][a-z.-]*)\}/g, (whole, name) => found.get(name) ?? whole));
  }
  return found;
}

function runbooks() {
  const folder = path.join(ROOT, 'docs/runbooks');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((it) => it.endsWith('.md')) : [];
  return new Map(names.map((it) => [it, fs.readFileSync(path.join(folder, it), 'utf8')]));
}

/**
 * All that stands in one cluster: its platform and its services. A preview stands in the development cluster.
 * @param {World} world
 * @param {string} cluster
 */
export function inCluster(world, cluster) {
  const host = cluster === 'preview' ? 'development' : cluster;
  return world.rendered
    .filter((it) => it.of !== 'hub' && (it.cluster === host || it.cluster === cluster))
    .flatMap((it) => it.manifests);
}

/**
 * What is rendered to be applied to clusters, one at a time.
 * @param {World} world
 * @param {(manifest: Manifest, rendered: Rendered) => string[]} look says what is wrong
 * @returns {Finding[]}
 */
export function each(world, look) {
  return world.rendered.flatMap((rendered) =>
    rendered.manifests.flatMap((manifest) =>
      look(manifest, rendered).map((what) => ({
        where: `${rendered.path}: ${manifest.kind} ${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`,
        what,
      })),
    ),
  );
}

/** Files of ours below k8s/, but for what npm and the checks bring. */
export function sources() {
  /** @type {string[]} */
  const found = [];
  const walk = (/** @type {string} */ folder) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!['node_modules', 'checks'].includes(entry.name)) {
          walk(file);
        }
      } else {
        found.push(file);
      }
    }
  };
  walk(K8S);
  return found;
}
