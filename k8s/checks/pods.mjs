// How pods live and die: what a newcomer would forget.
import { pod, selects } from './refs.mjs';
import { at, fields, list, text } from './tree.mjs';
import { each } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 */

/** Seconds between the end of the drain and the kernel's own end that must be left. */
const TO_SPARE = 5;

/** A pod is given longer than it needs to let go of what it holds. @type {(world: World) => Finding[]} */
export function graceful(world) {
  return each(world, (manifest) => {
    if (manifest.kind !== 'Rollout') {
      return [];
    }
    const properties = world.properties.get(manifest.metadata.name);
    const spec = fields(pod(manifest), 'spec');
    const preStop = Number(at(spec, 'containers.0.lifecycle.preStop.sleep.seconds') ?? 0);
    const drain = seconds(properties?.get('quarkus.shutdown.delay')) + seconds(properties?.get('quarkus.shutdown.timeout'));
    const grace = Number(at(spec, 'terminationGracePeriodSeconds') ?? 30);
    return [
      ...(preStop >= 3 ? [] : ['has no preStop of at least 3 s: callers still come while it stops']),
      ...(grace >= preStop + drain + TO_SPARE ? [] : [`terminationGracePeriodSeconds ${grace} is less than preStop ${preStop} + drain ${drain} + ${TO_SPARE}`]),
    ];
  });
}

/** @param {string | undefined} duration */
function seconds(duration) {
  const parsed = /^(\d+)(ms|s|m)$/.exec(duration ?? '');
  if (!parsed) {
    throw new Error(`not a duration: ${duration}`);
  }
  return Number(parsed[1]) * { ms: 0.001, s: 1, m: 60 }[/** @type {'ms' | 's' | 'm'} */ (parsed[2])];
}

/** The services' own pods: health, memory, place. @type {(world: World) => Finding[]} */
export function servicePods(world) {
  return each(world, (manifest) => {
    if (manifest.kind !== 'Rollout') {
      return [];
    }
    const spec = fields(pod(manifest), 'spec');
    const container = fields(spec, 'containers.0');
    const probes = { startupProbe: '/q/health/started', readinessProbe: '/q/health/ready', livenessProbe: '/q/health/live' };
    const port = world.properties.get(manifest.metadata.name)?.get('quarkus.http.port');
    const zones = list(spec, 'topologySpreadConstraints').find((it) => it['topologyKey'] === 'topology.kubernetes.io/zone');
    const { requests, limits } = /** @type {{ requests?: import('./tree.mjs').Fields, limits?: import('./tree.mjs').Fields }} */ (fields(container, 'resources'));
    return [
      ...Object.entries(probes).flatMap(([probe, path]) => (text(container, `${probe}.httpGet.path`) === path ? [] : [`${probe} does not ask ${path}`])),
      ...(list(container, 'ports').some((it) => String(it['containerPort']) === port) ? [] : [`has no port ${port}, where the service listens`]),
      ...(zones && selects(at(zones, 'labelSelector'), at(pod(manifest), 'metadata.labels')) && Object.keys(fields(zones, 'labelSelector.matchLabels')).length > 0
        ? []
        : ['is not spread over zones']),
      ...(requests?.['memory'] !== undefined && requests['memory'] === limits?.['memory'] ? [] : ['asks for less memory than it may use: the node may run out']),
      ...(at(manifest, 'spec.replicas') === undefined ? [] : ['says how many pods there are; the scaler does, and Argo CD would fight it']),
      ...(fields(spec, 'nodeSelector')['kubernetes.io/arch'] === 'arm64' ? [] : ['is not for arm64']),
    ];
  });
}

/** Nodes that are asked for exist, and their taints are borne. @type {(world: World) => Finding[]} */
export function places(world) {
  return each(world, (manifest, { cluster, of }) => {
    const spec = fields(pod(manifest), 'spec');
    const wanted = fields(spec, 'nodeSelector')['spillway.dev/pool'];
    if (of === 'hub' || wanted === undefined) {
      return [];
    }
    const host = cluster === 'preview' ? 'development' : cluster;
    const pool = world.rendered
      .filter((it) => it.cluster === host)
      .flatMap((it) => it.manifests)
      .find((it) => it.kind === 'NodePool' && fields(it, 'spec.template.metadata.labels')['spillway.dev/pool'] === wanted);
    if (!pool) {
      return [`no NodePool ${wanted}`];
    }
    const borne = list(spec, 'tolerations');
    return list(pool, 'spec.template.spec.taints')
      .filter((taint) => !borne.some((it) => (it['key'] === taint['key'] || it['key'] === undefined) && (it['operator'] === 'Exists' || it['value'] === taint['value'])))
      .map((taint) => `does not bear the taint ${text(taint, 'key')}=${text(taint, 'value')} of its pool`);
  });
}

/** Canaries begin small, grow, end whole, and are judged by all four measures. @type {(world: World) => Finding[]} */
export function canaries(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'Rollout' || cluster === 'preview') {
      return [];
    }
    const canary = fields(manifest, 'spec.strategy.canary');
    const steps = list(canary, 'steps');
    const weights = steps.map((it) => it['setWeight']).filter((it) => typeof it === 'number');
    const judged = list(canary, 'analysis.templates').map((it) => text(it, 'templateName'));
    const paused = steps.every((step, i) => step['setWeight'] === undefined || at(steps[i + 1], 'pause.duration') !== undefined);
    return [
      ...(weights.join() === '5,25,50,100' ? [] : [`goes ${weights.join(' → ')} %, not 5 → 25 → 50 → 100`]),
      ...(paused ? [] : ['has a step that is not followed by a pause of some length']),
      ...['success-rate', 'latency', 'refusals', 'memory'].filter((it) => !judged.includes(it)).map((it) => `is not judged by ${it}`),
    ];
  });
}

/** Scalers are quick to come and slow to go. @type {(world: World) => Finding[]} */
export function scalers(world) {
  return each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'ScaledObject' || cluster === 'preview') {
      return [];
    }
    const behavior = fields(manifest, 'spec.advanced.horizontalPodAutoscalerConfig.behavior');
    const triggers = list(manifest, 'spec.triggers');
    const kinds = new Set(triggers.map((it) => it['type']));
    const badCron = triggers.filter((it) => it['type'] === 'cron' && Number(at(it, 'metadata.desiredReplicas')) > Number(at(manifest, 'spec.maxReplicaCount')));
    return [
      ...(Number(at(behavior, 'scaleUp.stabilizationWindowSeconds') ?? 1) === 0 ? [] : ['waits before it scales up']),
      ...(Number(at(behavior, 'scaleDown.stabilizationWindowSeconds') ?? 0) >= 300 ? [] : ['scales down within five minutes']),
      ...(kinds.has('prometheus') && kinds.has('cpu') ? [] : ['does not scale by both what waits and CPU']),
      ...badCron.map(() => 'announces more pods than it may have'),
    ];
  });
}
