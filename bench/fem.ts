/** The finite element engine in Node, one thread: time steps, meshes, samples, memory. */
import { spawnSync } from 'node:child_process';
import { PerformanceObserver } from 'node:perf_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniformMaterial } from 'slimwave-waves/assembly';
import type { Csr } from 'slimwave-waves/csr';
import { LANES, type Lanes } from 'slimwave-waves/kernel';
import { interpolationMatrix } from 'slimwave-waves/interpolation';
import { Leapfrog } from 'slimwave-waves/leapfrog';
import { gaussianLoad } from 'slimwave-waves/source';
import { integrate } from 'slimwave-waves/scene/integrate';
import { recordTraces } from 'slimwave-waves/scene/recorder';
import type { Mesh } from 'slimwave-waves/mesh/mesh';
import { meshQuality } from 'slimwave-waves/mesh/quality';
import { structuredTriangles } from 'slimwave-waves/mesh/structured';
import { waveSystem, type MatrixSystem } from 'slimwave-waves/system';
import { buildDataSets } from '../src/engine/data/samples.ts';
import { middleParameters } from '../src/engine/experiment/parameters.ts';
import { experimentFrom, presets } from '../src/engine/experiment/presets.ts';
import { Simulator } from '../src/engine/scene/simulator.ts';
import { unstructuredRectangle } from '../src/engine/verification/support.ts';
import { median } from '../src/engine/math.ts';
import { fileOf } from './programs.ts';
import { milliseconds, seconds, type Row } from './table.ts';

/** Best of five, so that what other programs do counts little (ms). */
function best(call: () => void): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const started = performance.now();
      call();
      return performance.now() - started;
    }),
  );
}

