// Whatever a manifest names is there.
import { each, inCluster } from './world.mjs';
import { at, fields, list, text } from './tree.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Manifest} Manifest
 * @typedef {import('./tree.mjs').Fields} Fields
 * @typedef {import('./tree.mjs').Json} Json
 * @typedef {import('./tree.mjs').Finding} Finding
 */

const WORKLOADS = ['Rollout', 'Deployment', 'DaemonSet', 'StatefulSet', 'Job'];

/**
 * What there is in a cluster, asked by kind, namespace and name.
 * @param {World} world
 * @param {string} cluster
 */
export function directory(world, cluster) {
  const all = inCluster(world, cluster);
  return {
    all,
    /** @type {(kind: string, name: string, namespace?: string) => Manifest | undefined} */
    find: (kind, name, namespace) =>
      all.find((it) => it.kind === kind && it.metadata.name === name && (namespace === undefined || it.metadata.namespace === namespace)),
    /** @type {(namespace: Json) => Manifest[]} */
    workloads: (namespace) => all.filter((it) => WORKLOADS.includes(it.kind) && it.metadata.namespace === namespace),
  };
}

/**
 * @param {Json} selector
 * @param {Json} labels
 */
export function selects(selector, labels) {
  const wanted = Object.entries(fields(selector, 'matchLabels'));
  return wanted.every(([key, value]) => fields({ labels: labels ?? {} }, 'labels')[key] === value);
}

/** @param {Manifest} workload */
export function pod(workload) {
  return fields(workload, 'spec.template');
}

/** @param {Fields} template */
function portNames(template) {
  return list(template, 'spec.containers').flatMap((it) => list(it, 'ports'));
}

/** @type {(world: World) => Finding[]} */
export function services(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'Service' || !at(manifest, 'spec.selector')) {
      return [];
    }
    const chosen = directory(world, cluster)
      .workloads(manifest.metadata.namespace)
      .filter((it) => selects({ matchLabels: at(manifest, 'spec.selector') }, at(pod(it), 'metadata.labels')));
    if (chosen.length === 0) {
      return ['selects no pod'];
    }
    return list(manifest, 'spec.ports').flatMap((port) =>
      chosen.every((it) => portNames(pod(it)).some((has) => has['name'] === port['targetPort'] || has['containerPort'] === port['targetPort']))
        ? []
        : [`port ${text(port, 'targetPort')} is none of its pods'`],
    );
  });
}

/** @type {(world: World) => Finding[]} */
export function rollouts(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'Rollout') {
      return [];
    }
    const { find } = directory(world, cluster);
    const canary = fields(manifest, 'spec.strategy.canary');
    const { namespace } = manifest.metadata;
    /** @type {[string, string, string | undefined][]} */
    const needed = [
      ['Service', text(canary, 'stableService'), namespace],
      ['Service', text(canary, 'canaryService'), namespace],
      ['VirtualService', text(canary, 'trafficRouting.istio.virtualService.name'), namespace],
      ...list(canary, 'trafficRouting.plugins.argoproj-labs/gatewayAPI.httpRoutes').map((it) => /** @type {[string, string, string]} */ (['HTTPRoute', text(it, 'name'), text(canary, 'trafficRouting.plugins.argoproj-labs/gatewayAPI.namespace')])),
      ...list(canary, 'analysis.templates').map((it) => /** @type {[string, string, undefined]} */ (['ClusterAnalysisTemplate', text(it, 'templateName'), undefined])),
    ];
    const missing = needed.filter(([kind, name, where]) => name !== '' && !find(kind, name, where)).map(([kind, name]) => `${kind} ${name} is not there`);
    const given = new Set(list(canary, 'analysis.args').map((it) => text(it, 'name')));
    const unfilled = list(canary, 'analysis.templates').flatMap((it) =>
      list(find('ClusterAnalysisTemplate', text(it, 'templateName')), 'spec.args')
        .filter((arg) => arg['value'] === undefined && !given.has(text(arg, 'name')))
        .map((arg) => `${text(it, 'templateName')} wants the argument ${text(arg, 'name')}`),
    );
    return [...missing, ...unfilled];
  });
}

