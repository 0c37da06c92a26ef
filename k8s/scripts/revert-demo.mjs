// Shows that `git revert` is a rollback: on a scratch repository with a copy of this tree, a new version is committed and
// reverted, and what Argo CD would apply afterwards is byte for byte what it applied before.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { K8S, kustomize, scratch } from '../checks/tools.mjs';

const OVERLAY = 'k8s/apps/wallet/overlays/production';

/** @returns {Promise<{ before: string, bad: string, after: string, log: string }>} */
export async function revertDemo() {
  const repository = scratch('revert');
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', ['-C', repository, '-c', 'user.name=demo', '-c', 'user.email=demo@spillway.example', '-c', 'commit.gpgsign=false', ...args], { encoding: 'utf8' });
  const render = () => kustomize(path.join(repository, OVERLAY));

  fs.cpSync(K8S, path.join(repository, 'k8s'), { recursive: true, filter: (it) => !it.includes('node_modules') });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'What runs');
  const before = await render();

  const file = path.join(repository, OVERLAY, 'kustomization.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/newTag: .*/, 'newTag: 0.2.0'));
  fs.appendFileSync(path.join(repository, 'k8s/apps/service/settings.env'), 'SPILLWAY_LEDGER_MAX_BATCH=500\n');
  git('commit', '--quiet', '--all', '--message', 'Version 0.2.0, with smaller batches');
  const bad = await render();

  git('revert', '--no-edit', 'HEAD');
  return { before, bad, after: await render(), log: git('log', '--oneline', '--reverse') };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { before, bad, after, log } = await revertDemo();
  const changed = bad.split('\n').filter((line) => !before.includes(line));
  console.log(`${log}\nThe bad version changes ${changed.length} lines of ${before.split('\n').length}, among them:\n${changed.slice(0, 4).join('\n')}\n`);
  console.log(after === before ? 'After the revert: the same, byte for byte.' : 'After the revert: NOT the same.');
  process.exitCode = after === before && bad !== before ? 0 : 1;
}
