// Does everything work? One user at a time makes every call, and tries what is not allowed.

import { sleep } from 'k6';
import exec from 'k6/execution';
import { isProblem, succeeds } from './answers.js';
import { CLAIMS } from './config.js';
import { ASSET, member, ORGANISER } from './crowd.js';
import { cleanUp, prepare } from './giveaway.js';
import { CORRECT } from './goals.js';
import { newKey } from './mix.js';
import {
  assets, balances, campaign, claim, claimResult, createCampaign, entries, openWallet, order, ownWallet, postedTransfer,
  transfer, transferBatch, wallet,
} from './requests.js';

export const options = {
  scenarios: {
    smoke: { executor: 'shared-iterations', vus: 1, iterations: 5, maxDuration: '2m' },
  },
  thresholds: { ...CORRECT, http_req_duration: ['p(95)<=500'] },
};

const NOBODY = null;
const NO_SUCH_ID = '01890000-0000-7000-8000-000000000000';
const RESULT_SECONDS = 30;

export { prepare as setup, cleanUp as teardown };

export default function everything(data) {
  const alice = member(2 * exec.scenario.iterationInTest);
  const bob = member(2 * exec.scenario.iterationInTest + 1);
  wallets(alice, bob);
  transfers(data, alice, bob);
  batches(data, alice, bob);
  if (CLAIMS) {
    claims(data, alice, bob);
  }
}

function wallets(alice, bob) {
  succeeds(openWallet(alice), 200, (it) => it.id === alice.wallet);
  succeeds(ownWallet(alice), 200, (it) => it.id === alice.wallet && it.status === 'active');
  succeeds(wallet(alice, alice.wallet), 200, (it) => it.id === alice.wallet);
  succeeds(balances(alice), 200, (it) => it.balances.some((each) => each.asset === ASSET));
  succeeds(assets(alice), 200, (it) => it.some((each) => each.code === ASSET));
  isProblem(wallet(alice, bob.wallet), 404, 'not-found');
  isProblem(wallet(alice, NO_SUCH_ID), 404, 'not-found');
  isProblem(ownWallet(NOBODY), 401, 'unauthenticated');
}

function transfers(data, alice, bob) {
  const key = newKey(data);
  const sent = { ...order(alice, bob, '0.02'), reference: 'smoke', metadata: { run: data.run } };
  const first = transfer(alice, key, sent);
  succeeds(first, 201, (it) => it.status === 'posted' && Number(it.amount) === 0.02);
  const again = transfer(alice, key, sent);
  succeeds(again, 201, () => again.response.body === first.response.body);
  succeeds(again, 201, () => again.response.headers['Idempotency-Replayed'] === 'true');
  isProblem(transfer(alice, key, order(alice, bob, '0.03')), 422, 'idempotency-key-reused');

  const { id } = first.response.json();
  succeeds(postedTransfer(alice, id), 200, (it) => it.id === id);
  succeeds(postedTransfer(bob, id), 200, (it) => it.id === id);
  isProblem(postedTransfer(member(exec.scenario.iterationInTest * 2 + 2), id), 404, 'not-found');
  succeeds(entries(alice, 1), 200, (it) => it.items[0].transferId === id);

  const refuse = (body, status, code) => isProblem(transfer(alice, newKey(data), body), status, code);
  refuse(order(alice, bob, '100000000000'), 422, 'insufficient-funds');
  refuse(order(alice, bob, '0'), 422, 'invalid-amount');
  refuse(order(alice, bob, '-1'), 422, 'invalid-amount');
  refuse(order(alice, alice, '1'), 422, 'same-wallet');
  refuse({ ...order(alice, bob, '1'), asset: 'NONE' }, 422, 'unknown-asset');
  refuse({ ...order(alice, bob, '1'), colour: 'red' }, 400, 'malformed-request');
  refuse(order(bob, alice, '1'), 404, 'not-found');
  isProblem(transfer(alice, undefined, sent), 400, 'idempotency-key-missing');
}

function batches(data, alice, bob) {
  const good = order(alice, bob, '0.01');
  const tooMuch = order(alice, bob, '100000000000');
  succeeds(
    transferBatch(alice, newKey(data), false, [good, tooMuch]),
    201,
    (it) =>
      it.items[0].status === 'posted' && it.items[1].problem.code === 'insufficient-funds',
  );
  succeeds(transferBatch(alice, newKey(data), true, [good, good]), 201, (it) =>
    it.items.every((each) => each.status === 'posted'),
  );
  isProblem(
    transferBatch(alice, newKey(data), true, [good, tooMuch]),
    422,
    'linked-transfer-failed',
  );
}

function claims(data, alice, bob) {
  const first = claim(alice, data.campaign);
  succeeds(first, 202, (it) => it.campaignId === data.campaign && it.status === 'pending');
  const { id } = first.response.json();
  succeeds(claim(alice, data.campaign), 200, (it) => it.id === id);
  isProblem(claimResult(bob, id), 404, 'not-found');
  succeeds(decided(alice, id), 200, (it) => it.status === 'credited' && typeof it.transferId === 'string');
  succeeds(campaign(alice, data.campaign), 200, (it) => it.claimed >= it.credited);
  isProblem(claim(alice, NO_SUCH_ID), 404, 'not-found');
  isProblem(createCampaign(alice, newKey(data), {}), 403, 'insufficient-scope');
  isProblem(createCampaign(ORGANISER, newKey(data), {}), 400, 'malformed-request');
}

function decided(who, id) {
  for (let waited = 0; waited < RESULT_SECONDS; waited += 1) {
    const result = claimResult(who, id);
    if (result.response.status !== 200 || result.response.json().status !== 'pending') {
      return result;
    }
    sleep(1);
  }
  return claimResult(who, id);
}
