// What Argo CD would make of the ApplicationSets, and where each Application leads.
import fs from 'node:fs';
import path from 'node:path';
import { strings } from './refs.mjs';
import { K8S } from './tools.mjs';
import { at, fields, folders, list, text } from './tree.mjs';
import { each, inCluster } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 * @typedef {import('./tree.mjs').Manifest} Manifest
 */

/** What an ApplicationSet's git generator would find. `*` is one folder's name. @param {string} pattern relative to the repository */
export function directories(pattern) {
  /** @type {string[]} */
  let found = [''];
  for (const segment of pattern.replace(/^k8s\//, '').split('/')) {
    found = found.flatMap((base) => (segment === '*' ? folders(base === '' ? '.' : base) : [segment]).map((it) => (base === '' ? it : `${base}/${it}`)));
  }
  return found.filter((it) => fs.existsSync(path.join(K8S, it, 'kustomization.yaml')));
}

/**
 * The folders that the ApplicationSets would make an Application of, each with its name.
 * @param {World} world
 */
export function produced(world) {
  const clusters = folders('clusters');
  return world.rendered
    .flatMap((it) => it.manifests)
    .filter((it) => it.kind === 'ApplicationSet')
    .flatMap((set) =>
      list(set, 'spec.generators').flatMap((it) => list(it, 'matrix.generators')).flatMap((it) => list(it, 'git.directories')).flatMap((directory) =>
        clusters.flatMap((cluster) =>
          directories(text(directory, 'path').replace('{{.name}}', cluster)).map((folder) => ({ set: set.metadata.name, cluster, folder })),
        ),
      ),
    );
}

/** Every overlay and every cluster's folders are somebody's Application: none is forgotten, none is made twice. @type {(world: World) => Finding[]} */
export function everyFolderIsApplied(world) {
  const made = produced(world).map((it) => it.folder);
  const platforms = applications(world).flatMap(({ manifest }) => (text(manifest, 'spec.source.path') ? [text(manifest, 'spec.source.path').replace(/^k8s\//, '')] : []));
  const previews = world.rendered
    .flatMap((it) => it.manifests)
    .filter((it) => it.kind === 'ApplicationSet')
    .flatMap((it) => list(it, 'spec.generators').flatMap((one) => list(one, 'matrix.generators')).flatMap((one) => list(one, 'list.elements')).map((one) => text(one, 'path').replace(/^k8s\//, '')));
  const all = [...made, ...platforms, ...previews];
  return [
    ...world.rendered.filter((it) => !all.includes(it.path)).map((it) => ({ where: it.path, what: 'no Application applies it' })),
    ...all.filter((it, i) => all.indexOf(it) !== i).map((it) => ({ where: it, what: 'two Applications apply it' })),
    ...all.filter((it) => !fs.existsSync(path.join(K8S, it, 'kustomization.yaml'))).map((it) => ({ where: it, what: 'an Application leads here, and there is nothing' })),
  ];
}

/** @param {World} world */
function applications(world) {
  return world.rendered.flatMap((rendered) => rendered.manifests.filter((it) => it.kind === 'Application').map((manifest) => ({ rendered, manifest })));
}

/** Charts are pinned, projects allow them, and each leads to the cluster in whose folder it stands. @type {(world: World) => Finding[]} */
export function applicationsAreSound(world) {
  const projects = world.rendered.flatMap((it) => it.manifests).filter((it) => it.kind === 'AppProject');
  return each(world, (manifest, { cluster, path: where }) => {
    if (manifest.kind !== 'Application') {
      return [];
    }
    const source = fields(manifest, 'spec.source');
    const project = projects.find((it) => it.metadata.name === text(manifest, 'spec.project'));
    const to = text(manifest, 'spec.destination.name');
    const automated = fields(manifest, 'spec.syncPolicy.automated');
    return [
      ...(source['chart'] === undefined || /^v?\d+\.\d+\.\d+$/.test(text(source, 'targetRevision')) ? [] : [`chart version ${text(source, 'targetRevision')} is not exact`]),
      ...(project && strings(at(project, 'spec.sourceRepos')).includes(text(source, 'repoURL')) ? [] : [`project ${text(manifest, 'spec.project')} does not allow ${text(source, 'repoURL')}`]),
      ...(to === (where === 'bootstrap' ? 'in-cluster' : cluster) ? [] : [`leads to ${to}`]),
      ...(automated['prune'] === true && automated['selfHeal'] === true ? [] : ['is not kept in step by itself']),
      ...(manifest.metadata.namespace === 'argocd' ? [] : ['does not stand in argocd']),
    ];
  });
}

/** Others' charts know nothing of our policies, so none goes where those hold. @type {(world: World) => Finding[]} */
export function chartsStandApart(world) {
  return each(world, (manifest, { cluster }) => {
    const namespace = text(manifest, 'spec.destination.namespace');
    if (manifest.kind !== 'Application' || !at(manifest, 'spec.source.chart')) {
      return [];
    }
    const guarded = inCluster(world, cluster).some((it) => it.kind === 'Namespace' && it.metadata.name === namespace && fields(it, 'metadata.labels')['spillway.dev/guarded'] === 'true');
    return guarded ? [`puts a chart into ${namespace}, where our policies would refuse its pods`] : [];
  });
}

/** A service's Application leaves alone what canaries move. @type {(world: World) => Finding[]} */
export function weightsAreLeftAlone(world) {
  return each(world, (manifest) => {
    if (manifest.kind !== 'ApplicationSet' || manifest.metadata.name !== 'services') {
      return [];
    }
    const ignored = list(manifest, 'spec.template.spec.ignoreDifferences').map((it) => text(it, 'kind'));
    const options = strings(at(manifest, 'spec.template.spec.syncPolicy.syncOptions'));
    return [
      ...['VirtualService', 'HTTPRoute'].filter((it) => !ignored.includes(it)).map((it) => `would reset the weights of ${it} in the middle of a canary`),
      ...(options.includes('RespectIgnoreDifferences=true') ? [] : ['ignores differences only when it looks, not when it applies']),
    ];
  });
}
