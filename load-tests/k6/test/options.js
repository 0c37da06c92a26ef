// Whether k6 would take a script's options, as far as these scripts use them: executors, durations, thresholds.

import { metric } from './k6/metrics.js';

const COMMON = ['executor', 'startTime', 'gracefulStop', 'exec', 'env', 'tags'];

// What an executor has to be told, and what it may be.
const EXECUTORS = {
  'shared-iterations': { needs: ['vus', 'iterations'], takes: ['maxDuration'] },
  'constant-arrival-rate': {
    needs: ['rate', 'duration', 'preAllocatedVUs'],
    takes: ['timeUnit', 'maxVUs'],
  },
  'ramping-arrival-rate': {
    needs: ['stages', 'preAllocatedVUs'],
    takes: ['startRate', 'timeUnit', 'maxVUs'],
  },
};

const DURATIONS = ['duration', 'startTime', 'maxDuration', 'timeUnit', 'gracefulStop'];
const COUNTS = ['rate', 'startRate', 'vus', 'iterations', 'preAllocatedVUs', 'maxVUs'];
const DURATION = /^(\d+(\.\d+)?(ms|s|m|h))+$/;

const EXPRESSION =
  /^(rate|count|value|avg|min|max|med|p\(\d+(?:\.\d+)?\))\s*(<=|>=|===|==|!=|<|>)\s*(\d+(?:\.\d+)?)$/;

const AGGREGATIONS = {
  rate: ['rate'],
  counter: ['count', 'rate'],
  trend: ['avg', 'min', 'max', 'med', 'p'],
};

/** Why k6 would not take them; empty when it would. */
export function faultsOf(options) {
  const faults = [];
  const unknown = Object.keys(options).filter((it) => !['scenarios', 'thresholds'].includes(it));
  faults.push(...unknown.map((it) => `option ${it} is not known here`));
  for (const [name, scenario] of Object.entries(options.scenarios ?? {})) {
    faults.push(...faultsOfScenario(scenario).map((it) => `scenario ${name}: ${it}`));
  }
  for (const threshold of thresholdsOf(options)) {
    const fault = faultOfThreshold(threshold, options);
    if (fault !== null) {
      faults.push(`threshold ${threshold.selector} ${threshold.expression}: ${fault}`);
    }
  }
  return faults;
}

/** Every threshold as `{ selector, metric, tags, expression }`. */
export function thresholdsOf(options) {
  return Object.entries(options.thresholds ?? {}).flatMap(([selector, expressions]) => {
    const [, name, list] = /^([^{]+)(?:\{(.*)\})?$/.exec(selector);
    const tags = Object.fromEntries(
      (list ?? '')
        .split(',')
        .filter((it) => it !== '')
        .map((it) => it.split(/:(.*)/s).slice(0, 2)),
    );
    return expressions.map((it) => ({
      selector,
      metric: name,
      tags,
      expression: typeof it === 'string' ? it : it.threshold,
    }));
  });
}

/** What the samples come to, whether that is within the threshold, and how many there are. */
export function evaluate({ metric: name, tags, expression }) {
  const [, aggregation, comparison, limit] = EXPRESSION.exec(expression);
  const values = metric(name)
    .samples.filter((it) => Object.keys(tags).every((tag) => String(it.tags[tag]) === tags[tag]))
    .map((it) => it.value)
    .sort((a, b) => a - b);
  const value = aggregate(aggregation, values);
  return { value, samples: values.length, holds: compare(value, comparison, Number(limit)) };
}

function faultsOfScenario(scenario) {
  const executor = EXECUTORS[scenario.executor];
  if (executor === undefined) {
    return [`executor ${scenario.executor} is not known here`];
  }
  const known = [...COMMON, ...executor.needs, ...executor.takes];
  return [
    ...executor.needs.filter((it) => !(it in scenario)).map((it) => `${it} is missing`),
    ...Object.keys(scenario)
      .filter((it) => !known.includes(it))
      .map((it) => `${it} is not an option of ${scenario.executor}`),
    ...DURATIONS.filter((it) => it in scenario && !DURATION.test(scenario[it])).map(
      (it) => `${it} is not a duration: ${scenario[it]}`,
    ),
    ...COUNTS.filter((it) => it in scenario && !isCount(scenario[it], it === 'startRate')).map(
      (it) => `${it} is not a whole number above zero: ${scenario[it]}`,
    ),
    ...(scenario.stages ?? [])
      .filter((it) => !DURATION.test(it.duration) || !isCount(it.target, true))
      .map((it) => `not a stage: ${JSON.stringify(it)}`),
    ...(scenario.maxVUs < scenario.preAllocatedVUs ? ['maxVUs is below preAllocatedVUs'] : []),
  ];
}

function isCount(value, mayBeZero) {
  return Number.isInteger(value) && (value > 0 || (mayBeZero && value === 0));
}

function faultOfThreshold(threshold, options) {
  const known = metric(threshold.metric);
  const expression = EXPRESSION.exec(threshold.expression);
  if (known === undefined) {
    return 'no such metric';
  }
  if (expression === null) {
    return 'not an expression';
  }
  if (!AGGREGATIONS[known.type].includes(expression[1].replace(/\(.*/, ''))) {
    return `a ${known.type} has no ${expression[1]}`;
  }
  const { scenario } = threshold.tags;
  return scenario === undefined || scenario in options.scenarios ? null : 'no such scenario';
}

function aggregate(aggregation, values) {
  const sum = values.reduce((a, b) => a + b, 0);
  switch (aggregation) {
    case 'rate':
    case 'avg':
      return sum / values.length;
    case 'count':
      return sum;
    case 'min':
      return values[0];
    case 'max':
      return values[values.length - 1];
    case 'med':
      return percentile(values, 50);
    default:
      return percentile(values, Number(/\d+(\.\d+)?/.exec(aggregation)[0]));
  }
}

function percentile(sorted, percent) {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

function compare(value, comparison, limit) {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '!=':
      return value !== limit;
    default:
      return value === limit;
  }
}
