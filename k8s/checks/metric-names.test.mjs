// What the other checks lean on: reading docs/metrics.md, PromQL, folders, commands, and what looks like a secret.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directories } from './argocd.mjs';
import { asked, documentedMetrics } from './metric-names.mjs';
import { commandFinding, commands, spillwayCommands } from './runbooks.mjs';
import { looks } from './secrets.mjs';

test('a counter, a gauge, a histogram and a summary have the series that Prometheus has of them', () => {
  const metrics = documentedMetrics();

  assert.ok(metrics.get('spillway_admission_shed_total')?.labels.has('reason'));
  assert.ok(metrics.has('spillway_ledger_commit_seconds_bucket'));
  assert.ok(!metrics.has('spillway_ledger_commit_seconds'));
  assert.ok(metrics.has('http_server_requests_seconds_count'));
  assert.ok(!metrics.has('http_server_requests_seconds_bucket'));
  assert.ok(metrics.size > 60);
});

test('an expression tells what it asks for, and where it is none', () => {
  assert.deepEqual(asked('sum by (le) (rate(a_bucket{job="x",le!="1"}[5m])) / on (pod) b').metrics, [
    { name: 'a_bucket', labels: ['job', 'le'] },
    { name: 'b', labels: [] },
  ]);
  assert.notEqual(asked('sum(rate(a[5m])').errors.length, 0);
});

test('folders are found as a git generator finds them', () => {
  assert.deepEqual(directories('k8s/apps/*/overlays/production'), ['apps/giveaway/overlays/production', 'apps/wallet/overlays/production']);
  assert.deepEqual(directories('k8s/clusters/nowhere/applications'), []);
});

test('commands are read from a page and told from what is none', () => {
  const page = 'Text\n```sh\nkubectl get pods \\\n  -n wallet # all\n./spillway status | grep wallet\n```\n```\nnot a command\n```\n';
  assert.deepEqual(commands(page), ['kubectl get pods -n wallet', './spillway status | grep wallet']);

  const ours = spillwayCommands();
  assert.ok(ours.includes('replay') && ours.includes('up'));
  for (const good of ['kubectl argo rollouts abort wallet -n wallet', 'git revert --no-edit HEAD', 'A=1 ./spillway replay x.dlq', 'kubectl get pods | grep wallet | tail -3']) {
    assert.equal(commandFinding(good, ours), undefined, good);
  }
  for (const bad of ['kubectl argo rollouts fix wallet', 'git unrevert HEAD', './spillway repair', 'kubectl get pods | frobnicate', 'kubectl apply -k k8s/nowhere', 'kubectl get pods --context prod']) {
    assert.notEqual(commandFinding(bad, ours), undefined, bad);
  }
});

test('what looks like a secret is noticed, what is to be filled in is not', () => {
  for (const bad of ['-----BEGIN EC PRIVATE KEY-----', 'AKIAABCDEFGHIJKLMNOP', 'postgres://wallet:hunter22@db:5432', 'password=hunter22;']) {
    assert.notDeepEqual(looks(bad), [], bad);
  }
  for (const good of ['postgresql://{{ .username }}:{{ .password }}@{{ .host }}', 'QUARKUS_DATASOURCE_PASSWORD: "{{ .password }}"', 'jdbc:postgresql://db:5432/spillway']) {
    assert.deepEqual(looks(good), [], good);
  }
});
