/** The same sample by codes in Python, one thread each. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Csr } from 'slimwave-waves/csr';
import { ricker, rickerCurvature, rickerEnd } from 'slimwave-waves/source';
import { fileOf } from '../programs.ts';
import { outputIntervals } from 'slimwave-waves/scene/timing';
import { stiffnessMatrix } from 'slimwave-waves/spectral/stiffnessMatrix';
import { prepare, type Run } from './ours.ts';
import type { Discretisation, Problem } from './scene.ts';

const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };

type Arrays = Record<string, Float64Array | Uint32Array | Uint8Array>;

/** Rejects with a sentence where Python or a library of it is missing. */
function python(program: string, task: object, arrays: Arrays = {}): Run {
  const folder = mkdtempSync(path.join(tmpdir(), 'slimwave-'));
  try {
    writeFileSync(path.join(folder, 'task.json'), JSON.stringify(task));
    for (const [name, values] of Object.entries(arrays))
      writeFileSync(path.join(folder, name), values);
    const { status, stdout, stderr } = spawnSync('python3', [fileOf(program), folder], {
      encoding: 'utf8',
      env: { ...process.env, ...ONE_THREAD },
    });
    if (status !== 0) throw new Error(`${program} failed: ${stderr?.trim().split('\n').at(-1)}`);
    const frames = readFileSync(path.join(folder, 'frames'));
    return {
      ...(JSON.parse(stdout) as Omit<Run, 'frames'>),
      frames: new Float64Array(new Uint8Array(frames).buffer),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Grid {
  cells: number;
  spaceOrder: 2 | 8;
  timeOrder: 2 | 4;
  /** Time step over the largest stable one. */
  courant: number;
}

/** Finite differences in NumPy. The default scene's sides are what that code has. */
export function finiteDifferences({ experiment, outputs }: Problem, grid: Grid, repeats = 1): Run {
  const { source, zone, task, scene } = experiment;
  const intervals = outputIntervals(outputs);
  return python('waves/finite_differences.py', {
    ...grid,
    repeats,
    speed: scene.speed[0],
    source: {
      x: source.x[0],
      y: source.y[0],
      frequency: source.frequency[0],
      width: source.width,
      amplitude: 1,
    },
    zone: { x: zone.x, y: zone.y, grid: task.grid },
    duration: outputs.duration,
    intervals,
    skipped: intervals + 1 - outputs.frames,
    frames: outputs.frames,
  });
}

const matrixArrays = (name: string, { start, column, value }: Csr): Arrays => ({
  [`${name}.start`]: start,
  [`${name}.column`]: column,
  [`${name}.value`]: value,
});

/** The engine's own system with SciPy's sparse product, and its time step. */
export function csrLeapfrog(problem: Problem, discretisation: Discretisation, repeats = 1): Run {
  const { system, mesh, timing, excitation, matrix } = prepare(problem, discretisation);
  const [{ load, amplitude, frequency }] = excitation.wavelets;
  const dense = new Float64Array(mesh.x.length);
  load.nodes.forEach((node, k) => (dense[node] = load.values[k]));
  const times = Array.from(
    { length: Math.min(timing.steps, Math.floor(rickerEnd(frequency) / timing.dt) + 1) },
    (_, step) => step * timing.dt,
  );
  const { mass, damping, fixed } = system;
  const { dt, steps, stepsPerOutput, skipped, outputTimes } = timing;
  return python(
    'waves/csr_leapfrog.py',
    {
      repeats,
      dt,
      steps,
      stepsPerOutput,
      skipped,
      frames: outputTimes.length,
      timeOrder: discretisation.order > 1 ? 4 : 2,
      amplitudes: times.map((t) => amplitude * ricker(t, frequency)),
      curvatures: times.map((t) => amplitude * rickerCurvature(t, frequency)),
    },
    {
      mass,
      damping,
      fixed,
      load: dense,
      ...matrixArrays('stiffness', stiffnessMatrix(system)),
      ...matrixArrays('interpolation', matrix),
    },
  );
}
