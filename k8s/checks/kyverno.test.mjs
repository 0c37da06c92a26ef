// Our policies, each with what it lets in and what it refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, refusals } from './kyverno.mjs';
import { loadWorld } from './world.mjs';

/** @typedef {import('./tree.mjs').Manifest} Manifest */
/** @typedef {import('./tree.mjs').Fields} Fields */

const world = await loadWorld();
const policies = world.rendered.find((it) => it.path === 'clusters/production/platform')?.manifests.filter((it) => it.kind === 'ClusterPolicy') ?? [];
const GUARDED = { 'spillway.dev/guarded': 'true' };

/** @param {{ labels?: Fields, spec?: Fields, container?: Fields }} change */
function pod({ labels = {}, spec = {}, container = {} } = {}) {
  return /** @type {Manifest} */ ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'some', labels: { team: 'wallet', service: 'wallet', environment: 'production', 'cost-center': 'spillway-wallet', ...labels } },
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'some',
          image: '555555555555.dkr.ecr.ca-central-1.amazonaws.com/spillway/wallet:0.1.0',
          resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '512Mi' } },
          securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          ...container,
        },
      ],
      ...spec,
    },
  });
}

/** @param {Manifest} resource @param {Fields} namespace */
function refused(resource, namespace = GUARDED) {
  return policies.flatMap((it) => refusals(it, resource, namespace)).map((it) => it.split(':')[0]);
}

test('a pod as it should be is let in', () => {
  assert.deepEqual(refused(pod()), []);
});

test('a namespace that is not guarded is left alone', () => {
  assert.deepEqual(refused(pod({ container: { image: 'nginx' } }), {}), []);
});

/** @type {[string, Manifest, string][]} */
const REFUSED = [
  ['without a team', pod({ labels: { team: undefined } }), 'cost-labels/required'],
  ['with an empty cost center', pod({ labels: { 'cost-center': '' } }), 'cost-labels/required'],
  ['without a memory limit', pod({ container: { resources: { requests: { cpu: '1', memory: '1Gi' } } } }), 'limits/requests-and-memory-limit'],
  ['without requests', pod({ container: { resources: { limits: { memory: '1Gi' } } } }), 'limits/requests-and-memory-limit'],
  ['as root', pod({ spec: { securityContext: { runAsNonRoot: true, runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } } } }), 'non-root/pod'],
  ['with a user id of the node', pod({ spec: { securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } } }), 'non-root/pod'],
  ['that can write its image', pod({ container: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } } }), 'non-root/containers'],
  ['with a capability left', pod({ container: { securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['NET_RAW'] } } } }), 'non-root/containers'],
  ['of latest', pod({ container: { image: '555555555555.dkr.ecr.ca-central-1.amazonaws.com/spillway/wallet:latest' } }), 'images/exact-tag'],
  ['without a tag', pod({ container: { image: '555555555555.dkr.ecr.ca-central-1.amazonaws.com/spillway/wallet' } }), 'images/exact-tag'],
  ['from somewhere', pod({ container: { image: 'docker.io/somebody/wallet:0.1.0' } }), 'images/known-registry'],
];

for (const [what, resource, rule] of REFUSED) {
  test(`a pod ${what} is refused by ${rule}`, () => {
    assert.ok(refused(resource).includes(rule), `refused by ${refused(resource).join() || 'nobody'}`);
  });
}

test('a secret by hand is refused, one of the operator is let in', () => {
  const secret = (/** @type {Fields} */ metadata) => /** @type {Manifest} */ ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'some', ...metadata } });

  assert.deepEqual(refused(secret({})), ['no-plain-secrets/owned']);
  assert.deepEqual(refused(secret({ ownerReferences: [{ kind: 'ExternalSecret', name: 'some' }] })), []);
});

test('signatures are wanted of every image of ours, and the digest is pinned', () => {
  const rule = policies.find((it) => it.metadata.name === 'signatures');
  const [verify] = /** @type {Fields[]} */ (/** @type {Fields[]} */ (/** @type {Fields} */ (rule?.['spec'])['rules'])[0]?.['verifyImages']);

  assert.deepEqual(verify?.['imageReferences'], ['555555555555.dkr.ecr.ca-central-1.amazonaws.com/spillway/*']);
  assert.equal(verify?.['required'], true);
  assert.equal(verify?.['mutateDigest'], true);
});

test('a pattern with something that is not known here is refused, not passed over', () => {
  assert.throws(() => matches({ a: 1 }, { '=(a)': 1 }));
  assert.throws(() => matches([1, 2], [1, 2]));
});
