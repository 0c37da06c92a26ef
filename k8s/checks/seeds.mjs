// Mistakes, each the kind that somebody will make, each with the check that must refuse it. `schema` is the validation of fields
// and values.
import { at, fields, list } from './tree.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Manifest} Manifest
 * @typedef {import('./tree.mjs').Fields} Fields
 * @typedef {import('./tree.mjs').Json} Json
 * @typedef {{ name: string, check: string, seed: (world: World) => void }} Mistake
 */

const WALLET = 'apps/wallet/overlays/production';
const GIVEAWAY = 'apps/giveaway/overlays/production';
const PLATFORM = 'clusters/production/platform';
const HUB = 'clusters/production/applications';

/** @type {(world: World, path: string) => Manifest[]} */
function rendered(world, path) {
  const found = world.rendered.find((it) => it.path === path);
  if (!found) {
    throw new Error(`nothing is rendered at ${path}`);
  }
  return found.manifests;
}

/** @type {(world: World, path: string, kind: string, name: string | RegExp) => Manifest} */
function get(world, path, kind, name) {
  const found = rendered(world, path).find((it) => it.kind === kind && (typeof name === 'string' ? it.metadata.name === name : name.test(it.metadata.name)));
  if (!found) {
    throw new Error(`${path} has no ${kind} ${name}`);
  }
  return found;
}

/** Sets a value at a path; undefined takes it away. @type {(manifest: Json, path: string, value: Json) => void} */
function set(manifest, path, value) {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = /** @type {Fields} */ (keys.length === 0 ? manifest : at(manifest, keys.join('.')));
  if (parent === undefined) {
    throw new Error(`no ${path}`);
  }
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
}

/** A mistake in one value. @type {(name: string, check: string, path: string, kind: string, which: string | RegExp, where: string, value: Json) => Mistake} */
function value(name, check, path, kind, which, where, value) {
  return { name, check, seed: (world) => set(get(world, path, kind, which), where, value) };
}

/** Something is gone. @type {(name: string, check: string, path: string, kind: string, which: string | RegExp) => Mistake} */
function gone(name, check, path, kind, which) {
  return {
    name,
    check,
    seed(world) {
      const manifests = rendered(world, path);
      manifests.splice(manifests.indexOf(get(world, path, kind, which)), 1);
    },
  };
}

/** Another expression in a rule. @type {(name: string, check: string, rule: string, alert: string, where: string, to: Json) => Mistake} */
function rule(name, check, rule, alert, where, to) {
  return {
    name,
    check,
    seed(world) {
      const found = list(get(world, PLATFORM, 'PrometheusRule', rule), 'spec.groups').flatMap((it) => list(it, 'rules')).find((it) => it['alert'] === alert || it['record'] === alert);
      if (!found) {
        throw new Error(`no rule ${alert}`);
      }
      set(found, where, to);
    },
  };
}

const CONTAINER = 'spec.template.spec.containers.0';

