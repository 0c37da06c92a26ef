// What a crowd does during a giveaway: of twenty requests twelve claims, five looks at a balance, two transfers, one
// look at the history.

import exec from 'k6/execution';
import { holdsUp } from './answers.js';
import { CLAIMS } from './config.js';
import { member, ORGANISER } from './crowd.js';
import { balances, claim, entries, order, transfer } from './requests.js';

const CLAIM = {
  name: 'claim',
  // 200 for who has claimed already; a crowd that is larger than the prizes is refused.
  send: (who, data) =>
    holdsUp(claim(who, data.campaign), [202, 200], ['campaign-exhausted', 'campaign-not-open']),
};
const BALANCE = { name: 'balance', send: (who) => holdsUp(balances(who), 200) };
const TRANSFER = {
  name: 'transfer',
  send: (who, data, n) =>
    holdsUp(transfer(who, newKey(data), order(who, another(who, n), '0.01')), 201, [
      'insufficient-funds',
    ]),
};
const HISTORY = { name: 'history', send: (who) => holdsUp(entries(who), 200) };

// Spread evenly, so that any twenty in a row are the mix, exactly.
const ROUND = [
  CLAIM, CLAIM, BALANCE, CLAIM, TRANSFER, CLAIM, CLAIM, BALANCE, CLAIM, HISTORY,
  CLAIM, BALANCE, CLAIM, CLAIM, TRANSFER, CLAIM, BALANCE, CLAIM, CLAIM, BALANCE,
].filter((it) => CLAIMS || it !== CLAIM);

// Members take turns for each kind of request by itself: were it for all of them, the same ones would always claim.
const TURN = ROUND.map((it, place) => ({
  of: ROUND.filter((other) => other === it).length,
  before: ROUND.slice(0, place).filter((other) => other === it).length,
}));

/** The next request of the crowd. */
export function oneOfTheCrowd(data) {
  const count = exec.scenario.iterationInTest;
  const place = count % ROUND.length;
  const turn = TURN[place];
  const n = Math.floor(count / ROUND.length) * turn.of + turn.before;
  ROUND[place].send(member(n), data, n);
}

/** Only claims, each of another member: the minute in which a giveaway opens. */
export function oneClaim(data) {
  const n = exec.scenario.iterationInTest;
  CLAIM.send(member(n), data, n);
}

let keys = 0;

/** A key that no other request has, of this run or an earlier one. */
export function newKey(data) {
  keys += 1;
  return `${data.run}-${exec.vu.idInTest}-${keys}`;
}

function another(who, n) {
  const next = member(n + 1);
  return next.wallet === who.wallet ? ORGANISER : next;
}
