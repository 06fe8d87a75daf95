/** The program of a contestant in Node: `server.ts LIBRARY BACKEND [THREADS]`; threads are for ours on wasm. */
import { allowFusing } from '../fused.ts';
import { giveThreads } from '../threads/threads.ts';
import { provideGpu } from './gpu.ts';
import { serveRequests } from './protocol.ts';

async function start(library: string, backend: string, threads: number) {
  const versions: Record<string, string> = {};
  if (backend === 'webgpu') versions.adapter = await provideGpu();
  const started = await open(library, backend, threads);
  return { ...started, versions: { ...versions, ...started.versions } };
}

async function open(library: string, backend: string, threads: number) {
  if (backend !== 'cpu' && backend !== 'wasm' && backend !== 'webgpu') {
    throw new Error(`There is no backend ${backend}.`);
  }
  switch (library) {
    case 'ours':
      allowFusing();
      if (threads > 1) giveThreads(threads);
      return (await import('./ours.ts')).startOurs(backend);
    case 'stock':
      return (await import('./stock.ts')).startStock(backend);
    case 'jax':
      return (await import('./jax.ts')).startJax(backend);
    default:
      throw new Error(`There is no contestant ${library}.`);
  }
}

const [library, backend, threads = '1'] = process.argv.slice(2);
void serveRequests(() => start(library, backend, Number(threads)));
