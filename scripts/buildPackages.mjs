// Compiles the packages in packages/ to the dist folders with which they are packed and published. npm runs it before
// `npm pack` and `npm publish`; by hand: `node scripts/buildPackages.mjs`.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { Complaint, root, runMain, runTool } from './tools.mjs';

const folder = path.join(root, 'packages');

/** The names of the packages' folders. */
const packageNames = () =>
  readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'package.json')));

/** Removes what was compiled from files that are no longer there. @param {string} name */
function prune(name) {
  const dist = path.join(folder, name, 'dist');
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const stem = file.replace(/\.(d\.ts|js)$/, '');
    if (stem !== file && !existsSync(path.join(folder, name, 'src', `${stem}.ts`))) {
      rmSync(path.join(dist, file));
    }
  }
}

await runMain(() => {
  const names = packageNames();
  names.forEach(prune);
  if (!runTool('typescript', ['-b', ...names.map((name) => path.join(folder, name))])) {
    throw new Complaint('The packages could not be compiled; see TypeScript’s message above.');
  }
});
