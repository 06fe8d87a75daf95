/** Packages that need not be there: looked for beside the project or in the pack, and in the folders of NODE_PATH. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileOf, packed } from '../programs.ts';

const require = createRequire(import.meta.url);

function folderOf(name: string): string {
  const others = require.resolve.paths(name) ?? [];
  const folders = packed ? [fileOf('packages'), ...others] : others;
  for (const folder of folders) {
    const candidate = path.join(folder, name);
    try {
      readFileSync(path.join(candidate, 'package.json'));
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`The package ${name} is not installed.`);
}

/** A package's exports and its version. */
export async function importInstalled(name: string): Promise<{ module: unknown; version: string }> {
  const folder = folderOf(name);
  const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
    main: string;
    module?: string;
  };
  const entry = pathToFileURL(path.join(folder, about.module ?? about.main)).href;
  return { module: (await import(entry)) as unknown, version: about.version };
}
