// Topics as code: those that the services use, as they need them.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './tools.mjs';
import { at, text } from './tree.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 */

/** Each has dead letters, for somebody of ours reads it. */
const READ_BY_US = ['wallet.deposits.v1', 'giveaway.claims.v1', 'giveaway.treasury-orders.v1', 'giveaway.claim-results.v1', 'giveaway.treasury-results.v1'];

/** The topics of docs/events, which the services' tests hold to what they send. */
export function documentedTopics() {
  return fs.readdirSync(path.join(ROOT, 'docs/events')).filter((it) => it.endsWith('.json')).map((it) => it.slice(0, -'.json'.length));
}

/** @type {(world: World) => Finding[]} */
export function everyTopicIsDeclared(world) {
  return world.rendered.flatMap((rendered) => {
    const topics = rendered.manifests.filter((it) => it.kind === 'KafkaTopic');
    if (topics.length === 0) {
      return [];
    }
    const names = topics.map((it) => it.metadata.name);
    const wanted = [...documentedTopics(), ...READ_BY_US.map((it) => `${it}.dlq`)];
    const where = (/** @type {string} */ it) => `${rendered.path}: ${it}`;
    return [
      ...wanted.filter((it) => !names.includes(it)).map((it) => ({ where: where(it), what: 'is used and not declared' })),
      ...names.filter((it) => !wanted.includes(it)).map((it) => ({ where: where(it), what: 'is declared and nobody uses it' })),
      ...topics.flatMap((it) => topicFindings(it).map((what) => ({ where: where(it.metadata.name), what }))),
    ];
  });
}

/** @param {import('./tree.mjs').Manifest} topic */
function topicFindings(topic) {
  const replicas = Number(at(topic, 'spec.replicas'));
  const config = /** @type {Record<string, unknown>} */ (at(topic, 'spec.config') ?? {});
  const dead = topic.metadata.name.endsWith('.dlq');
  const days = Number(config['retention.ms']) / 86_400_000;
  return [
    ...(replicas >= 3 && Number(config['min.insync.replicas']) === 2 ? [] : ['a record in it may be lost with one broker']),
    ...(config['unclean.leader.election.enable'] === false ? [] : ['a broker that is behind may become its leader']),
    ...(config['cleanup.policy'] === 'delete' ? [] : ['would be compacted: events are not states']),
    ...(days >= (dead ? 14 : 7) ? [] : [`keeps records for ${days} days only`]),
    ...(dead && at(topic, 'spec.partitions') !== 1 ? ['dead letters in order need one partition'] : []),
    ...(text(topic, 'metadata.annotations') === '' || !JSON.stringify(topic.metadata).includes('Prune=false') ? ['would be deleted with its line'] : []),
  ];
}

/** What scales with a topic's partitions has enough of them. @type {(world: World) => Finding[]} */
export function partitionsForEveryPod(world) {
  return world.rendered.flatMap((rendered) => {
    const scaler = rendered.manifests.find((it) => it.kind === 'ScaledObject');
    const platform = world.rendered.find((it) => it.of === 'platform' && it.cluster === rendered.cluster);
    const claims = platform?.manifests.find((it) => it.kind === 'KafkaTopic' && it.metadata.name === 'giveaway.claims.v1');
    if (rendered.of !== 'app' || !scaler || !claims) {
      return [];
    }
    const most = Number(at(scaler, 'spec.maxReplicaCount'));
    const partitions = Number(at(claims, 'spec.partitions'));
    return most <= partitions ? [] : [{ where: rendered.path, what: `${most} pods share ${partitions} partitions of giveaway.claims.v1: some would have none` }];
  });
}
