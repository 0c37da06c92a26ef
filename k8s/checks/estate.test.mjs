// The agreements with the estate, on an estate that agrees by construction: each mistake in it is noticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { told } from './checks.mjs';
import { AGREEMENTS } from './estate.mjs';
import { at, fields, list, text } from './tree.mjs';
import { loadWorld } from './world.mjs';

/** @typedef {import('./world.mjs').Exports} Exports */

const world = await loadWorld();
const CLUSTERS = ['production', 'production-standby', 'staging', 'load-testing', 'tooling', 'development', 'data'];

/** @returns {Exports} */
function agreeing() {
  const topics = world.rendered.find((it) => it.path === 'clusters/production/platform')?.manifests.filter((it) => it.kind === 'KafkaTopic') ?? [];
  const mirrored = ['wallet.transfers.v1', 'wallet.deposits.v1', 'giveaway.claims.v1', 'giveaway.claim-results.v1'];
  return {
    version: 1,
    clusters: Object.fromEntries(CLUSTERS.map((it) => [it, cluster(it)])),
    topics: Object.fromEntries(
      topics.map((it) => [
        it.metadata.name,
        { partitions: Number(at(it, 'spec.partitions')), replicationFactor: 3, minInsyncReplicas: 2, retentionHours: Number(fields(it, 'spec.config')['retention.ms']) / 3_600_000, cleanupPolicy: 'delete', mirrored: mirrored.includes(it.metadata.name) },
      ]),
    ),
    registry: { host: '555555555555.dkr.ecr.ca-central-1.amazonaws.com', repositories: ['spillway/wallet', 'spillway/giveaway'] },
  };
}

/** @param {string} name */
function cluster(name) {
  const manifests = world.rendered.filter((it) => it.cluster === name).flatMap((it) => it.manifests);
  const store = fields(manifests.find((it) => it.kind === 'ClusterSecretStore'), 'spec.provider.aws');
  const keys = manifests.filter((it) => it.kind === 'ExternalSecret').flatMap((it) => [...list(it, 'spec.data').map((one) => text(one, 'remoteRef.key')), ...list(it, 'spec.dataFrom').map((one) => text(one, 'extract.key'))]);
  const database = ['tooling', 'data'].includes(name) ? {} : { database: { engine: 'aurora-postgresql', maxConnections: /production|load/.test(name) ? 500 : 150, reservedConnections: 20 } };
  return {
    name: `spillway-${name}`,
    account: '1',
    region: text(store, 'region'),
    serviceAccounts: { 'wallet/wallet': 'arn', 'giveaway/giveaway': 'arn', 'kafka/topic-operator': 'arn' },
    secrets: Object.fromEntries(keys.map((it) => [it, `${text(store, 'prefix')}${it}`])),
    karpenter: { nodeRole: `spillway-${name}-karpenter-node`, interruptionQueue: `spillway-${name}-karpenter`, discovery: { key: 'karpenter.sh/discovery', value: `spillway-${name}` } },
    ...database,
  };
}

for (const [name, agreement] of Object.entries(AGREEMENTS)) {
  test(`${name}: an estate that agrees`, () => {
    assert.equal(told(agreement(world, agreeing())), '');
  });
}

/** @param {Exports} estate @param {string} name */
const of = (estate, name) => {
  const found = estate.clusters[name];
  assert.ok(found);
  return found;
};

/** @type {[string, keyof typeof AGREEMENTS, (estate: Exports) => void][]} */
const MISTAKES = [
  ['a smaller database', 'clustersAgree', (it) => Object.assign(of(it, 'production').database ?? {}, { maxConnections: 200 })],
  ['another region', 'clustersAgree', (it) => Object.assign(of(it, 'data'), { region: 'ca-central-1' })],
  ['another role of nodes', 'clustersAgree', (it) => Object.assign(of(it, 'staging').karpenter, { nodeRole: 'node' })],
  ['another queue', 'clustersAgree', (it) => Object.assign(of(it, 'staging').karpenter, { interruptionQueue: 'spillway-staging' })],
  ['another host', 'clustersAgree', (it) => Object.assign(of(it, 'staging'), { host: 'staging.spillway.example' })],
  ['a cluster without a folder', 'clustersAgree', (it) => Object.assign(it.clusters, { sandbox: cluster('staging') })],
  ['a secret that was not made', 'secretsExist', (it) => void delete of(it, 'production').secrets['wallet/database']],
  ['a role that was not made', 'rolesExist', (it) => void delete of(it, 'production').serviceAccounts['giveaway/giveaway']],
  ['more partitions', 'topicsAgree', (it) => Object.assign(it.topics['giveaway.claims.v1'] ?? {}, { partitions: 48 })],
  ['a topic that is not declared', 'topicsAgree', (it) => Object.assign(it.topics, { 'wallet.holds.v1': it.topics['giveaway.claims.v1'] })],
  ['another registry', 'registryAndMirror', (it) => Object.assign(it.registry, { host: 'registry.spillway.example' })],
  ['a topic that the mirror leaves out', 'registryAndMirror', (it) => Object.assign(it.topics['giveaway.treasury-orders.v1'] ?? {}, { mirrored: true })],
];

for (const [what, name, seed] of MISTAKES) {
  test(`${name} notices ${what}`, () => {
    const estate = agreeing();
    seed(estate);
    assert.notEqual(told(AGREEMENTS[name](world, estate)), '');
  });
}
