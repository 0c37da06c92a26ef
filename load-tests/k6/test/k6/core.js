// k6: what scripts use of it.

import { currentTags } from './execution.js';
import { builtIn } from './metrics.js';

const NOTHING = new Int32Array(new SharedArrayBuffer(4));

export function sleep(seconds) {
  Atomics.wait(NOTHING, 0, 0, seconds * 1000);
}

/** Failed checks, in words, since the last `forget`. */
export const failures = [];

export function forgetFailures() {
  failures.length = 0;
}

/** Every condition is evaluated, also after one that does not hold. */
export function check(value, conditions, tags = {}) {
  let all = true;
  for (const [name, condition] of Object.entries(conditions)) {
    const holds = Boolean(typeof condition === 'function' ? condition(value) : condition);
    builtIn.checks.add(holds, { ...currentTags(), check: name, ...tags });
    if (!holds) {
      all = false;
      failures.push(describe(name, value, tags));
    }
  }
  return all;
}

function describe(name, value, tags) {
  const answer = value?.request
    ? ` for ${value.request.method} ${value.request.url}: ${value.status} ${value.error || value.body}`
    : '';
  return `${tags.call ?? ''} "${name}"${answer}`.trim();
}
