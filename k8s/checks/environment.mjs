// Every variable that a service is given is one that it knows.
import { keysOf, pod } from './refs.mjs';
import { list, text } from './tree.mjs';
import { each } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 */

/** Read by the JVM itself. */
const OF_THE_JVM = ['JAVA_TOOL_OPTIONS'];
/** The extension hands every `kafka.…` to the client: names of the client's own configuration, of those that README.md names. */
const OF_KAFKA = ['KAFKA_SECURITY_PROTOCOL', 'KAFKA_SASL_MECHANISM', 'KAFKA_SASL_JAAS_CONFIG', 'KAFKA_SASL_CLIENT_CALLBACK_HANDLER_CLASS'];

/** @type {(world: World) => Finding[]} */
export function environment(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'Rollout') {
      return [];
    }
    const known = variables(world.properties.get(manifest.metadata.name) ?? new Map());
    const container = list(pod(manifest), 'spec.containers')[0];
    const given = [
      ...list(container, 'env').map((it) => text(it, 'name')),
      ...list(container, 'envFrom').flatMap((it) => {
        const map = text(it, 'configMapRef.name');
        return keysOf(world, cluster, map ? 'ConfigMap' : 'Secret', map || text(it, 'secretRef.name'), manifest.metadata.namespace) ?? [];
      }),
    ];
    const missing = ['QUARKUS_DATASOURCE_JDBC_URL', 'KAFKA_BOOTSTRAP_SERVERS', 'QUARKUS_REDIS_HOSTS', 'QUARKUS_OIDC_AUTH_SERVER_URL'].filter((it) => !given.includes(it));
    return [
      ...given.filter((it) => !known.has(it)).map((it) => `the service knows no ${it}`),
      // A preview's are put in by its ApplicationSet.
      ...(cluster === 'preview' ? [] : missing.map((it) => `is not told ${it}, so it would look for it on its own machine`)),
    ];
  });
}

/**
 * By the rule of MicroProfile Config: a property's name in capitals, with `_` for all that is no letter or digit.
 * @param {Map<string, string>} properties
 */
function variables(properties) {
  const names = new Set([...OF_THE_JVM, ...OF_KAFKA]);
  for (const [name, value] of properties) {
    names.add(name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase());
    for (const found of value.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)) {
      names.add(found[1] ?? '');
    }
  }
  return names;
}
