// Before and after a run: a campaign with a prize for everybody who may come.

import { sleep } from 'k6';
import { succeeds } from './answers.js';
import { CLAIMS, GIVEAWAY } from './config.js';
import { ASSET, ORGANISER, SIZE } from './crowd.js';
import { campaign, closeCampaign, createCampaign } from './requests.js';

const PRIZE = '0.01';
const PRIZES_PER_UNIT = 100;

// Longer than any run, the soak too.
const OPEN_MILLIS = 24 * 60 * 60 * 1000;

const PATIENCE_SECONDS = 30;

/** k6's `setup`: what every virtual user is handed. `run` is different for each run, so keys made with it are new. */
export function prepare(prizes = SIZE) {
  const run = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  return CLAIMS ? { run, campaign: openCampaign(run, prizes) } : { run };
}

/** k6's `teardown`: the remainder goes back to the organiser, once every claim has its result. */
export function cleanUp(data) {
  if (data.campaign !== undefined) {
    succeeds(closeCampaign(ORGANISER, data.campaign), 200, (it) => it.id === data.campaign);
  }
}

function openCampaign(run, prizes) {
  const now = Date.now();
  const { response } = createCampaign(ORGANISER, `campaign-${run}`, {
    name: `load test ${run}`,
    asset: ASSET,
    amountPerClaim: PRIZE,
    budget: (prizes / PRIZES_PER_UNIT).toFixed(2),
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + OPEN_MILLIS).toISOString(),
  });
  if (response.status !== 201) {
    throw new Error(`no campaign at ${GIVEAWAY}: ${response.status} ${response.body}`);
  }
  const { id } = response.json();
  for (let waited = 0; waited < PATIENCE_SECONDS; waited += 1) {
    const { status } = campaign(ORGANISER, id).response.json();
    if (status === 'open') {
      return id;
    }
    if (status === 'funding-failed') {
      break;
    }
    sleep(1);
  }
  throw new Error(`campaign ${id} did not open; does the organiser have the budget?`);
}
