// Does anything leak, fill up or slow down? The base rate for four hours; look at memory and the database beside it.

import { BASE_RATE, carriers, seconds } from './config.js';
import { cleanUp, prepare } from './giveaway.js';
import { atFirstTry, CORRECT, quick } from './goals.js';
import { oneOfTheCrowd } from './mix.js';

const HOUR = 3600;

function hour(number) {
  return {
    executor: 'constant-arrival-rate',
    startTime: number === 0 ? '0s' : seconds(number * HOUR),
    rate: BASE_RATE,
    timeUnit: '1s',
    duration: seconds(HOUR),
    ...carriers(BASE_RATE),
  };
}

export const options = {
  // By the hour, so that the last can be held to what the first was held to.
  scenarios: { first_hour: hour(0), second_hour: hour(1), third_hour: hour(2), last_hour: hour(3) },
  thresholds: {
    ...CORRECT,
    ...quick('first_hour'),
    ...quick('last_hour'),
    ...atFirstTry(99.9),
  },
};

export { prepare as setup, cleanUp as teardown };

export default oneOfTheCrowd;
