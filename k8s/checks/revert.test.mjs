import assert from 'node:assert/strict';
import { test } from 'node:test';
import { revertDemo } from '../scripts/revert-demo.mjs';

test('after a revert, what is rendered is byte for byte what was rendered before', async () => {
  const { before, bad, after } = await revertDemo();

  assert.notEqual(bad, before);
  assert.equal(after, before);
});

test('a changed setting is a new name, so a new canary', async () => {
  const { before, bad } = await revertDemo();
  const settings = (/** @type {string} */ it) => /configMapRef:\s+name: (settings-\w+)/.exec(it)?.[1];

  assert.ok(settings(before));
  assert.notEqual(settings(bad), settings(before));
});
