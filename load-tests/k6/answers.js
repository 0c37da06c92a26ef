// What an answer has to look like: what was asked for, or a problem whose code may happen here. All take what
// requests.js returns.

import { check } from 'k6';
import { Counter, Rate } from 'k6/metrics';

// The part of the requests that were decided at the first try: done, or refused by a rule.
export const served = new Rate('served');

// Requests that got a problem, by code.
export const problems = new Counter('problems');

// Nothing has happened, and the same request may be sent again: these have to say when.
const COME_AGAIN = ['rate-limited', 'overloaded'];

/** The answer has that status (or one of several) and, when `shape` is given, a body that it finds right. */
export function succeeds({ call, response }, status, shape = () => true) {
  const asked = [].concat(status).includes(response.status);
  served.add(asked, { call });
  return check(
    response,
    {
      'answered as asked': () => asked,
      'the body is right': (it) => asked && shape(it.json()),
    },
    { call },
  );
}

/** The answer is that problem, in every part that the contract names. */
export function isProblem({ call, response }, status, code) {
  return check(
    response,
    {
      'refused with the status of the rule': (it) => it.status === status,
      'refused with the code of the rule': (it) => codeOf(it) === code,
      'the problem is whole': (it) => isWhole(it, code),
    },
    { call, code },
  );
}

/**
 * Under load: as asked, or one of the refusals that may happen, or asked to come again. Anything else (a timeout, a
 * 500, a problem without its code) fails the check. Returns whether it was as asked.
 */
export function holdsUp({ call, response }, status, refusals = []) {
  const asked = [].concat(status).includes(response.status);
  const code = codeOf(response);
  const later = COME_AGAIN.includes(code);
  served.add(asked || refusals.includes(code), { call });
  if (code !== null) {
    problems.add(1, { call, code });
  }
  check(
    response,
    {
      'as asked, or refused as the contract says': () => asked || later || refusals.includes(code),
      'who is to come again is told when': (it) => !later || Number(it.headers['Retry-After']) >= 1,
    },
    { call },
  );
  return asked;
}

/** The `code` of a problem; null for what is none. */
export function codeOf(response) {
  const type = response.headers['Content-Type'] || '';
  return type.startsWith('application/problem+json') ? response.json().code : null;
}

function isWhole(response, code) {
  if (codeOf(response) !== code) {
    return false;
  }
  const problem = response.json();
  return (
    problem.type === `urn:spillway:problem:${code}` &&
    problem.status === response.status &&
    [problem.title, problem.detail, problem.instance].every((it) => typeof it === 'string')
  );
}
