// The rules by Prometheus' own tool: are they rules, and does each alert fire when it should and only then.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as yaml from 'js-yaml';
import { CASES } from './alerts.mjs';
import { rules } from './metric-use.mjs';
import { promtoolMissing, scratch } from './tools.mjs';
import { at, list, text } from './tree.mjs';
import { loadWorld } from './world.mjs';

const SERVING = 'production';

const world = await loadWorld();
const skip = promtoolMissing() ?? false;
const folder = scratch('rules');
const files = written();

test('every alert has a case', () => {
  const alerts = new Set(rules(world).map(({ rule }) => text(rule, 'alert')).filter((it) => it !== ''));
  assert.deepEqual(Object.keys(CASES).sort(), [...alerts].sort());
});

test('promtool check rules', { skip }, () => {
  const said = promtool('check', 'rules', ...files.values());
  assert.match(said, /SUCCESS/);
});

test('promtool test rules: each alert fires, and only when it should', { skip }, () => {
  const said = promtool('test', 'rules', ...[...files].map(([name, file]) => testsOf(name, file)));
  assert.match(said, /SUCCESS/);
});

test('a case with the wrong outcome is noticed', { skip }, () => {
  const [name, file] = [...files].find(([it]) => it === 'giveaway') ?? ['', ''];
  const wrong = path.join(folder, 'wrong.yaml');
  fs.writeFileSync(wrong, fs.readFileSync(testsOf(name, file), 'utf8').replace('value: 1', 'value: 0'));
  assert.throws(() => promtool('test', 'rules', wrong), /FAILED/);
});

/**
 * The tests of one file of rules, alone: the others would only be evaluated along with them.
 * @param {string} name
 * @param {string} file
 */
function testsOf(name, file) {
  const groups = list(/** @type {import('./tree.mjs').Json} */ (yaml.load(fs.readFileSync(file, 'utf8'))), 'groups');
  const alerts = new Set(groups.flatMap((it) => list(it, 'rules')).map((it) => text(it, 'alert')));
  const tests = Object.entries(CASES)
    .filter(([alert]) => alerts.has(alert))
    .flatMap(([alert, it]) => [unitTest(alert, it.fires, 1, it.at), unitTest(alert, it.quiet, 0, it.at)]);
  const written = path.join(folder, `${name}.test.yaml`);
  // In the order of the file, as what is recorded is asked for further down; promtool's own order is any.
  fs.writeFileSync(written, yaml.dump({ rule_files: [file], evaluation_interval: '1m', group_eval_order: groups.map((it) => text(it, 'name')), tests }));
  return written;
}

/** @type {(alert: string, series: Record<string, string>, firing: number, when?: string) => object} */
function unitTest(alert, series, firing, when = '35m') {
  return {
    name: `${alert} ${firing ? 'fires' : 'keeps quiet'}`,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [{ expr: `clamp_max(count(ALERTS{alertname="${alert}",alertstate="firing"}), 1) or vector(0)`, eval_time: when, exp_samples: [{ labels: '{}', value: firing }] }],
  };
}

/** The rules of the manifests as files: those of production, and Argo CD's from the cluster that it runs in. */
function written() {
  const chosen = world.rendered.filter((it) => it.of === 'platform' && [SERVING, 'tooling'].includes(it.cluster));
  /** @type {Map<string, unknown>} */
  const byName = new Map();
  for (const manifest of chosen.flatMap((it) => it.manifests).filter((it) => it.kind === 'PrometheusRule')) {
    byName.set(manifest.metadata.name, at(manifest, 'spec'));
  }
  return new Map([...byName].map(([name, spec]) => {
    const file = path.join(folder, `${name}.yaml`);
    fs.writeFileSync(file, yaml.dump(spec));
    return [name, file];
  }));
}

/**
 * Each unit test has a database of its own, written to disk and thrown away: in memory, where there is such a place.
 * @param {string[]} args
 */
function promtool(...args) {
  const memory = fs.existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};
  return execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...memory } });
}
