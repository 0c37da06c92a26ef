// k6/http: requests really go out, one at a time, and the script waits for each as it does in k6.

import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { builtIn } from './metrics.js';

// k6's own limit is a minute, too.
const TIMEOUT_MILLIS = 60_000;

const PARAMS = ['headers', 'tags', 'timeout', 'responseCallback', 'redirects'];

const done = new Int32Array(new SharedArrayBuffer(4));
const { port1: port, port2: workersPort } = new MessageChannel();
const worker = new Worker(new URL('./wire.js', import.meta.url), {
  workerData: { done, port: workersPort },
  transferList: [workersPort],
});
worker.unref();
port.unref();

let expected = { isExpected: (status) => status >= 200 && status < 400 };

function get(url, params) {
  return send('GET', url, null, params);
}

function post(url, body, params) {
  return send('POST', url, body, params);
}

/** Numbers, and ranges as `{ min, max }`. */
function expectedStatuses(...statuses) {
  return {
    isExpected: (status) =>
      statuses.some((it) =>
        typeof it === 'number' ? it === status : it.min <= status && status <= it.max,
      ),
  };
}

function setResponseCallback(callback) {
  expected = callback;
}

export default { get, post, expectedStatuses, setResponseCallback };

/** Calls that have been made, by the name that their tags give. */
export const sent = new Set();

function send(method, url, body, params = {}) {
  for (const name of Object.keys(params)) {
    if (!PARAMS.includes(name)) {
      throw new TypeError(`a request has no parameter ${name}`);
    }
  }
  if (body !== null && typeof body !== 'string') {
    throw new TypeError('an object as body would be sent as a form');
  }
  const request = { method, url, headers: params.headers ?? {}, body };
  const began = performance.now();
  Atomics.store(done, 0, 0);
  port.postMessage({ ...request, timeout: TIMEOUT_MILLIS });
  Atomics.wait(done, 0, 0, TIMEOUT_MILLIS + 5_000);
  const answer = receiveMessageOnPort(port)?.message ?? failure('no answer');
  const duration = performance.now() - began;
  const tags = { name: url, ...params.tags };
  sent.add(tags.name);
  builtIn.http_reqs.add(1, tags);
  builtIn.http_req_duration.add(duration, tags);
  builtIn.http_req_failed.add(!expected.isExpected(answer.status), tags);
  return { ...answer, url, request, timings: { duration }, json: () => parse(answer.body) };
}

function parse(body) {
  if (body === null || body === '') {
    throw new Error('the body is empty, so we can not parse it to JSON');
  }
  return JSON.parse(body);
}

function failure(error) {
  return { status: 0, headers: {}, body: null, error };
}