/** @type {Mistake[]} */
export const MISTAKES = [
  // Fields and values.
  value('a misspelt field of a pod', 'schema', WALLET, 'Rollout', 'wallet', 'spec.template.spec.terminationGracePeriod', 30),
  value('a number as a string', 'schema', WALLET, 'Rollout', 'wallet', 'spec.revisionHistoryLimit', 'three'),
  value('a number where a port name belongs', 'schema', WALLET, 'Rollout', 'wallet', `${CONTAINER}.ports.0.containerPort`, '8080'),
  value('a step that there is not', 'schema', WALLET, 'Rollout', 'wallet', 'spec.strategy.canary.steps.0', { setWeigth: 5 }),
  value('a pull policy that there is not', 'schema', PLATFORM, 'Deployment', 'tunnel', `${CONTAINER}.imagePullPolicy`, 'Sometimes'),
  value('a field of another kind in a NodePool', 'schema', PLATFORM, 'NodePool', 'services', 'spec.disruption.consolidateAfterIdle', '5m'),
  value('mTLS of a mode that there is not', 'schema', PLATFORM, 'PeerAuthentication', 'default', 'spec.mtls.mode', 'STRICTER'),
  value('a scaler’s maximum, misspelt', 'schema', WALLET, 'ScaledObject', 'wallet', 'spec.maxReplicas', 20),
  value('a topic without partitions', 'schema', PLATFORM, 'KafkaTopic', 'giveaway.claims.v1', 'spec.partitions', undefined),
  value('a policy that only warns, misspelt', 'schema', PLATFORM, 'ClusterPolicy', 'limits', 'spec.validationFailureAction', 'Warn'),
  value('an Application’s source in the wrong place', 'schema', HUB, 'Application', 'keda-production', 'spec.chart', 'keda'),
  value('a kind that nobody knows', 'schema', PLATFORM, 'Deployment', 'tunnel', 'apiVersion', 'apps/v2'),
  value('an outlier field, misspelt', 'schema', WALLET, 'DestinationRule', 'wallet', 'spec.trafficPolicy.outlierDetection.consecutive5xxError', 5),
  value('an external secret without a store', 'schema', WALLET, 'ExternalSecret', 'wallet', 'spec.target', 'wallet'),

  // References.
  value('a selector that selects nothing', 'services select pods', WALLET, 'Service', 'wallet', 'spec.selector', { 'app.kubernetes.io/name': 'walet' }),
  value('a port that no pod has', 'services select pods', WALLET, 'Service', 'wallet', 'spec.ports.0.targetPort', 'web'),
  gone('no Service for the canary', 'rollouts refer to what exists', WALLET, 'Service', 'wallet-canary'),
  gone('no template for the latency', 'rollouts refer to what exists', PLATFORM, 'ClusterAnalysisTemplate', 'latency'),
  value('an argument that the templates want, not given', 'rollouts refer to what exists', WALLET, 'Rollout', 'wallet', 'spec.strategy.canary.analysis.args', []),
  value('a backend with another port', 'routes lead to services', WALLET, 'HTTPRoute', 'wallet', 'spec.rules.0.backendRefs.0.port', 8080),
  value('a gateway’s listener that there is not', 'routes lead to services', WALLET, 'HTTPRoute', 'wallet', 'spec.parentRefs.0.sectionName', 'https'),
  value('a namespace that the gateway does not let in', 'routes lead to services', WALLET, 'Namespace', 'wallet', 'metadata.labels', { 'istio-injection': 'enabled' }),
  value('a disruption budget of nobody', 'budgets, monitors and scalers find their pods', WALLET, 'PodDisruptionBudget', 'wallet', 'spec.selector.matchLabels', { app: 'wallet' }),
  value('a monitor of a port that there is not', 'budgets, monitors and scalers find their pods', WALLET, 'ServiceMonitor', 'wallet', 'spec.endpoints.0.port', 'metrics'),
  value('a scaler of a Deployment that is a Rollout', 'budgets, monitors and scalers find their pods', WALLET, 'ScaledObject', 'wallet', 'spec.scaleTargetRef', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'wallet' }),
  value('a key that its secret does not have', 'pods find what they mount and read', PLATFORM, 'Deployment', 'otel-gateway', `${CONTAINER}.env.1.valueFrom.secretKeyRef.key`, 'apiKey'),
  gone('a settings map that is gone', 'pods find what they mount and read', WALLET, 'ConfigMap', /^settings/),
  value('a probe of a port that there is not', 'pods find what they mount and read', WALLET, 'Rollout', 'wallet', `${CONTAINER}.livenessProbe.httpGet.port`, 'health'),
  value('a template’s value that is not fetched', 'secrets have stores, certificates issuers', WALLET, 'ExternalSecret', 'wallet', 'spec.target.template.data.QUARKUS_DATASOURCE_JDBC_URL', 'jdbc:postgresql://{{ .hots }}/spillway'),
  value('an issuer that there is not', 'secrets have stores, certificates issuers', PLATFORM, 'Certificate', 'internal-ca', 'spec.issuerRef.name', 'letsencrypt'),

  // The services.
  value('a variable that the service does not know', 'services know their variables', WALLET, 'ConfigMap', /^settings/, 'data.SPILLWAY_LEDGER_WRITER', '4'),
  value('a variable without which it looks at its own machine', 'services know their variables', WALLET, 'ConfigMap', /^settings/, 'data.QUARKUS_OIDC_AUTH_SERVER_URL', undefined),
  value('a grace period that is too short', 'pods have time to let go', WALLET, 'Rollout', 'wallet', 'spec.template.spec.terminationGracePeriodSeconds', 15),
  value('no preStop', 'pods have time to let go', GIVEAWAY, 'Rollout', 'giveaway', `${CONTAINER}.lifecycle`, undefined),
  value('ready asked of the wrong path', 'service pods are healthy, bounded and spread', WALLET, 'Rollout', 'wallet', `${CONTAINER}.readinessProbe.httpGet.path`, '/q/health'),
  value('more memory allowed than asked for', 'service pods are healthy, bounded and spread', WALLET, 'Rollout', 'wallet', `${CONTAINER}.resources.limits.memory`, '1Gi'),
  value('all in one zone', 'service pods are healthy, bounded and spread', WALLET, 'Rollout', 'wallet', 'spec.template.spec.topologySpreadConstraints', []),
  value('a number of pods in git', 'service pods are healthy, bounded and spread', WALLET, 'Rollout', 'wallet', 'spec.replicas', 4),
  value('a taint that is not borne', 'pods find nodes', WALLET, 'Rollout', 'wallet', 'spec.template.spec.tolerations', []),
  value('straight to half of the crowd', 'canaries grow and are judged', WALLET, 'Rollout', 'wallet', 'spec.strategy.canary.steps.0.setWeight', 50),
  value('judged by nobody', 'canaries grow and are judged', GIVEAWAY, 'Rollout', 'giveaway', 'spec.strategy.canary.analysis.templates', []),
  value('down as fast as up', 'scalers are quick up and slow down', GIVEAWAY, 'ScaledObject', 'giveaway', 'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds', 0),
  value('more pods announced than allowed', 'scalers are quick up and slow down', WALLET, 'ScaledObject', 'wallet', 'spec.maxReplicaCount', 10),

  // Connections.
  value('ten pods more than the database bears', 'connection budget', WALLET, 'ScaledObject', 'wallet', 'spec.maxReplicaCount', 30),
  { name: 'pools twice as large', check: 'connection budget', seed: (world) => void world.properties.get('wallet')?.set('quarkus.datasource.reads.jdbc.max-size', '12') },
  rule('a limit that nobody says', 'connection budget', 'connections', 'spillway:database_connections:limit', 'expr', 'spillway_limit'),
  { name: 'a pool that the alert does not count', check: 'the alert counts by the same pools', seed: (world) => void world.properties.get('giveaway')?.set('quarkus.datasource.jdbc.max-size', '4') },
  value('fewer partitions than pods', 'partitions for every pod', PLATFORM, 'KafkaTopic', 'giveaway.claims.v1', 'spec.partitions', 12),

  // Secrets.
  value('a password in a config map', 'no secret in manifests', WALLET, 'ConfigMap', /^settings/, 'data.QUARKUS_DATASOURCE_PASSWORD', 'hunter22'),
  value('a password in a URL', 'no secret in manifests', WALLET, 'ConfigMap', /^settings/, 'data.QUARKUS_REDIS_HOSTS', 'redis://default:hunter22@valkey:6379'),
  { name: 'a Secret in git', check: 'no secret in manifests', seed: (world) => void rendered(world, WALLET).push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'wallet', namespace: 'wallet' }, data: { password: 'aHVudGVyMjI=' } }) },
  value('a token in a variable', 'no secret in manifests', PLATFORM, 'Deployment', 'tunnel', `${CONTAINER}.env`, [{ name: 'TUNNEL_TOKEN', value: 'c2VjcmV0' }]),

  // Mesh and network.
  gone('an open namespace', 'namespaces are closed by default', WALLET, 'NetworkPolicy', 'deny-by-default'),
  value('callers without certificates', 'mutual TLS', PLATFORM, 'PeerAuthentication', 'default', 'spec.mtls.mode', 'PERMISSIVE'),
  value('an account that there is not', 'callers are known', WALLET, 'AuthorizationPolicy', 'gateway', 'spec.rules.0.from.0.source.principals', ['cluster.local/ns/ingress/sa/gateway']),
  value('anybody at all', 'callers are known', WALLET, 'AuthorizationPolicy', 'gateway', 'spec.rules.0.from', []),
  value('refusals that are sent again', 'refusals are respected', WALLET, 'VirtualService', 'wallet', 'spec.http.0.retries.retryOn', '5xx,connect-failure'),
  value('transfers without a key that are sent again', 'refusals are respected', WALLET, 'VirtualService', 'wallet', 'spec.http.2.retries', { attempts: 2, retryOn: 'connect-failure' }),
  value('pods ejected for honest refusals', 'refusals are respected', WALLET, 'DestinationRule', 'wallet', 'spec.trafficPolicy.outlierDetection.consecutive5xxErrors', 5),
  value('a path that leads nowhere', 'every path is routed', GIVEAWAY, 'HTTPRoute', 'giveaway', 'spec.rules.0.matches.1.path.value', '/v1/claim'),

  value('a Prometheus without a certificate', 'Prometheus shows who it is', HUB, 'Application', 'monitoring-production', 'spec.source.helm.valuesObject.prometheus.prometheusSpec.volumeMounts', []),
  value('a gateway that nobody pays for', 'the gateway’s pods pay too', PLATFORM, 'Gateway', 'spillway', 'spec.infrastructure.labels.environment', undefined),
  value('a fact that did not arrive', 'no placeholder is left', PLATFORM, 'ClusterSecretStore', 'secrets-manager', 'spec.provider.aws.region', 'region'),
  value('a name that did not arrive', 'no placeholder is left', WALLET, 'Rollout', 'wallet', 'spec.template.spec.serviceAccountName', 'service'),

  // Policies.
  value('a chart where our policies hold', 'charts stand apart', HUB, 'Application', 'keda-production', 'spec.destination.namespace', 'ingress'),
  value('a missing cost label', 'our pods pass our policies', WALLET, 'Rollout', 'wallet', 'spec.template.metadata.labels.team', undefined),
  value('root', 'our pods pass our policies', WALLET, 'Rollout', 'wallet', 'spec.template.spec.securityContext.runAsUser', 0),
  value('latest', 'our pods pass our policies', WALLET, 'Rollout', 'wallet', `${CONTAINER}.image`, '555555555555.dkr.ecr.ca-central-1.amazonaws.com/spillway/wallet:latest'),
  value('a registry that we do not know', 'our pods pass our policies', PLATFORM, 'Deployment', 'tunnel', `${CONTAINER}.image`, 'docker.io/somebody/cloudflared:2025.9.1'),
  value('no memory limit', 'our pods pass our policies', PLATFORM, 'Deployment', 'otel-gateway', `${CONTAINER}.resources.limits`, undefined),
  value('a file system that can be written', 'our pods pass our policies', WALLET, 'Rollout', 'wallet', `${CONTAINER}.securityContext.readOnlyRootFilesystem`, false),

  // Delivery.
  value('a chart of any version', 'applications are sound', HUB, 'Application', 'keda-production', 'spec.source.targetRevision', '2.x'),
  value('a repository that its project does not allow', 'applications are sound', HUB, 'Application', 'keda-production', 'spec.source.repoURL', 'https://charts.example.com'),
  value('production’s chart into staging', 'applications are sound', HUB, 'Application', 'keda-production', 'spec.destination.name', 'staging'),
  value('a folder that nobody applies', 'every folder is applied once', HUB, 'Application', 'platform-production', 'spec.source.path', 'k8s/clusters/staging/platform'),
  value('weights that Argo CD resets', 'weights are left alone', 'bootstrap', 'ApplicationSet', 'services', 'spec.template.spec.ignoreDifferences', []),

  // Metrics, boards, topics, pipelines.
  rule('a metric that nobody exports', 'every metric is exported', 'wallet', 'OutboxStuck', 'expr', 'max(spillway_outbox_age_seconds) > 30'),
  rule('a label that the metric does not have', 'every metric is exported', 'wallet', 'LedgerQueueFull', 'expr', 'max by (lane) (spillway_ledger_queue{queue="crowd"}) > 1'),
  rule('no PromQL', 'every metric is exported', 'wallet', 'IntakeBehind', 'expr', 'sum by topic (spillway_intake_lag > 1'),
  value('a trigger on a metric that nobody exports', 'every metric is exported', WALLET, 'ScaledObject', 'wallet', 'spec.triggers.0.metadata.query', 'sum(spillway_kafka_lag)'),
  value('an analysis of a histogram that is a summary', 'every metric is exported', PLATFORM, 'ClusterAnalysisTemplate', 'latency', 'spec.metrics.0.provider.prometheus.query', 'histogram_quantile(0.99, rate(http_server_requests_seconds_bucket[1m]))'),
  {
    name: 'a board’s panel on a metric that nobody exports',
    check: 'every metric is exported',
    seed(world) {
      const data = fields(get(world, PLATFORM, 'ConfigMap', /^boards-[^o]/), 'data');
      data['events.json'] = String(data['events.json']).replace('spillway_outbox_rows', 'spillway_outbox_lines');
    },
  },
  {
    name: 'a board twice',
    check: 'boards are sound',
    seed(world) {
      const data = fields(get(world, PLATFORM, 'ConfigMap', /^boards-[^o]/), 'data');
      data['copy.json'] = data['events.json'];
    },
  },
  gone('a topic that is not declared', 'topics are declared', PLATFORM, 'KafkaTopic', 'wallet.transfers.v1'),
  value('records that one broker may lose', 'topics are declared', PLATFORM, 'KafkaTopic', 'wallet.deposits.v1', 'spec.replicas', 1),
  {
    name: 'a pipeline into nothing',
    check: 'collector pipelines',
    seed(world) {
      const data = fields(get(world, PLATFORM, 'ConfigMap', /^otel-/), 'data');
      data['gateway.yaml'] = String(data['gateway.yaml']).replace('exporters: [datadog]', 'exporters: [dataog]');
    },
  },
  {
    name: 'a tunnel past the gateway',
    check: 'the tunnel leads to the gateway',
    seed(world) {
      const data = fields(get(world, PLATFORM, 'ConfigMap', /^tunnel-/), 'data');
      data['config.yaml'] = String(data['config.yaml']).replace('http://spillway-istio.ingress.svc.cluster.local:80', 'http://wallet.wallet:80');
    },
  },

  // Runbooks.
  rule('an alert whose runbook there is not', 'alerts have runbooks', 'wallet', 'OutboxStuck', 'annotations.runbook_url', 'https://git.spillway.example/spillway/src/main/docs/runbooks/outbox.md'),
  rule('an alert whose runbook is about something else', 'alerts have runbooks', 'wallet', 'OutboxStuck', 'annotations.runbook_url', 'https://git.spillway.example/spillway/src/main/docs/runbooks/valkey-away.md'),
  { name: 'a command that there is not', check: 'commands exist', seed: (world) => void world.runbooks.set('new.md', '```sh\n./spillway fix-everything\n```\n') },
  { name: 'a verb that kubectl does not have', check: 'commands exist', seed: (world) => void world.runbooks.set('new.md', '```sh\nkubectl --context production heal pods\n```\n') },
  { name: 'a cluster that there is not', check: 'commands exist', seed: (world) => void world.runbooks.set('new.md', '```sh\nkubectl get pods --context prod\n```\n') },
  { name: 'a table that there is not', check: 'commands exist', seed: (world) => void world.runbooks.set('new.md', '```sh\npsql "$LEDGER" -c "SELECT count(*) FROM accounts"\n```\n') },
  { name: 'a runbook without a way to know', check: 'runbooks are complete', seed: (world) => void world.runbooks.set('new.md', '# New\n\n## What you see\n\n## Why\n\n## What to do\n') },
];
