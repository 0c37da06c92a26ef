// An ordinary hour in short: the base rate, steadily.

import { BASE_RATE, carriers, seconds } from './config.js';
import { cleanUp, prepare } from './giveaway.js';
import { atFirstTry, CORRECT, quick } from './goals.js';
import { oneOfTheCrowd } from './mix.js';

export const options = {
  scenarios: {
    average: {
      executor: 'constant-arrival-rate',
      rate: BASE_RATE,
      timeUnit: '1s',
      duration: seconds(600),
      ...carriers(BASE_RATE),
    },
  },
  thresholds: { ...CORRECT, ...quick(), ...atFirstTry(99.9) },
};

export { prepare as setup, cleanUp as teardown };

export default oneOfTheCrowd;
