// What is promised to clients, as k6's thresholds. Times are in milliseconds.

import { CLAIMS } from './config.js';

/** Every answer is one that the contract allows. */
export const CORRECT = {
  checks: ['rate==1'],
  http_req_failed: ['rate==0'],
};

/** Times of an ordinary hour, for one of the scenarios when its name is given. */
export function quick(scenario) {
  return times(scenario, { claim: 50, balances: 50, transfer: 100, entries: 100 });
}

/** Times in a giveaway. */
export function quickEnough(scenario) {
  return times(scenario, { claim: 150, balances: 250, transfer: 250, entries: 500 });
}

/** The time of a claim in a giveaway, where nothing else is asked. */
export function claimsQuickEnough() {
  return times(undefined, { claim: 150 });
}

/** So many of a hundred requests are decided at the first try. */
export function atFirstTry(percent, scenario) {
  return { [tagged('served', { scenario })]: [`rate>=${percent / 100}`] };
}

function times(scenario, p99) {
  const goals = {};
  for (const name of Object.keys(p99).filter((it) => CLAIMS || it !== 'claim')) {
    goals[tagged('http_req_duration', { name, scenario })] = [`p(99)<=${p99[name]}`];
  }
  return goals;
}

function tagged(metric, tags) {
  const given = Object.keys(tags).filter((it) => tags[it] !== undefined);
  const list = given.map((it) => `${it}:${tags[it]}`).join(',');
  return list === '' ? metric : `${metric}{${list}}`;
}
