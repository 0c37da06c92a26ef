// A giveaway: within half a minute three, then five times the base rate, three minutes of that, and back. An open
// model: who comes does not wait for the answers of those before.

import { BASE_RATE, carriers, seconds } from './config.js';
import { cleanUp, prepare } from './giveaway.js';
import { atFirstTry, CORRECT, quick, quickEnough } from './goals.js';
import { oneOfTheCrowd } from './mix.js';

const CROWD = 5 * BASE_RATE;

const BEFORE = 120;
const RISE = 15;
const HOLD = 180;
const FALL = 30;

// How soon after the crowd has gone times are those of an ordinary hour again.
const RECOVERY = 10;

function steadily(start, duration) {
  return {
    executor: 'constant-arrival-rate',
    startTime: start === 0 ? '0s' : seconds(start),
    rate: BASE_RATE,
    timeUnit: '1s',
    duration: seconds(duration),
    ...carriers(BASE_RATE),
  };
}

export const options = {
  scenarios: {
    before: steadily(0, BEFORE),
    crowd: {
      executor: 'ramping-arrival-rate',
      startTime: seconds(BEFORE),
      startRate: BASE_RATE,
      timeUnit: '1s',
      stages: [
        { target: 3 * BASE_RATE, duration: seconds(RISE) },
        { target: CROWD, duration: seconds(RISE) },
        { target: CROWD, duration: seconds(HOLD) },
        { target: BASE_RATE, duration: seconds(FALL) },
      ],
      ...carriers(CROWD),
    },
    recovery: steadily(BEFORE + 2 * RISE + HOLD + FALL, RECOVERY),
    after: steadily(BEFORE + 2 * RISE + HOLD + FALL + RECOVERY, BEFORE),
  },
  thresholds: {
    ...CORRECT,
    ...quick('before'),
    ...quickEnough('crowd'),
    ...atFirstTry(99, 'crowd'),
    ...quick('after'),
    ...atFirstTry(99.9, 'after'),
  },
};

export { prepare as setup, cleanUp as teardown };

export default oneOfTheCrowd;