const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(0)} M/s`;

/** Bytes per second that this machine copies between arrays far larger than its caches, read plus write. */
function copyBandwidth(): number {
  const length = 2 ** 25;
  const from = new Float64Array(length).fill(1);
  const to = new Float64Array(length);
  return (16 * length * 1000) / best(() => to.set(from));
}

/** Bytes that a step moves per node at least, if the vectors stay in the cache between rows. */
function bytesPerNode({ stiffness }: MatrixSystem): number {
  const entries = stiffness.value.length / stiffness.rows;
  // Value and column per entry; damping factor and row number; u read, previous read and written.
  return entries * 12 + 12 + 24;
}

function updatesPerSecond(system: MatrixSystem, lanes: Lanes): number {
  const leapfrog = new Leapfrog(system, 1e-4, lanes);
  const nodes = system.mass.length;
  const steps = Math.max(5, Math.round(3e7 / (nodes * lanes)));
  const ms = best(() => {
    for (let step = 0; step < steps; step++) leapfrog.step();
  });
  leapfrog.dispose();
  return (1000 * nodes * lanes * steps) / ms;
}

/** Unknowns per second of SciPy on the same matrix, or undefined where Python has no SciPy. */
function scipy({ start, column, value }: Csr): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'slimwave-'));
  writeFileSync(join(folder, 'start.u32'), start);
  writeFileSync(join(folder, 'column.u32'), column);
  writeFileSync(join(folder, 'value.f64'), value);
  const { status, stdout } = spawnSync('python3', [fileOf('csr_product.py'), folder], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? Number(stdout) : undefined;
}

const systemOn = (mesh: Mesh): MatrixSystem =>
  waveSystem(mesh, uniformMaterial(mesh, 1), { left: 'absorbing', bottom: 'fixed' });

export function stepRows(): Row[] {
  const bandwidth = copyBandwidth();
  const rows: Row[] = [
    { what: 'copying memory, read and write', value: `${(bandwidth / 1e9).toFixed(1)} GB/s` },
  ];
  const cases: [name: string, system: () => MatrixSystem][] = [64, 256, 1024].map((n) => [
    `${n + 1}², 5 entries a row`,
    () => systemOn(structuredTriangles({ columns: n, rows: n })),
  ]);
  cases.push([
    'fitted, about 65², 7 entries a row',
    () => systemOn(unstructuredRectangle(1, 1, 1 / 64)),
  ]);
  for (const [name, make] of cases) {
    const system = make();
    const product = scipy(system.stiffness);
    const own = updatesPerSecond(system, 1);
    const bound = bandwidth / bytesPerNode(system);
    rows.push({
      what: `${name}: whole time steps, node updates`,
      value: millions(own),
      aim: `${product === undefined ? 'SciPy is not at hand' : `SciPy's product alone: ${millions(product)}`}; memory bandwidth: ${millions(bound)}`,
    });
    if (LANES === 1) continue;
    rows.push({
      what: `${name}: four samples side by side`,
      value: millions(updatesPerSecond(system, LANES)),
    });
  }
  return rows;
}

/** Setting up and running the scene of every preset. */
export function sceneRows(): Row[] {
  return presets.map(({ id, experiment }) => {
    const parameters = middleParameters(experiment);
    const times = Array.from({ length: 7 }, () => {
      const simulator = new Simulator(experiment);
      const started = performance.now();
      const { model, timing } = simulator.prepare(parameters);
      const prepared = performance.now();
      simulator.run(parameters);
      const ended = performance.now();
      simulator.dispose();
      return { model, timing, setup: prepared - started, run: ended - prepared };
    });
    const { model, timing } = times[0];
    const { nodes, smallestAngle } = meshQuality(model.mesh);
    const setup = milliseconds(median(times.map((t) => t.setup)));
    const run = milliseconds(median(times.map((t) => t.run)));
    return {
      what: `${id}: ${nodes} nodes, ${timing.steps} steps, angles ≥ ${smallestAngle.toFixed(1)}°`,
      value: `set up ${setup}, run ${run}`,
    };
  });
}

/** 640 samples of the default scene with 32 output times. */
export function sampleRows(): Row[] {
  const experiment = experimentFrom({ 'task.frames': '32' });
  buildDataSets(experimentFrom({ 'task.frames': '32', 'data.train': '16', 'data.test': '8' }));
  const started = performance.now();
  buildDataSets(experiment);
  return [
    {
      what: '640 samples of the default scene, 32 output times, one thread',
      value: seconds(performance.now() - started),
      aim: '≤ 5 s on two cores',
    },
  ];
}

/** Steps of the small run; 64 bytes in each would fill the young generation several times. */
const MANY_STEPS = 1_000_000;

/**
 * Garbage collections during a million steps of the whole time loop (kernel, source, recording): each step that
 * allocated anything would bring some.
 */
export async function heapRows(): Promise<Row[]> {
  const mesh = structuredTriangles({ columns: 8, rows: 8 });
  const system = systemOn(mesh);
  const leapfrog = new Leapfrog(system, 1e-3);
  const load = gaussianLoad(mesh, system.mass, { x: 0.5, y: 0.5 }, 0.2);
  const wavelets = [{ load, amplitude: 1, frequency: 1 }];
  const excitation = { wavelets, drivenFrequency: 1 };
  const trace = new Float64Array(MANY_STEPS + 1);
  const receiver = interpolationMatrix(mesh, [[0.3, 0.3]]);
  const record = recordTraces(leapfrog, receiver, [trace]);
  const driven = { count: 0, boundary: () => {} };
  integrate(leapfrog, [excitation], driven, 20_000, [record]);
  let collections = 0;
  const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
  observer.observe({ entryTypes: ['gc'] });
  integrate(leapfrog, [excitation], driven, MANY_STEPS, [record]);
  // Entries are delivered after the loop.
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  leapfrog.dispose();
  return [
    {
      what: `garbage collections during ${MANY_STEPS.toLocaleString('en')} steps of the time loop`,
      value: String(collections),
      aim: 'none',
    },
  ];
}
