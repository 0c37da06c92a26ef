// Runs every script against live services, shortened: every request in them is sent and every check evaluated. What it
// cannot show is how k6 itself drives them. Usage: CROWD=… WALLET_URL=… GIVEAWAY_URL=… npm test [-- SCRIPT…]
// Times do not decide; whether answers are right does.

import { readdirSync, readFileSync } from 'node:fs';
import { failures, forgetFailures } from './k6/core.js';
import { currentTags, enter } from './k6/execution.js';
import { sent } from './k6/http.js';
import { builtIn, forgetSamples, tagAllWith } from './k6/metrics.js';
import { evaluate, faultsOf, thresholdsOf } from './options.js';

const SCRIPTS = new URL('../', import.meta.url);

// Two rounds of the mix.
const ITERATIONS = 40;

// Verdicts about answers, not about the time they took.
const DECIDING = ['checks', 'http_req_failed'];

globalThis.open = (path) => readFileSync(path, 'utf8');
tagAllWith(currentTags);

const withClaims = process.env.CLAIMS !== 'off';
const chosen = process.argv.slice(2);
const scripts = readdirSync(SCRIPTS).filter((it) => it.endsWith('.js') && isScript(it));
let passed = 0;
let failed = 0;
for (const script of scripts.filter((it) => chosen.length === 0 || chosen.includes(it))) {
  if (script === 'claims.js' && !withClaims) {
    console.log(`${script}: SKIPPED, for CLAIMS=off`);
    continue;
  }
  const faults = await run(script);
  faults.slice(0, 20).forEach((it) => console.log(`  ${it}`));
  passed += faults.length === 0 ? 1 : 0;
  failed += faults.length === 0 ? 0 : 1;
}
const unsent = chosen.length === 0 ? callsOf('requests.js').filter((it) => !sent.has(it)) : [];
unsent.forEach((it) => console.log(`  no script has sent ${it}`));
console.log(`${passed} passed, ${failed + unsent.length} failed`);
process.exit(failed + unsent.length === 0 ? 0 : 1);

/** Runs one and returns what was wrong. */
async function run(file) {
  forgetSamples();
  forgetFailures();
  const faults = [];
  try {
    const script = await import(new URL(file, SCRIPTS));
    faults.push(...faultsOf(script.options));
    enter('setup', 0);
    const data = JSON.parse(JSON.stringify(script.setup ? script.setup() : {}));
    for (const [name, scenario] of Object.entries(script.options.scenarios)) {
      const iterate = script[scenario.exec ?? 'default'];
      for (let n = 0; n < (scenario.iterations ?? ITERATIONS); n += 1) {
        enter(name, n);
        iterate(data);
      }
    }
    enter('teardown', 0);
    script.teardown?.(data);
    faults.push(...verdicts(script.options));
  } catch (error) {
    faults.push(error.stack);
  }
  faults.push(...failures);
  const { checks, http_reqs: requests } = builtIn;
  const verdict = faults.length === 0 ? 'ok' : 'FAILED';
  console.log(`${file}: ${requests.samples.length} requests, ${checks.samples.length} checks, ${verdict}`);
  return faults;
}

function verdicts(options) {
  const faults = [];
  for (const threshold of thresholdsOf(options)) {
    const { value, samples, holds } = evaluate(threshold);
    const line = `${threshold.selector} ${threshold.expression}: ${Number(value).toFixed(4)} of ${samples}`;
    if (samples === 0) {
      faults.push(`${line}; a threshold on nothing holds always`);
    } else if (DECIDING.includes(threshold.metric) && !holds) {
      faults.push(line);
    }
  }
  return faults;
}

function isScript(file) {
  return /^export const options = /m.test(readFileSync(new URL(file, SCRIPTS), 'utf8'));
}

/** Calls by name; those to the giveaway service only when they are not left out. */
function callsOf(file) {
  return readFileSync(new URL(file, SCRIPTS), 'utf8')
    .split('\n')
    .filter((line) => withClaims || !line.includes('${GIVEAWAY}'))
    .flatMap((line) => [.../\b(?:get|post)\('([a-z-]+)'/g[Symbol.matchAll](line)])
    .map((match) => match[1]);
}
