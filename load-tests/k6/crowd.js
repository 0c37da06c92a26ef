// Whom the load comes from: wallets with money and a token for each, made beforehand (see README.md).

import { SharedArray } from 'k6/data';

const FILE = __ENV.CROWD || './crowd.json';

// Read once, and shared by all virtual users.
const members = new SharedArray('members', () => JSON.parse(open(FILE)).members);
const head = new SharedArray('head', () => {
  const { asset, organiser } = JSON.parse(open(FILE));
  return [{ asset, organiser }];
});

/** The asset that everybody has. */
export const ASSET = head[0].asset;

/** Who pays for giveaways; has scope `giveaway.admin`. */
export const ORGANISER = head[0].organiser;

export const SIZE = members.length;

/** Member number n; after the last comes the first again. */
export function member(n) {
  return members[n % members.length];
}