/** @type {(world: World) => Finding[]} */
export function routes(world) {
  return each(world, (manifest, { cluster }) => {
    const { find } = directory(world, cluster);
    const { namespace } = manifest.metadata;
    if (manifest.kind === 'VirtualService') {
      const hosts = [...list(manifest, 'spec.http').flatMap((it) => list(it, 'route').map((to) => text(to, 'destination.host'))), ...strings(at(manifest, 'spec.hosts'))];
      return hosts.filter((it) => !find('Service', it, namespace)).map((it) => `host ${it} is no Service`);
    }
    if (manifest.kind !== 'HTTPRoute') {
      return [];
    }
    const backends = list(manifest, 'spec.rules').flatMap((it) => list(it, 'backendRefs'));
    const wrong = backends.flatMap((it) => {
      const service = find('Service', text(it, 'name'), namespace);
      // Hydra's Services are its chart's.
      if (!service) {
        return namespace === 'hydra' ? [] : [`backend ${text(it, 'name')} is no Service`];
      }
      return list(service, 'spec.ports').some((port) => port['port'] === it['port']) ? [] : [`backend ${text(it, 'name')} has no port ${text(it, 'port')}`];
    });
    const parents = list(manifest, 'spec.parentRefs').flatMap((parent) => gatewayFindings(world, cluster, manifest, parent));
    return [...wrong, ...parents];
  });
}

/** @type {(world: World, cluster: string, route: Manifest, parent: Fields) => string[]} */
function gatewayFindings(world, cluster, route, parent) {
  const { find } = directory(world, cluster);
  const gateway = find('Gateway', text(parent, 'name'), text(parent, 'namespace'));
  const listener = list(gateway, 'spec.listeners').find((it) => it['name'] === parent['sectionName']);
  if (!listener) {
    return [`no gateway ${text(parent, 'name')} with a listener ${text(parent, 'sectionName')}`];
  }
  const namespace = find('Namespace', route.metadata.namespace ?? '');
  const admitted = selects(at(listener, 'allowedRoutes.namespaces.selector'), at(namespace, 'metadata.labels'));
  return admitted ? [] : [`gateway ${text(parent, 'name')} does not let in routes of this namespace`];
}

/** @type {(world: World) => Finding[]} */
export function budgetsAndMonitors(world) {
  return each(world, (manifest, { cluster }) => {
    const { all, workloads } = directory(world, cluster);
    const { namespace } = manifest.metadata;
    if (manifest.kind === 'PodDisruptionBudget') {
      // No selector at all protects nothing, an empty one everything.
      const found = Object.keys(fields(manifest, 'spec.selector.matchLabels')).length > 0 && workloads(namespace).some((it) => selects(at(manifest, 'spec.selector'), at(pod(it), 'metadata.labels')));
      return found ? [] : ['protects no pod'];
    }
    if (manifest.kind === 'ServiceMonitor') {
      const found = all.filter((it) => it.kind === 'Service' && it.metadata.namespace === namespace && selects(at(manifest, 'spec.selector'), at(it, 'metadata.labels')));
      const ports = list(manifest, 'spec.endpoints').map((it) => text(it, 'port'));
      const missing = ports.filter((port) => !found.some((it) => list(it, 'spec.ports').some((has) => has['name'] === port)));
      return [...(found.length === 0 ? ['finds no Service'] : []), ...missing.map((it) => `finds no port ${it}`)];
    }
    if (manifest.kind === 'ScaledObject') {
      const target = fields(manifest, 'spec.scaleTargetRef');
      const scaled = all.find((it) => it.kind === target['kind'] && it.apiVersion === target['apiVersion'] && it.metadata.name === target['name'] && it.metadata.namespace === namespace);
      return [
        ...(scaled ? [] : [`scales nothing: ${text(target, 'kind')} ${text(target, 'name')}`]),
        ...(Number(at(manifest, 'spec.minReplicaCount')) > Number(at(manifest, 'spec.maxReplicaCount')) ? ['has a minimum above its maximum'] : []),
        ...(Number(at(manifest, 'spec.fallback.replicas') ?? 0) > Number(at(manifest, 'spec.maxReplicaCount')) ? ['falls back to more than its maximum'] : []),
      ];
    }
    return [];
  });
}

