// Checks that cannot fail check nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsUp, isProblem, succeeds } from '../answers.js';

function answered(status, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { call: 'test', response: { status, headers, body: text, json: () => JSON.parse(text) } };
}

function problem(status, code, more = {}, headers = {}) {
  const type = `urn:spillway:problem:${code}`;
  const body = { type, title: 't', status, detail: 'd', instance: '/', code, ...more };
  return answered(status, body, { 'Content-Type': 'application/problem+json', ...headers });
}

test('an answer as asked succeeds', () => {
  assert.ok(succeeds(answered(201, { id: '1' }), 201, (it) => it.id === '1'));
});

test('another status, or another body, does not', () => {
  assert.ok(!succeeds(answered(200, {}), 201));
  assert.ok(!succeeds(answered(0, ''), 201));
  assert.ok(!succeeds(answered(201, { id: '2' }), 201, (it) => it.id === '1'));
});

test('a problem is one only whole, with its own code and status', () => {
  assert.ok(isProblem(problem(422, 'same-wallet'), 422, 'same-wallet'));
  assert.ok(!isProblem(problem(422, 'same-wallet'), 422, 'unknown-asset'));
  assert.ok(!isProblem(problem(400, 'same-wallet'), 422, 'same-wallet'));
  assert.ok(!isProblem(problem(422, 'same-wallet', { type: 'about:blank' }), 422, 'same-wallet'));
  assert.ok(!isProblem(problem(422, 'same-wallet', { detail: undefined }), 422, 'same-wallet'));
  assert.ok(!isProblem(answered(422, { code: 'same-wallet' }), 422, 'same-wallet'));
});

test('under load, to be asked to come again is right, and says when', async () => {
  const { failures, forgetFailures } = await import('./k6/core.js');
  const ok = (exchange) => {
    forgetFailures();
    holdsUp(exchange, 201, ['insufficient-funds']);
    return failures.length === 0;
  };
  assert.ok(ok(answered(201, {})));
  assert.ok(ok(problem(422, 'insufficient-funds')));
  assert.ok(ok(problem(503, 'overloaded', {}, { 'Retry-After': '2' })));
  assert.ok(!ok(problem(503, 'overloaded')));
  assert.ok(!ok(problem(429, 'rate-limited', {}, { 'Retry-After': '0' })));
  assert.ok(!ok(problem(500, 'internal-error')));
  assert.ok(!ok(answered(502, 'Bad gateway')));
  assert.ok(!ok(answered(0, '')));
});
