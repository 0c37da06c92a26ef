// Strict validation of manifests without a cluster: values, enums and required fields by the validators that the
// kubernetes-models packages ship, unknown fields by their types, kinds without a package by a schema of ours.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Ajv from 'ajv';
import ts from 'typescript';
import { K8S } from './tools.mjs';

/** @typedef {import('./tree.mjs').Manifest} Manifest */
/** @typedef {{ file: string, name: string }} Model */

const PACKAGES = path.join(K8S, 'node_modules');
const OURS = path.join(K8S, 'checks/schemas');
const AJV = new Ajv.default({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });

/**
 * What is wrong with each manifest, in the same order; an empty list when nothing is.
 * @param {Manifest[]} manifests
 * @returns {Promise<string[][]>}
 */
export async function schemaFindings(manifests) {
  /** @type {Map<string, number>} */
  const first = new Map();
  /** @type {Manifest[]} */
  const distinct = [];
  const where = manifests.map((manifest) => {
    const text = JSON.stringify(manifest);
    const known = first.get(text);
    if (known !== undefined) {
      return known;
    }
    first.set(text, distinct.length);
    return distinct.push(manifest) - 1;
  });
  const values = await Promise.all(distinct.map(valueFindings));
  unknownFields(distinct).forEach((found, i) => values[i]?.push(...found));
  return where.map((i) => values[i] ?? []);
}

/** @param {Manifest} manifest */
function kindOf(manifest) {
  return `${manifest.apiVersion}/${manifest.kind}`;
}

/**
 * @param {Manifest} manifest
 * @returns {Promise<string[]>}
 */
async function valueFindings(manifest) {
  const own = ours().get(kindOf(manifest));
  if (own) {
    return own(manifest) ? [] : (own.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  }
  const model = models().get(kindOf(manifest));
  if (!model) {
    return [`no schema for ${kindOf(manifest)}`];
  }
  const Kind = (await import(pathToFileURL(model.file).href))[model.name];
  try {
    new Kind(manifest).validate();
    return [];
  } catch (e) {
    return [e instanceof Error ? e.message : String(e)];
  }
}

/**
 * An object literal with a property that its type does not have is refused by the compiler.
 * @param {Manifest[]} manifests
 * @returns {string[][]}
 */
function unknownFields(manifests) {
  /** @type {string[][]} */
  const found = manifests.map(() => []);
  /** @type {string[]} */
  const lines = [];
  /** @type {number[]} */
  const owner = [];
  manifests.forEach((manifest, i) => {
    const model = models().get(kindOf(manifest));
    if (model) {
      owner.push(i);
      lines.push(
        `import type {I${model.name} as T${i}} from ${JSON.stringify(model.file)}; export const o${i}: T${i} = ${JSON.stringify(manifest)};`,
      );
    }
  });
  const file = path.join(K8S, 'checks/.generated.mts');
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options, ...rest) =>
    name === file ? ts.createSourceFile(name, lines.join('\n'), options) : read(name, options, ...rest);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || exists(name);
  const program = ts.createProgram(
    [file],
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: [],
    },
    host,
  );
  const source = program.getSourceFile(file);
  if (source === undefined) {
    throw new Error('the generated file was not read');
  }
  for (const diagnostic of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
    const line = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line;
    found[owner[line] ?? 0]?.push(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 300));
  }
  return found;
}

/** @type {Map<string, Model> | undefined} */
let modelsFound;

/** Every kind of the packages, by apiVersion/kind. */
function models() {
  if (!modelsFound) {
    modelsFound = new Map();
    const scope = path.join(PACKAGES, '@kubernetes-models');
    const folders = fs.readdirSync(scope).filter((it) => !['base', 'validate', 'apimachinery'].includes(it));
    for (const folder of [path.join(PACKAGES, 'kubernetes-models'), ...folders.map((it) => path.join(scope, it))]) {
      collect(folder, modelsFound);
    }
  }
  return modelsFound;
}

/**
 * @param {string} folder
 * @param {Map<string, Model>} into
 */
function collect(folder, into) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== '_schemas') {
        collect(file, into);
      }
    } else if (entry.name.endsWith('.js') && entry.name !== 'index.js') {
      const named = /static\{this\.apiVersion="([^"]+)"\}static\{this\.kind="([^"]+)"\}/.exec(fs.readFileSync(file, 'utf8'));
      if (named) {
        into.set(`${named[1]}/${named[2]}`, { file, name: entry.name.slice(0, -'.js'.length) });
      }
    }
  }
}

/** @type {Map<string, import('ajv').ValidateFunction> | undefined} */
let oursFound;

/** Kinds for which there is no package: files named GROUP_VERSION_KIND.json. */
function ours() {
  if (!oursFound) {
    oursFound = new Map();
    for (const name of fs.existsSync(OURS) ? fs.readdirSync(OURS) : []) {
      const kind = name.replace(/\.json$/, '').replaceAll('_', '/');
      oursFound.set(kind, AJV.compile(JSON.parse(fs.readFileSync(path.join(OURS, name), 'utf8'))));
    }
  }
  return oursFound;
}
