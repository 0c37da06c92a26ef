// No secret in git: not as a Secret, not in a ConfigMap or a variable, not in any file.
import fs from 'node:fs';
import path from 'node:path';
import { pod } from './refs.mjs';
import { K8S } from './tools.mjs';
import { fields, list, text } from './tree.mjs';
import { each, sources } from './world.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 */

const NAMED = /(password|passwd|secret|private[-_.]?key|api[-_.]?key|access[-_.]?key|token|credential)/i;
/** Names like these whose values are no secrets: where a secret is, or who reads it. */
const HARMLESS = /(secretname|secret_?key$|^tokens?[-_.](remembered|ttl)|handler[-_.]?class|credentials[-_.]?provider$)/i;
/** Only what is meant to be filled in. */
const FILLED_IN = /^\s*(\{\{.*\}\}|\$\(\w+\)|\$\{.*\})?\s*$/;

const LOOKS = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}\b/, 'a GitHub token'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, 'a bearer token'],
  [/[a-z]+:\/\/[^\s:/{}]+:[^\s@{}]{3,}@/, 'a password in a URL'],
  [/password\s*[=:]\s*["']?(?!\{\{|\$)[A-Za-z0-9!@#$%^&*+/=_-]{6,}["']?\s*(;|$)/im, 'a password'],
];

/** @type {(world: World) => Finding[]} */
export function noSecretsInManifests(world) {
  return each(world, (manifest) => {
    if (manifest.kind === 'Secret') {
      return ['is a Secret; an ExternalSecret makes one'];
    }
    const data = Object.entries(fields(manifest, 'data'));
    const variables = list(pod(manifest), 'spec.containers').flatMap((it) => list(it, 'env').map((one) => /** @type {[string, string]} */ ([text(one, 'name'), text(one, 'value')])));
    const values = manifest.kind === 'ConfigMap' ? data.map(([key, value]) => /** @type {[string, string]} */ ([key, String(value)])) : variables;
    return [
      ...values.filter(([key, value]) => NAMED.test(key) && !HARMLESS.test(key) && !FILLED_IN.test(value)).map(([key]) => `${key} holds a secret in plain text`),
      ...values.flatMap(([key, value]) => looks(value).map((it) => `${key} holds ${it}`)),
    ];
  });
}

/** @type {() => Finding[]} */
export function noSecretsInFiles() {
  return sources().flatMap((file) => looks(fs.readFileSync(file, 'utf8')).map((what) => ({ where: path.relative(K8S, file), what: `holds ${what}` })));
}

/** @param {string} value */
export function looks(value) {
  return LOOKS.flatMap(([pattern, what]) => (/** @type {RegExp} */ (pattern).test(value) ? [String(what)] : []));
}
