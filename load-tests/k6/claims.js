// The minute in which a giveaway opens, and nothing else: everybody claims, each once, and the rate is what it is.

import { BASE_RATE, carriers, CLAIMS, seconds } from './config.js';
import { cleanUp, prepare } from './giveaway.js';
import { atFirstTry, claimsQuickEnough, CORRECT } from './goals.js';
import { oneClaim } from './mix.js';

if (!CLAIMS) {
  throw new Error('without claims there is nothing to do here');
}

const RUSH = 10 * BASE_RATE;

export const options = {
  scenarios: {
    rush: {
      executor: 'constant-arrival-rate',
      rate: RUSH,
      timeUnit: '1s',
      duration: seconds(60),
      ...carriers(RUSH),
    },
  },
  thresholds: { ...CORRECT, ...claimsQuickEnough(), ...atFirstTry(99) },
};

export { prepare as setup, cleanUp as teardown };

export default oneClaim;
