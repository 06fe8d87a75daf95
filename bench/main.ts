/**
 * `npm run bench [-- PART … --save]`: figures of this machine. Compare only what was printed by one run: times
 * drift from hour to hour. `--save` writes them to bench/results. `pack [FOLDER]` makes a folder that measures a
 * machine without Node, and `unpack FILE` saves what it has measured.
 */
import { runTool } from '../scripts/tools.mjs';
import { adapterRows } from './adapter.ts';
import { parseArguments, type BenchArguments, type PartName } from './arguments.ts';
import { chromiumVersion } from './chromium.ts';
import { chosen } from './compression/cells.ts';
import { peakRows, stepShareRows } from './compression/rows.ts';
import { timeRows } from './compression/times.ts';
import { countRows } from './counts/rows.ts';
import { contestantVersions } from './contestants/contestant.ts';
import { messageOf } from './contestants/protocol.ts';
import { exportRows } from './exports/exports.ts';
import { crossoverRows } from './crossover.ts';
import { checkRows } from './deviceChecks.ts';
import { heapRows, sampleRows, sceneRows, stepRows } from './fem.ts';
import { fourRows } from './four.ts';
import { growth } from './growth.ts';
import { loadRows } from './load.ts';
import { machineLines, machineSlug } from './machine.ts';
import { memoryRows } from './memory.ts';
import { pageRows, simulationRows, webgpuRows } from './page.ts';
import { gpuRows, processorRows } from './peers.ts';
import { phoneRows } from './phone/phone.ts';
import { plot } from '../src/cli/plot.ts';
import { presetRows } from './presets.ts';
import { METHOD, saveResults } from './results.ts';
import { presetShareRows } from './shares.ts';
import { sideBySideRows } from './sideBySide.ts';
import { slurmRows } from './slurm/study.ts';
import { soakRows } from './soak.ts';
import { formatTable, type Row, type Rows, type Table } from './table.ts';
import { threadRows } from './threads/rows.ts';
import { trainingRows } from './training.ts';
import { batchRows } from './waves/batch.ts';
import { wavesRows } from './waves/rows.ts';
import { widthRows } from './widths.ts';

const plots: Record<string, string> = {};

async function growthRows(): Promise<Row[]> {
  const { rows, panels } = await growth();
  plots.growth = plot(
    'Time of a training step on wasm; dashed: in proportion to the arithmetic',
    panels,
    { y: (ms) => `${ms} ms` },
  );
  return rows;
}

function buildPage(): void {
  const built = runTool('vite', ['build', '--logLevel', 'warn']);
  if (!built) throw new Error('The page could not be built.');
}

type Measure = (options: BenchArguments) => Rows;

const parts: Readonly<Record<PartName, Readonly<Record<string, Measure>>>> = {
  fem: {
    'Time steps on the assembled operator, one thread': stepRows,
    'Memory of the time loop': heapRows,
    Scenes: sceneRows,
    Samples: sampleRows,
  },
  waves: { 'Time to 1 % in the default scene, one thread': () => [...wavesRows()] },
  batch: { 'Samples side by side on WebGPU in Node (Dawn)': ({ only }) => batchRows(only) },
  engine: { 'Training in Node, one thread': trainingRows },
  load: { 'The first load of the page in Chromium': loadRows },
  page: {
    'Simulation in Chromium': simulationRows,
    'The page in Chromium, the default preset’s first two networks on wasm': pageRows,
  },
  phone: { 'The page on a slow phone': phoneRows },
  webgpu: { 'The page in Chromium on WebGPU': webgpuRows },
  peers: {
    'A training step on the processor, against other libraries': () => processorRows(),
    'A training step on WebGPU in Node (Dawn), against other libraries': () => gpuRows(),
  },
  presets: {
    'A training step of every preset on the processor, against PyTorch': () => presetRows(),
  },
  'gpu-counts': {
    'What training asks of a GPU, counted on a device that computes nothing': countRows,
  },
  compression: {
    'Time ÷ classical at 25 % of the parameters, wasm, one thread': ({ only }) =>
      timeRows(chosen(only)),
    'Adam, loss and JavaScript as a share of these steps': ({ only }) =>
      stepShareRows(chosen(only)),
    'Peak memory ÷ classical of these steps': ({ only }) => peakRows(chosen(only)),
  },
  step: {
    'Adam, loss and JavaScript as a share of a step, wasm, one thread': presetShareRows,
    'Two networks side by side, wasm, one thread each': sideBySideRows,
  },
  threads: { 'A training step with more threads, wasm: speed ÷ one thread’s': () => threadRows() },
  four: { 'Four networks of the preset “quick” at once, wasm, one thread each': fourRows },
  memory: { 'Memory of training on wasm': memoryRows },
  checks: {
    'The WebGPU adapter in Node (Dawn)': adapterRows,
    'Device checks on WebGPU': () => checkRows('webgpu'),
    'Device checks on wasm': () => checkRows('wasm'),
  },
  crossover: { 'A training step on WebGPU against wasm with more threads': () => crossoverRows() },
  widths: { 'Formats by width on WebGPU': () => widthRows() },
  soak: { 'Minutes of training in Chromium: what stays constant': soakRows },
  exports: {
    'Exported networks against our own forecast: largest difference ÷ largest value': ({ only }) =>
      exportRows(only),
  },
  slurm: { 'A study on a Slurm of one node, one task killed': slurmRows },
  growth: { 'How the time of a training step grows, wasm, one thread': growthRows },
};

async function collect(rows: Rows): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of await rows) all.push(row);
  return all;
}

async function measureAll(options: BenchArguments): Promise<void> {
  const { parts: wanted, save } = options;
  const tables: Table[] = [];
  const failures: string[] = [];
  const chromium = { Chromium: await chromiumVersion() };
  const facts = machineLines(chromium);
  console.log([...facts, '', METHOD].join('\n'));
  if (['load', 'page', 'phone', 'webgpu', 'soak'].some((name) => wanted.includes(name as PartName)))
    buildPage();
  for (const name of wanted) {
    for (const [title, measure] of Object.entries(parts[name])) {
      try {
        const table = { title, rows: await collect(measure(options)) };
        if (table.rows.length === 0) continue;
        tables.push(table);
        console.log(`\n${formatTable(table)}`);
        for (const { what, value, missed } of table.rows) {
          if (!missed) continue;
          const failure = `${title}: missed. ${what}: ${value}`;
          failures.push(failure);
          console.error(`\n${failure}`);
        }
      } catch (error) {
        const failure = `${title}: not measured. ${messageOf(error)}`;
        failures.push(failure);
        console.error(`\n${failure}`);
      }
    }
  }
  if (failures.length > 0) process.exitCode = 1;
  if (!save) return;
  const date = new Date().toISOString().slice(0, 10);
  const all = machineLines({ ...chromium, ...contestantVersions });
  const results = {
    date,
    machine: machineSlug(),
    facts: all,
    method: METHOD,
    tables,
    failures,
    plots,
  };
  console.log(`\nSaved as ${saveResults(results)}`);
}

async function main([command, ...rest]: readonly string[]): Promise<void> {
  if (command === 'pack') return (await import('./pack/build.ts')).pack(rest);
  if (command === 'unpack') return (await import('./pack/unpack.ts')).unpack(rest);
  return measureAll(parseArguments(process.argv.slice(2)));
}

// An error that nobody catches would make tfjs's wasm module print its whole source.
main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 2;
});
