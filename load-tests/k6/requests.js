// The calls of both services, each of which returns `{ call, response }`. Requests carry the call's name, so that
// thresholds and charts go by call, not by URL.

import http from 'k6/http';
import { GIVEAWAY, WALLET } from './config.js';
import { ASSET } from './crowd.js';

// Refusals by the rules are answers, and being asked to come again is honest. What the contract does not know has failed.
http.setResponseCallback(
  http.expectedStatuses({ min: 200, max: 299 }, 400, 401, 403, 404, 409, 422, 429, 503),
);

export function openWallet(who) {
  return post('open-wallet', `${WALLET}/v1/wallets`, {}, who);
}

export function ownWallet(who) {
  return get('own-wallet', `${WALLET}/v1/wallets/me`, who);
}

export function wallet(who, id) {
  return get('wallet', `${WALLET}/v1/wallets/${id}`, who);
}

export function balances(who) {
  return get('balances', `${WALLET}/v1/wallets/${who.wallet}/balances`, who);
}

export function entries(who, limit = 50) {
  return get('entries', `${WALLET}/v1/wallets/${who.wallet}/entries?limit=${limit}`, who);
}

export function assets(who) {
  return get('assets', `${WALLET}/v1/assets`, who);
}

/** What one posts to move money. */
export function order(from, to, amount) {
  return { from: from.wallet, to: to.wallet, asset: ASSET, amount };
}

export function transfer(who, key, body) {
  return post('transfer', `${WALLET}/v1/transfers`, body, who, key);
}

export function postedTransfer(who, id) {
  return get('posted-transfer', `${WALLET}/v1/transfers/${id}`, who);
}

export function transferBatch(who, key, atomic, transfers) {
  return post('transfer-batch', `${WALLET}/v1/transfer-batches`, { atomic, transfers }, who, key);
}

export function createCampaign(who, key, campaign) {
  return post('create-campaign', `${GIVEAWAY}/v1/campaigns`, campaign, who, key);
}

export function campaign(who, id) {
  return get('campaign', `${GIVEAWAY}/v1/campaigns/${id}`, who);
}

export function closeCampaign(who, id) {
  return post('close-campaign', `${GIVEAWAY}/v1/campaigns/${id}/close`, {}, who);
}

export function claim(who, campaignId) {
  return post('claim', `${GIVEAWAY}/v1/campaigns/${campaignId}/claims`, {}, who);
}

export function claimResult(who, id) {
  return get('claim-result', `${GIVEAWAY}/v1/claims/${id}`, who);
}

function get(call, url, who) {
  return { call, response: http.get(url, { headers: headers(who), tags: { name: call } }) };
}

function post(call, url, body, who, key) {
  const all = headers(who);
  all['Content-Type'] = 'application/json';
  if (key !== undefined) {
    all['Idempotency-Key'] = key;
  }
  const response = http.post(url, JSON.stringify(body), { headers: all, tags: { name: call } });
  return { call, response };
}

function headers(who) {
  return who === null ? {} : { Authorization: `Bearer ${who.token}` };
}
