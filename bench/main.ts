/**
 * `npm run bench [-- fem engine page webgpu]`: figures of this machine. Compare only what was printed by one run:
 * times drift from hour to hour.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { memoryRows, trainingRows } from './training.ts';
import { heapRows, sampleRows, sceneRows, stepRows } from './fem.ts';
import { pageRows, simulationRows, webgpuRows } from './page.ts';
import { printTable } from './table.ts';

const parts = ['fem', 'engine', 'page', 'webgpu'] as const;
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !parts.some((part) => part === name));
if (unknown !== undefined) {
  console.error(`There is no benchmark “${unknown}”; use ${parts.join(', ')}, or none for all.`);
  process.exit(2);
}
const runs = (part: (typeof parts)[number]) => wanted.length === 0 || wanted.includes(part);

async function main(): Promise<void> {
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(`${processor}, Node ${process.version}`);
  if (runs('fem')) {
    printTable('Time steps on the assembled operator, one thread', stepRows());
    printTable('Memory of the time loop', await heapRows());
    printTable('Scenes', sceneRows());
    printTable('Samples', sampleRows());
  }
  if (runs('engine')) {
    printTable('Training in Node, one thread', await trainingRows());
    printTable('Memory', await memoryRows());
  }
  if (runs('page') || runs('webgpu')) {
    const { status } = spawnSync('npm', ['run', '-s', 'build'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error('The page could not be built.');
  }
  if (runs('page')) {
    printTable('Simulation in Chromium', await simulationRows());
    printTable('The page in Chromium, default preset on wasm', await pageRows());
  }
  if (runs('webgpu')) printTable('The page in Chromium on WebGPU', await webgpuRows());
}

// An error that nobody catches would make tfjs's wasm module print its whole source.
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
