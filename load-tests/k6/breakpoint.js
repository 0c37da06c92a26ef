// Where is the limit? The rate rises steadily until one request in a hundred is sent away or takes half a second; the
// run ends there, and the rate at its end is the answer.

import { BASE_RATE, carriers, seconds } from './config.js';
import { cleanUp, prepare } from './giveaway.js';
import { oneOfTheCrowd } from './mix.js';

const FARTHEST = 100 * BASE_RATE;

// A first impression is not a verdict.
const AFTER = { abortOnFail: true, delayAbortEval: '10s' };

export const options = {
  scenarios: {
    breakpoint: {
      executor: 'ramping-arrival-rate',
      startRate: BASE_RATE,
      timeUnit: '1s',
      stages: [{ target: FARTHEST, duration: seconds(1800) }],
      ...carriers(FARTHEST),
    },
  },
  thresholds: {
    served: [{ threshold: 'rate>=0.99', ...AFTER }],
    http_req_duration: [{ threshold: 'p(99)<=500', ...AFTER }],
    checks: ['rate==1'],
  },
};

export { prepare as setup, cleanUp as teardown };

export default oneOfTheCrowd;
