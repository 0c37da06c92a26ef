// Who may talk to whom, and how often something is sent again.
import fs from 'node:fs';
import path from 'node:path';
import * as yaml from 'js-yaml';
import { directory, strings } from './refs.mjs';
import { ROOT } from './tools.mjs';
import { at, fields, list, text } from './tree.mjs';
import { each, SERVICES } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Fields} Fields
 */

/** Accounts that charts and Istio make, which nothing here renders. */
const MADE_ELSEWHERE = ['ingress/spillway-istio', 'monitoring/prometheus'];

/** Namespaces of ours are closed, in the network and in the mesh, before anything is opened. @type {(world: World) => Finding[]} */
export function closedByDefault(world) {
  return each(world, (manifest, { cluster }) => {
    const labels = fields(manifest, 'metadata.labels');
    if (manifest.kind !== 'Namespace' || labels['spillway.dev/guarded'] !== 'true') {
      return [];
    }
    const { all } = directory(world, cluster);
    const here = all.filter((it) => it.metadata.namespace === manifest.metadata.name);
    const network = here.some((it) => it.kind === 'NetworkPolicy' && Object.keys(fields(it, 'spec.podSelector')).length === 0 && strings(at(it, 'spec.policyTypes')).length === 2 && list(it, 'spec.ingress').length === 0 && list(it, 'spec.egress').length === 0);
    // A policy in Istio's own namespace is every namespace's.
    const mesh = all.some((it) => it.kind === 'AuthorizationPolicy' && Object.keys(fields(it, 'spec')).length === 0 && [manifest.metadata.name, 'istio-system'].includes(it.metadata.namespace ?? ''));
    return [
      ...(network ? [] : ['has no NetworkPolicy that closes it']),
      ...(labels['istio-injection'] !== 'enabled' || mesh ? [] : ['has no AuthorizationPolicy that closes it']),
    ];
  });
}

/** @type {(world: World) => Finding[]} */
export function mutualTls(world) {
  return world.rendered
    .filter((it) => it.of === 'platform' && it.manifests.some((one) => one.kind === 'Gateway' && one.metadata.namespace === 'ingress'))
    .flatMap((it) => {
      const strict = it.manifests.some((one) => one.kind === 'PeerAuthentication' && one.metadata.namespace === 'istio-system' && text(one, 'spec.mtls.mode') === 'STRICT');
      const weaker = it.manifests.filter((one) => one.kind === 'PeerAuthentication' && text(one, 'spec.mtls.mode') !== 'STRICT');
      return [
        ...(strict ? [] : [{ where: it.path, what: 'mTLS is not STRICT in the whole mesh' }]),
        ...weaker.map((one) => ({ where: `${it.path}: ${one.metadata.name}`, what: 'lets callers in without mTLS' })),
      ];
    });
}

/** Rules name accounts that exist, and never everybody. @type {(world: World) => Finding[]} */
export function callers(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'AuthorizationPolicy' || Object.keys(fields(manifest, 'spec')).length === 0) {
      return [];
    }
    const { find } = directory(world, cluster);
    return list(manifest, 'spec.rules').flatMap((rule) => {
      const principals = list(rule, 'from').flatMap((it) => strings(at(it, 'source.principals')));
      return [
        ...(principals.length === 0 ? ['lets in callers without asking who they are'] : []),
        ...principals.flatMap((it) => {
          const [, namespace = '', account = ''] = /^cluster\.local\/ns\/([a-z0-9-]+)\/sa\/([a-z0-9-]+)$/.exec(it) ?? [];
          return MADE_ELSEWHERE.includes(`${namespace}/${account}`) || find('ServiceAccount', account, namespace) ? [] : [`${it} is nobody`];
        }),
      ];
    });
  });
}

/** Prometheus has the certificate that ServiceMonitors say it shows. @type {(world: World) => Finding[]} */
export function prometheusShowsItself(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'ServiceMonitor' || cluster === 'preview') {
      return [];
    }
    const files = list(manifest, 'spec.endpoints').flatMap((it) => ['caFile', 'certFile', 'keyFile'].map((one) => text(it, `tlsConfig.${one}`))).filter((it) => it !== '');
    const monitoring = world.rendered.filter((it) => it.cluster === cluster && it.of === 'hub').flatMap((it) => it.manifests).find((it) => it.metadata.name === `monitoring-${cluster}`);
    const mounts = list(monitoring, 'spec.source.helm.valuesObject.prometheus.prometheusSpec.volumeMounts').map((it) => text(it, 'mountPath'));
    return files.filter((it) => !mounts.includes(path.posix.dirname(it))).map((it) => `Prometheus has no ${it}`);
  });
}

