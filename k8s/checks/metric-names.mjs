// Which metrics there are: ours by docs/metrics.md (which the services' tests hold to a live scrape), others' by a list.
import fs from 'node:fs';
import path from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { K8S, ROOT } from './tools.mjs';

/** @typedef {{ name: string, labels: Set<string>, from: string }} Metric */

/** What Prometheus itself puts beside each sample of a pod. */
const OF_THE_TARGET = ['job', 'instance', 'namespace', 'pod', 'service', 'container', 'endpoint', 'cluster', 'rollouts_pod_template_hash'];

/**
 * The tables of docs/metrics.md, histograms and summaries by the names of their series.
 * @returns {Map<string, Metric>}
 */
export function documentedMetrics() {
  /** @type {Map<string, Metric>} */
  const found = new Map();
  for (const line of fs.readFileSync(path.join(ROOT, 'docs/metrics.md'), 'utf8').split('\n')) {
    const row = /^\| `([a-z][a-z0-9_]*)` \| (counter|gauge|histogram|summary) \|([^|]*)\|/.exec(line);
    if (!row) {
      continue;
    }
    const [, base = '', type = '', tags = ''] = row;
    const labels = [...OF_THE_TARGET, ...[...tags.matchAll(/`([a-z]+)`/g)].map((it) => it[1] ?? '')];
    for (const suffix of suffixes(type)) {
      add(found, base + suffix, suffix === '_bucket' ? [...labels, 'le'] : labels, 'docs/metrics.md');
    }
  }
  return found;
}

/** @param {string} type */
function suffixes(type) {
  switch (type) {
    case 'histogram':
      return ['_bucket', '_sum', '_count', '_max'];
    case 'summary':
      return ['_sum', '_count', '_max'];
    default:
      return [''];
  }
}

/** @returns {Map<string, Metric>} */
export function foreignMetrics() {
  /** @type {Map<string, Metric>} */
  const found = new Map();
  /** @type {Record<string, Record<string, string[]>>} */
  const list = JSON.parse(fs.readFileSync(path.join(K8S, 'checks/foreign-metrics.json'), 'utf8'));
  for (const [from, metrics] of Object.entries(list)) {
    for (const [name, labels] of Object.entries(metrics)) {
      add(found, name, [...OF_THE_TARGET, ...labels], from);
    }
  }
  return found;
}

/**
 * @param {Map<string, Metric>} to
 * @param {string} name
 * @param {string[]} labels
 * @param {string} from
 */
function add(to, name, labels, from) {
  const known = to.get(name);
  to.set(name, { name, labels: new Set([...(known?.labels ?? []), ...labels]), from });
}

/**
 * What an expression asks for, and whether it is one at all.
 * @param {string} expression
 * @returns {{ metrics: { name: string, labels: string[] }[], errors: string[] }}
 */
export function asked(expression) {
  /** @type {{ name: string, labels: string[] }[]} */
  const metrics = [];
  /** @type {string[]} */
  const errors = [];
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) {
        errors.push(`no PromQL at ${node.from}: …${expression.slice(Math.max(0, node.from - 20), node.to + 20)}…`);
      } else if (node.name === 'VectorSelector') {
        const identifier = node.node.getChild('Identifier');
        /** @type {string[]} */
        const labels = [];
        node.node.cursor().iterate((inner) => {
          if (inner.name === 'LabelName') {
            labels.push(expression.slice(inner.from, inner.to));
          }
        });
        metrics.push({ name: identifier ? expression.slice(identifier.from, identifier.to) : '', labels });
      }
    },
  });
  return { metrics, errors };
}
