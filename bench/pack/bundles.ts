/** The programs of a pack: each with all that it imports in one file. */
import path from 'node:path';
import { build, defaultServerConditions } from 'vite';
import { noticesPlugins } from '../../scripts/notices.mjs';
import { sourceCondition } from '../../scripts/sourceCondition.mjs';
import { root } from '../../scripts/tools.mjs';

/** Without their folders they are the names of the bundles; the last one is the one that `run.sh` starts. */
const PROGRAMS = ['threads/thread', 'contestants/server', 'pack/bench'];

/** Node's CommonJS variables, which tfjs's files use. */
const BANNER = `import { createRequire as packRequire } from 'node:module';
const require = packRequire(import.meta.url);
const { dirname: __dirname, filename: __filename } = import.meta;`;

/** Writes the bundles and the licences of what they contain into a folder. */
export async function writeBundles(folder: string): Promise<void> {
  const notices = noticesPlugins();
  for (const program of PROGRAMS) {
    const last = program === PROGRAMS.at(-1);
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      plugins: [last ? notices.page() : notices.worker()],
      // The same files of tfjs as in Node without a bundler.
      ssr: {
        noExternal: true,
        resolve: {
          mainFields: ['main', 'module'],
          conditions: [sourceCondition, ...defaultServerConditions],
        },
      },
      build: {
        ssr: true,
        target: 'node20',
        outDir: folder,
        emptyOutDir: false,
        copyPublicDir: false,
        minify: false,
        rolldownOptions: {
          // tfjs asks for node-fetch only where Node has no fetch. Dawn lies in a folder of its own.
          external: ['node-fetch', 'webgpu'],
          input: { [path.basename(program)]: path.join(root, 'bench', `${program}.ts`) },
          output: {
            format: 'es',
            entryFileNames: '[name].mjs',
            codeSplitting: false,
            banner: BANNER,
          },
        },
      },
    });
  }
}
