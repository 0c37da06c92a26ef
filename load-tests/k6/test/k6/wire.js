// The thread that talks to the services while the script's waits.

import http from 'node:http';
import https from 'node:https';
import { workerData } from 'node:worker_threads';

const { done, port } = workerData;
const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

port.on('message', (request) => exchange(request));

function exchange({ method, url, headers, body, timeout }) {
  const { protocol } = new URL(url);
  const client = protocol === 'https:' ? https : http;
  const options = { method, headers: { ...headers }, agent: agents[protocol], timeout };
  if (body !== null) {
    options.headers['Content-Length'] = Buffer.byteLength(body);
  }
  const request = client.request(url, options, (response) => {
    const parts = [];
    response.on('data', (part) => parts.push(part));
    response.on('end', () =>
      answer({
        status: response.statusCode,
        headers: asGoWritesThem(response.headers),
        body: Buffer.concat(parts).toString('utf8'),
        error: '',
      }),
    );
    response.on('error', fail);
  });
  request.on('timeout', () => request.destroy(new Error('request timeout')));
  request.on('error', fail);
  request.end(body ?? undefined);
}

function fail(error) {
  answer({ status: 0, headers: {}, body: null, error: error.message });
}

function answer(message) {
  port.postMessage(message);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}

/** retry-after becomes Retry-After: scripts see headers as Go spells them. */
function asGoWritesThem(headers) {
  const spelt = {};
  for (const [name, value] of Object.entries(headers)) {
    spelt[name.replace(/(^|-)[a-z]/g, (it) => it.toUpperCase())] = [].concat(value).join(', ');
  }
  return spelt;
}
