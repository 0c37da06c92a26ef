// What a run is told from outside, by `k6 run -e NAME=value`.

export const WALLET = __ENV.WALLET_URL || 'http://localhost:8080';
export const GIVEAWAY = __ENV.GIVEAWAY_URL || 'http://localhost:8081';

// Requests a second in an ordinary hour; every other rate is a multiple of it.
export const BASE_RATE = Number(__ENV.BASE_RATE || 50);

// `CLAIMS=off` leaves the giveaway out, for where only the wallet service runs.
export const CLAIMS = __ENV.CLAIMS !== 'off';

// How many times its usual length a phase lasts; 0.1 makes a rehearsal of a run.
const LENGTH = Number(__ENV.LENGTH || 1);

// An open model needs somebody to carry each request that is under way: the rate times the longest answer of use.
const LONGEST_ANSWER_SECONDS = 2;

/** So many seconds, as k6 writes a duration. */
export function seconds(count) {
  return `${Math.max(1, Math.round(count * LENGTH))}s`;
}

/** How many virtual users a rate has at the start, and at most. */
export function carriers(rate) {
  const most = Math.ceil(rate * LONGEST_ANSWER_SECONDS);
  return { preAllocatedVUs: Math.ceil(most / 4), maxVUs: most };
}
