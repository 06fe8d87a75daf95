import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { noticesPlugins } from './scripts/notices.mjs';
import { offlinePlugin } from './scripts/offline.mjs';
import { contentSecurityPolicy, policyPlugin } from './scripts/policy.mjs';
import { fromSources } from './scripts/packages.mjs';
import { previewPlugin } from './scripts/preview.mjs';

const notices = noticesPlugins();

/**
 * With these two, the page is cross-origin isolated and may use threads and exact timers. scripts/serve.mjs
 * sends the same; a server that does not leaves the page with one thread.
 */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  // Not part of it: isolated pages of other origins may show this one in a frame.
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/**
 * No chunk may import an entry (the file that a page or a worker starts from). WebKit evaluates a worker's
 * entry a second time when a chunk imports it: every module in it then exists twice, and a command can reach
 * the copy that was not prepared. So all that an entry needs from the start is in chunks beside it, and the
 * entry holds its own module only. e2e/build.spec.ts looks at what is built.
 */
const entriesAlone = {
  codeSplitting: {
    groups: [
      {
        name: 'base',
        tags: ['$initial' as const],
        test: (id: string) => !/\.worker\.ts$|\/src\/(main|checks)\.tsx$|\.html$/.test(id),
        // A page or worker loads what it needs itself, not what the others do.
        entriesAware: true,
      },
    ],
  },
  // The bundler appends the names of all entries that share a chunk.
  chunkFileNames: ({ name }: { name: string }) => `assets/${name.split('~', 1)[0]}-[hash].js`,
};

/**
 * Layers of tfjs that no network here has. Each registers itself where it stands, for models that are read from files,
 * so the bundler would keep them all.
 */
const treeshake = {
  moduleSideEffects: [{ test: /tfjs-layers\/dist\/layers\//, sideEffects: false }],
  // Of d3-scale-chromatic: colour maps that are made where they stand, also those that nobody uses.
  manualPureFunctions: ['ramp', 'ramp$1', 'interpolateCubehelixLong', 'cubehelix$1'],
};

export default defineConfig({
  // Relative addresses, so that dist/ works from any folder of any web server.
  base: './',
  ...fromSources,
  plugins: [react(), policyPlugin(), notices.page(), previewPlugin(), offlinePlugin()],
  build: {
    // Those with `light-dark()` and JavaScript of 2023; public/support.js tells older ones.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // A single style sheet: a tab whose own did not arrive would be shown without one.
    cssCodeSplit: false,
    rolldownOptions: {
      input: ['index.html', 'checks.html'],
      output: entriesAlone,
      treeshake,
    },
    // tfjs and Plotly are over a megabyte each, the HDF5 library almost five. All are loaded apart from the
    // page's own code, in a worker and on demand: a warning on every build would only teach people to
    // overlook warnings.
    chunkSizeWarningLimit: 5000,
  },
  worker: {
    format: 'es',
    plugins: () => [notices.worker()],
    rolldownOptions: { output: entriesAlone, treeshake },
  },
  server: { headers: isolation },
  preview: { headers: { ...isolation, 'Content-Security-Policy': contentSecurityPolicy } },
});
