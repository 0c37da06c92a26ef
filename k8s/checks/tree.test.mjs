// The whole tree, against every check.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgets } from './budget.mjs';
import { CHECKS, schemas, told } from './checks.mjs';
import { AGREEMENTS } from './estate.mjs';
import { loadWorld } from './world.mjs';

const world = await loadWorld();

test('every manifest is valid, and has no field that is not known', async () => {
  assert.equal(told(await schemas(world)), '');
});

for (const [name, check] of Object.entries(CHECKS)) {
  test(name, () => {
    assert.equal(told(check(world)), '');
  });
}

for (const [name, agreement] of Object.entries(AGREEMENTS)) {
  test(`the estate: ${name}`, { skip: world.exports ? false : 'infra/exports.json is not there' }, () => {
    assert.ok(world.exports);
    assert.equal(told(agreement(world, world.exports)), '');
  });
}

test('the connection budget, told', (context) => {
  for (const { cluster, lines, total, allowed } of budgets(world)) {
    context.diagnostic(`${cluster}: ${lines.map((it) => `${it.service} ${it.pods} × ${it.perPod}`).join(' + ')} = ${total} of ${allowed}`);
  }
  assert.ok(budgets(world).length > 0);
});
