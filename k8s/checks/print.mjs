// node checks/print.mjs: renders everything and says how much there is; with a folder, prints what it renders to.
import path from 'node:path';
import { K8S, kustomize } from './tools.mjs';
import { renderAll } from './tree.mjs';

const folder = process.argv[2];
if (folder) {
  process.stdout.write(await kustomize(path.join(K8S, folder)));
} else {
  for (const rendered of await renderAll()) {
    console.log(`${String(rendered.manifests.length).padStart(4)}  ${rendered.path}`);
  }
}