/** The gateway's pods are Istio's to make: they have to pass our policies by what it is told here. @type {(world: World) => Finding[]} */
export function gatewayPaysToo(world) {
  return each(world, (manifest) => {
    if (manifest.kind !== 'Gateway' || !at(manifest, 'spec.infrastructure')) {
      return [];
    }
    const labels = fields(manifest, 'spec.infrastructure.labels');
    return ['team', 'service', 'environment', 'cost-center'].filter((it) => !labels[it]).map((it) => `its pods have no label ${it}, and would be refused`);
  });
}

/** A refusal is not sent again by a proxy, nor held against the pod that said it. @type {(world: World) => Finding[]} */
export function refusalsAreRespected(world) {
  return each(world, (manifest) => {
    if (manifest.kind === 'VirtualService') {
      return list(manifest, 'spec.http').flatMap((route) => {
        const attempts = Number(at(route, 'retries.attempts') ?? 2);
        const on = text(route, 'retries.retryOn').split(',').filter((it) => it !== '');
        const safe = ['connect-failure', 'refused-stream', 'reset-before-request'];
        return [
          ...(attempts > 0 && on.length === 0 ? [`route ${text(route, 'name')} retries by Istio's defaults`] : []),
          ...on.filter((it) => !safe.includes(it)).map((it) => `route ${text(route, 'name')} retries on ${it}: a refusal, or something that may have happened`),
          ...(attempts > 0 && !idempotent(route) ? [`route ${text(route, 'name')} retries what is not idempotent`] : []),
        ];
      });
    }
    if (manifest.kind === 'DestinationRule') {
      const policy = fields(manifest, 'spec.trafficPolicy');
      const outlier = fields(policy, 'outlierDetection');
      return [
        ...(outlier['consecutive5xxErrors'] === 0 && outlier['consecutiveGatewayErrors'] === 0 ? [] : ['ejects pods that refuse honestly']),
        ...(Number(outlier['consecutiveLocalOriginFailures'] ?? 0) > 0 ? [] : ['ejects no pod that cannot be reached']),
        ...(Number(at(policy, 'connectionPool.tcp.maxConnections') ?? 0) > 0 ? [] : ['has no bound on connections']),
        ...(at(policy, 'loadBalancer.localityLbSetting.enabled') === true ? [] : ['does not know near from far']),
      ];
    }
    return [];
  });
}

/** @param {Fields} route */
function idempotent(route) {
  const matches = list(route, 'match');
  return (
    matches.length > 0 &&
    matches.every((it) => text(it, 'method.exact') === 'GET' || at(it, 'headers.idempotency-key') !== undefined || /\/claims$/.test(text(it, 'uri.regex')))
  );
}

/** Every path of docs/api leads from the gateway to the service that has it. @type {(world: World) => Finding[]} */
export function everyPathIsRouted(world) {
  return world.rendered
    .filter((it) => it.of === 'app')
    .flatMap((rendered) => {
      const service = SERVICES.find((it) => rendered.path.startsWith(`apps/${it}/`));
      if (!service) {
        return [];
      }
      const prefixes = rendered.manifests.filter((it) => it.kind === 'HTTPRoute').flatMap((it) => list(it, 'spec.rules')).flatMap((it) => list(it, 'matches')).map((it) => text(it, 'path.value'));
      const covers = (/** @type {string} */ one, /** @type {string} */ prefix) => one === prefix || one.startsWith(`${prefix}/`);
      const paths = apiPaths(service);
      return [
        ...paths.filter((one) => !prefixes.some((it) => covers(one, it))).map((one) => ({ where: rendered.path, what: `${one} is not routed` })),
        ...prefixes.filter((it) => !paths.some((one) => covers(one, it))).map((it) => ({ where: rendered.path, what: `${it} is routed and does not exist` })),
      ];
    });
}

/** @param {string} service */
function apiPaths(service) {
  // `json`: a key that is there twice is the document's own tests' business.
  const api = yaml.load(fs.readFileSync(path.join(ROOT, `docs/api/${service}.yaml`), 'utf8'), { json: true });
  return Object.keys(fields(/** @type {Fields} */ (api), 'paths'));
}
