// What the cloud has made, by infra/exports.json, against what is applied here.
import { list, at, fields, text } from './tree.mjs';
import { each } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./world.mjs').Exports} Exports
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Rendered} Rendered
 */

/** @type {(world: World, exports: Exports) => Finding[]} */
export function clustersAgree(world, exports) {
  return Object.entries(exports.clusters).flatMap(([cluster, made]) => {
    const here = world.rendered.filter((it) => it.cluster === cluster);
    const platform = here.find((it) => it.of === 'platform');
    if (!platform) {
      return [{ where: cluster, what: 'is made and has no folder here' }];
    }
    const of = (/** @type {string} */ kind) => platform.manifests.find((it) => it.kind === kind);
    const store = fields(of('ClusterSecretStore'), 'spec.provider.aws');
    const node = of('EC2NodeClass');
    const limit = platform.manifests.filter((it) => it.kind === 'PrometheusRule' && it.metadata.name === 'connections').flatMap((it) => list(it, 'spec.groups.0.rules'))[0];
    const karpenter = here.flatMap((it) => it.manifests).find((it) => it.kind === 'Application' && it.metadata.name === `karpenter-${cluster}`);
    const hosts = here.filter((it) => it.of === 'app').flatMap((it) => it.manifests).filter((it) => it.kind === 'HTTPRoute').flatMap((it) => at(it, 'spec.hostnames.0'));
    const agree = (/** @type {string} */ what, /** @type {unknown} */ ours, /** @type {unknown} */ theirs) => (ours === theirs ? [] : [{ where: cluster, what: `${what}: ${String(ours)} here, ${String(theirs)} in the estate` }]);
    return [
      ...agree('region', store['region'], made.region),
      ...agree('nodes’ role', at(node, 'spec.role'), made.karpenter.nodeRole),
      ...agree('discovery', fields(node, 'spec.subnetSelectorTerms.0.tags')[made.karpenter.discovery.key], made.karpenter.discovery.value),
      ...agree('Karpenter’s cluster', at(karpenter, 'spec.source.helm.valuesObject.settings.clusterName'), made.name),
      ...agree('interruption queue', at(karpenter, 'spec.source.helm.valuesObject.settings.interruptionQueue'), made.karpenter.interruptionQueue),
      ...(made.database && limit ? agree('connections', limit['expr'], `vector(${made.database.maxConnections - made.database.reservedConnections})`) : []),
      ...(made.host ? hosts.flatMap((it) => agree('host', it, made.host)) : []),
    ];
  });
}

/** Every secret that is fetched is one that the estate has made. @type {(world: World, exports: Exports) => Finding[]} */
export function secretsExist(world, exports) {
  return each(world, (manifest, { cluster, of }) => {
    const made = exports.clusters[cluster];
    if (manifest.kind !== 'ExternalSecret' || !made || of === 'hub') {
      return [];
    }
    const prefix = text(world.rendered.find((it) => it.cluster === cluster && it.of === 'platform')?.manifests.find((it) => it.kind === 'ClusterSecretStore'), 'spec.provider.aws.prefix');
    const known = new Set(Object.values(made.secrets));
    const keys = [...list(manifest, 'spec.data').map((it) => text(it, 'remoteRef.key')), ...list(manifest, 'spec.dataFrom').map((it) => text(it, 'extract.key'))];
    return [...new Set(keys)].filter((it) => !known.has(prefix + it)).map((it) => `Secrets Manager has no ${prefix}${it}`);
  });
}

/** Pods that need a role have one. @type {(world: World, exports: Exports) => Finding[]} */
export function rolesExist(world, exports) {
  return world.rendered.flatMap(({ cluster, manifests, path: where }) => {
    const made = exports.clusters[cluster];
    const needing = manifests.filter((it) => it.kind === 'Rollout' || it.metadata.name === 'topic-operator').filter((it) => ['Rollout', 'Deployment'].includes(it.kind));
    return made ? needing.map((it) => `${it.metadata.namespace}/${text(it, 'spec.template.spec.serviceAccountName')}`).filter((it) => !(it in made.serviceAccounts)).map((it) => ({ where, what: `no role for ${it}` })) : [];
  });
}

/** @type {(world: World, exports: Exports) => Finding[]} */
export function topicsAgree(world, exports) {
  return world.rendered.flatMap(({ manifests, path: where }) => {
    const topics = manifests.filter((it) => it.kind === 'KafkaTopic');
    if (topics.length === 0) {
      return [];
    }
    const unknown = Object.keys(exports.topics).filter((it) => !topics.some((one) => one.metadata.name === it)).map((it) => ({ where, what: `${it} is agreed and not declared` }));
    return [
      ...unknown,
      ...topics.flatMap((topic) => {
        const agreed = exports.topics[topic.metadata.name];
        const config = fields(topic, 'spec.config');
        const ours = [at(topic, 'spec.partitions'), at(topic, 'spec.replicas'), config['min.insync.replicas'], Number(config['retention.ms']) / 3_600_000, config['cleanup.policy']].join();
        const theirs = agreed && [agreed.partitions, agreed.replicationFactor, agreed.minInsyncReplicas, agreed.retentionHours, agreed.cleanupPolicy].join();
        return ours === theirs ? [] : [{ where: `${where}: ${topic.metadata.name}`, what: `${ours} here, ${theirs ?? 'nothing'} agreed` }];
      }),
    ];
  });
}

/** Our images come from the registry that there is, and the mirror carries what is to be mirrored. @type {(world: World, exports: Exports) => Finding[]} */
export function registryAndMirror(world, exports) {
  const images = each(world, (manifest, { cluster }) =>
    manifest.kind !== 'Rollout' || cluster === 'preview' || exports.registry.repositories.some((it) => text(manifest, 'spec.template.spec.containers.0.image').startsWith(`${exports.registry.host}/${it}:`)) ? [] : ['runs an image that is not in our registry'],
  );
  // The standby's mirror takes everything but dead letters, whoever else is to have it.
  const mirror = each(world, (manifest, { cluster }) => {
    if (manifest.kind !== 'KafkaMirrorMaker2' || cluster !== 'data') {
      return [];
    }
    const pattern = new RegExp(`^(${text(manifest, 'spec.mirrors.0.topicsPattern')})$`);
    return Object.entries(exports.topics).filter(([name, it]) => it.mirrored !== pattern.test(name)).map(([name, it]) => `${name} is ${it.mirrored ? 'to be' : 'not to be'} mirrored`);
  });
  return [...images, ...mirror];
}

export const AGREEMENTS = { clustersAgree, secretsExist, rolesExist, topicsAgree, registryAndMirror };