/** What pods mount, read, run as and are ranked by. @type {(world: World) => Finding[]} */
export function podReferences(world) {
  return each(world, (manifest, { cluster, of }) => {
    if (of === 'hub' || !WORKLOADS.includes(manifest.kind)) {
      return [];
    }
    const { find } = directory(world, cluster);
    const { namespace } = manifest.metadata;
    const template = pod(manifest);
    const spec = fields(template, 'spec');
    const keys = (/** @type {'ConfigMap' | 'Secret'} */ kind, /** @type {string} */ name) => keysOf(world, cluster, kind, name, namespace);
    /** @type {string[]} */
    const found = [];
    const need = (/** @type {'ConfigMap' | 'Secret'} */ kind, /** @type {string} */ name, /** @type {string} */ key = '') => {
      const has = keys(kind, name);
      if (!has) {
        found.push(`${kind} ${name} is not there`);
      } else if (key !== '' && !has.includes('*') && !has.includes(key)) {
        found.push(`${kind} ${name} has no ${key}`);
      }
    };
    for (const container of [...list(spec, 'containers'), ...list(spec, 'initContainers')]) {
      for (const from of list(container, 'envFrom')) {
        const configMap = text(from, 'configMapRef.name');
        const secret = text(from, 'secretRef.name');
        need(configMap ? 'ConfigMap' : 'Secret', configMap || secret);
      }
      for (const variable of list(container, 'env')) {
        const secret = fields(variable, 'valueFrom.secretKeyRef');
        if (secret['name']) {
          need('Secret', text(secret, 'name'), text(secret, 'key'));
        }
      }
      const volumes = new Set(list(spec, 'volumes').map((it) => text(it, 'name')));
      for (const mount of list(container, 'volumeMounts').filter((it) => !volumes.has(text(it, 'name')))) {
        found.push(`mounts a volume ${text(mount, 'name')} that is not there`);
      }
      const ports = list(container, 'ports').map((it) => it['name']);
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        const port = at(container, `${probe}.httpGet.port`) ?? at(container, `${probe}.tcpSocket.port`);
        if (typeof port === 'string' && !ports.includes(port)) {
          found.push(`${probe} asks a port ${port} that is not there`);
        }
      }
    }
    for (const volume of list(spec, 'volumes')) {
      if (at(volume, 'configMap.name')) {
        need('ConfigMap', text(volume, 'configMap.name'));
      }
      if (at(volume, 'secret.secretName')) {
        need('Secret', text(volume, 'secret.secretName'));
      }
    }
    const account = text(spec, 'serviceAccountName');
    if (account && !find('ServiceAccount', account, namespace)) {
      found.push(`ServiceAccount ${account} is not there`);
    }
    const priority = text(spec, 'priorityClassName');
    if (priority && !find('PriorityClass', priority)) {
      found.push(`PriorityClass ${priority} is not there`);
    }
    if (!selects(at(manifest, 'spec.selector'), at(template, 'metadata.labels'))) {
      found.push('does not select its own pods');
    }
    return found;
  });
}

/**
 * The keys of a ConfigMap, or of the Secret that an ExternalSecret makes; `*` when they are only known in Secrets Manager.
 * @type {(world: World, cluster: string, kind: 'ConfigMap' | 'Secret', name: string, namespace: string | undefined) => string[] | undefined}
 */
export function keysOf(world, cluster, kind, name, namespace) {
  const { all, find } = directory(world, cluster);
  if (kind === 'ConfigMap') {
    const map = find('ConfigMap', name, namespace);
    return map && Object.keys(fields(map, 'data'));
  }
  const source = all.find((it) => it.kind === 'ExternalSecret' && it.metadata.namespace === namespace && text(it, 'spec.target.name') === name);
  if (!source) {
    return undefined;
  }
  const template = Object.keys(fields(source, 'spec.target.template.data'));
  const plain = list(source, 'spec.data').map((it) => text(it, 'secretKey'));
  return list(source, 'spec.dataFrom').length > 0 ? ['*'] : template.length > 0 ? template : plain;
}

/** Stores, issuers and what templates are made of. @type {(world: World) => Finding[]} */
export function secretsAndCertificates(world) {
  return each(world, (manifest, { cluster }) => {
    const { find } = directory(world, cluster);
    if (manifest.kind === 'Certificate') {
      const issuer = fields(manifest, 'spec.issuerRef');
      return find(text(issuer, 'kind'), text(issuer, 'name')) ? [] : [`issuer ${text(issuer, 'name')} is not there`];
    }
    if (manifest.kind !== 'ExternalSecret') {
      return [];
    }
    const store = fields(manifest, 'spec.secretStoreRef');
    const known = new Set(list(manifest, 'spec.data').map((it) => text(it, 'secretKey')));
    const used = Object.values(fields(manifest, 'spec.target.template.data')).flatMap((it) => [...String(it).matchAll(/\{\{\s*\.(\w+)\s*\}\}/g)].map((found) => found[1] ?? ''));
    return [
      ...(find(text(store, 'kind'), text(store, 'name')) ? [] : [`store ${text(store, 'name')} is not there`]),
      ...[...new Set(used)].filter((it) => !known.has(it)).map((it) => `its template wants ${it}, which is not fetched`),
    ];
  });
}

/** @param {Json} value */
export function strings(value) {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}
