// All checks by name: what a seeded mistake says it is caught by.
import * as argocd from './argocd.mjs';
import * as budget from './budget.mjs';
import * as collector from './collector.mjs';
import { environment } from './environment.mjs';
import { nothingIsLeft } from './facts.mjs';
import * as kyverno from './kyverno.mjs';
import * as mesh from './mesh.mjs';
import * as metricUse from './metric-use.mjs';
import * as pods from './pods.mjs';
import * as refs from './refs.mjs';
import * as runbooks from './runbooks.mjs';
import { schemaFindings } from './schemas.mjs';
import * as secrets from './secrets.mjs';
import * as topics from './topics.mjs';
import { name } from './tree.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 */

/** @type {Record<string, (world: World) => Finding[]>} */
export const CHECKS = {
  'services select pods': refs.services,
  'rollouts refer to what exists': refs.rollouts,
  'routes lead to services': refs.routes,
  'budgets, monitors and scalers find their pods': refs.budgetsAndMonitors,
  'pods find what they mount and read': refs.podReferences,
  'secrets have stores, certificates issuers': refs.secretsAndCertificates,
  'services know their variables': environment,
  'pods have time to let go': pods.graceful,
  'service pods are healthy, bounded and spread': pods.servicePods,
  'pods find nodes': pods.places,
  'canaries grow and are judged': pods.canaries,
  'scalers are quick up and slow down': pods.scalers,
  'connection budget': budget.connectionBudget,
  'the alert counts by the same pools': budget.heldRule,
  'no secret in manifests': secrets.noSecretsInManifests,
  'no secret in files': secrets.noSecretsInFiles,
  'namespaces are closed by default': mesh.closedByDefault,
  'mutual TLS': mesh.mutualTls,
  'callers are known': mesh.callers,
  'refusals are respected': mesh.refusalsAreRespected,
  'every path is routed': mesh.everyPathIsRouted,
  'Prometheus shows who it is': mesh.prometheusShowsItself,
  'the gateway’s pods pay too': mesh.gatewayPaysToo,
  'no placeholder is left': nothingIsLeft,
  'charts stand apart': argocd.chartsStandApart,
  'our pods pass our policies': kyverno.ourPods,
  'every folder is applied once': argocd.everyFolderIsApplied,
  'applications are sound': argocd.applicationsAreSound,
  'weights are left alone': argocd.weightsAreLeftAlone,
  'every metric is exported': metricUse.everyMetricIsExported,
  'boards are sound': metricUse.boardsAreSound,
  'topics are declared': topics.everyTopicIsDeclared,
  'partitions for every pod': topics.partitionsForEveryPod,
  'collector pipelines': collector.pipelines,
  'the tunnel leads to the gateway': collector.tunnel,
  'alerts have runbooks': runbooks.everyAlertHasARunbook,
  'runbooks are complete': runbooks.pagesAreComplete,
  'commands exist': runbooks.commandsExist,
  'links lead somewhere': runbooks.linksLeadSomewhere,
};

/** @param {World} world @returns {Promise<Finding[]>} */
export async function schemas(world) {
  const all = world.rendered.flatMap((it) => it.manifests.map((manifest) => ({ where: `${it.path}: ${name(manifest)}`, manifest })));
  const found = await schemaFindings(all.map((it) => it.manifest));
  return all.flatMap(({ where }, i) => (found[i] ?? []).map((what) => ({ where, what })));
}

/** @param {Finding[]} findings */
export function told(findings) {
  const lines = [...new Set(findings.map((it) => `${it.where}: ${it.what}`))];
  return lines.length === 0 ? '' : `${lines.length} found:\n  ${lines.slice(0, 40).join('\n  ')}`;
}
