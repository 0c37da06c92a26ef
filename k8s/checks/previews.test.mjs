// Previews, as their ApplicationSet would have them rendered for a pull request.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as yaml from 'js-yaml';
import { schemaFindings } from './schemas.mjs';
import { K8S, kustomize, scratch } from './tools.mjs';
import { at, fields, list, parse, text } from './tree.mjs';
import { loadWorld } from './world.mjs';

/** @typedef {import('./tree.mjs').Manifest} Manifest */

const world = await loadWorld();
const set = world.rendered.flatMap((it) => it.manifests).find((it) => it.kind === 'ApplicationSet' && it.metadata.name === 'previews');
const parts = list(set, 'spec.generators.0.matrix.generators').flatMap((it) => list(it, 'list.elements'));

/** What Argo CD does with `spec.source.kustomize`: it writes it into the folder's kustomization. @param {Record<string, unknown>} part */
async function preview(part) {
  const values = { number: '12', head_sha: 'a1b2c3d4', ...part };
  const filled = JSON.stringify(at(set, 'spec.template.spec.source.kustomize')).replace(/\{\{\.(\w+)\}\}/g, (_, key) => String(values[/** @type {keyof typeof values} */ (key)]));
  const { namespace, images, patches } = JSON.parse(filled);
  const folder = scratch('preview');
  const [name, image] = String(images[0]).split('=');
  const colon = String(image).lastIndexOf(':');
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace,
    resources: [path.relative(fs.realpathSync(folder), path.join(K8S, '..', String(part['path'])))],
    images: [{ name: `555555555555.dkr.ecr.ca-central-1.amazonaws.com/${name}`, newName: String(image).slice(0, colon), newTag: String(image).slice(colon + 1) }],
    patches,
  };
  fs.writeFileSync(path.join(folder, 'kustomization.yaml'), yaml.dump(kustomization));
  return parse(await kustomize(folder));
}

const rendered = new Map(await Promise.all(parts.map(async (it) => /** @type {[string, Manifest[]]} */ ([text(it, 'part'), await preview(it)]))));

test('a preview is three parts, each in a namespace of its own', async () => {
  assert.deepEqual([...rendered.keys()].sort(), ['giveaway', 'stack', 'wallet']);
  for (const [part, manifests] of rendered) {
    const namespaces = new Set(manifests.map((it) => (it.kind === 'Namespace' ? it.metadata.name : it.metadata.namespace)));
    assert.deepEqual([...namespaces], [`preview-12-${part}`]);
  }
  assert.deepEqual((await schemaFindings([...rendered.values()].flat())).flat(), []);
});

test('its services are of the pull request, and on its own database, Kafka and Valkey', () => {
  const stack = rendered.get('stack') ?? [];
  for (const service of ['wallet', 'giveaway']) {
    const rollout = rendered.get(service)?.find((it) => it.kind === 'Rollout');
    const container = fields(rollout, 'spec.template.spec.containers.0');
    assert.equal(container['image'], `555555555555.dkr.ecr.ca-central-1.amazonaws.com/spillway/${service}:a1b2c3d4`);
    const addresses = list(container, 'env').map((it) => /([a-z]+)\.(preview-12-stack):(\d+)/.exec(text(it, 'value')) ?? []);
    assert.equal(addresses.length, 3);
    for (const [, name, , port] of addresses) {
      const target = stack.find((it) => it.kind === 'Service' && it.metadata.name === name);
      assert.ok(list(target, 'spec.ports').some((it) => String(it['port']) === port), `${name}:${port}`);
    }
  }
});

test('it needs no secret, is bounded, may be reached by its own name, and is told apart from what stays', () => {
  for (const [part, manifests] of rendered) {
    const kinds = manifests.map((it) => it.kind);
    assert.ok(!kinds.includes('ExternalSecret') && !kinds.includes('Secret'), part);
    assert.ok(kinds.includes('ResourceQuota'), part);
    const namespace = manifests.find((it) => it.kind === 'Namespace');
    assert.equal(fields(namespace, 'metadata.labels')['spillway.dev/preview'], 'true');
    for (const route of manifests.filter((it) => it.kind === 'HTTPRoute')) {
      assert.deepEqual(at(route, 'spec.hostnames'), ['pr-12.preview.spillway.example']);
    }
  }
});
