// The busiest hour that is planned for: three times the base rate, for long, reached in steps.

import { BASE_RATE, carriers, seconds } from './config.js';
import { cleanUp, prepare } from './giveaway.js';
import { atFirstTry, CORRECT, quickEnough } from './goals.js';
import { oneOfTheCrowd } from './mix.js';

const BUSY = 3 * BASE_RATE;

export const options = {
  scenarios: {
    stress: {
      executor: 'ramping-arrival-rate',
      startRate: BASE_RATE,
      timeUnit: '1s',
      stages: [
        { target: 2 * BASE_RATE, duration: seconds(120) },
        { target: 2 * BASE_RATE, duration: seconds(300) },
        { target: BUSY, duration: seconds(120) },
        { target: BUSY, duration: seconds(900) },
        { target: 0, duration: seconds(60) },
      ],
      ...carriers(BUSY),
    },
  },
  thresholds: { ...CORRECT, ...quickEnough(), ...atFirstTry(99) },
};

export { prepare as setup, cleanUp as teardown };

export default oneOfTheCrowd;
