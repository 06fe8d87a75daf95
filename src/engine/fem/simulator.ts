/** One scene, ready to be simulated for any source: mesh, matrices and time step are made once. */
import type { Experiment } from '../experiment/schema.ts';
import { multiply, type Csr } from './csr.ts';
import { interpolationMatrix } from './interpolation.ts';
import { Leapfrog, type System } from './leapfrog.ts';
import { structuredSquare, type Mesh } from './mesh.ts';
import { gaussianLoad, ricker } from './source.ts';
import { largestEigenvalue } from './spectrum.ts';
import { waveSystem } from './system.ts';
import { planTiming, type Timing } from './timing.ts';

/** The free parameters µ of one sample. */
export interface Source {
  /** Position (m). */
  x: number;
  y: number;
  /** Peak frequency of the Ricker wavelet (Hz). */
  frequency: number;
}

/** Peak of the source's force per area over the density (m/s²): displacements are then about a millimetre. */
const AMPLITUDE = 1;

export type Point = readonly [x: number, y: number];

export interface RecordOptions {
  /** Points (m) at which u is recorded at every time step. */
  receivers?: readonly Point[];
  /** Record u on the whole square at every output interval from t = 0. */
  domain?: boolean;
  /** Record the discrete energy at every output time. */
  energy?: boolean;
}

export interface Recording {
  /** u (m) on the zone's grid, [frames, grid x, grid y]. */
  zone: Float32Array;
  /** u (m) on the square, [intervals + 1, n + 1 in x, n + 1 in y]; empty unless asked for. */
  domain: Float32Array;
  /** u (m) at every receiver and time step from t = 0: [receivers][steps + 1]. */
  traces: Float64Array[];
  /** Energy (J, for ρ = 1 kg/m²) at every output time; empty unless asked for. */
  energy: number[];
}

/** The regular grid [x, y] of `count`² points over a rectangle, edges included. */
export function gridPoints(
  x: readonly [number, number],
  y: readonly [number, number],
  count: number,
): Point[] {
  const along = ([low, high]: readonly [number, number], i: number) =>
    low + ((high - low) * i) / (count - 1);
  return Array.from({ length: count * count }, (_, p) => [
    along(x, Math.floor(p / count)),
    along(y, p % count),
  ]);
}

export class Simulator {
  readonly mesh: Mesh;
  readonly lambdaMax: number;
  readonly timing: Timing;

  private readonly system: System;
  private readonly leapfrog: Leapfrog;
  private readonly load: Float64Array;
  private readonly zone: Csr;
  private readonly width: number;

  constructor(experiment: Pick<Experiment, 'scene' | 'source' | 'zone' | 'task'>) {
    const { scene, source, zone, task } = experiment;
    const { left, right, bottom, top } = scene;
    this.mesh = structuredSquare(scene.elements);
    this.system = waveSystem(this.mesh, scene.speed, { left, right, bottom, top });
    const { stiffness, mass, fixed } = this.system;
    this.lambdaMax = largestEigenvalue(stiffness, mass, fixed);
    this.timing = planTiming(this.lambdaMax, { ...scene, frames: task.frames });
    this.leapfrog = new Leapfrog(this.system, this.timing.dt);
    this.load = new Float64Array(mass.length);
    this.zone = interpolationMatrix(this.mesh, gridPoints(zone.x, zone.y, task.grid));
    this.width = source.width;
  }

  /** Values per recorded frame of the zone. */
  get zoneSize(): number {
    return this.zone.rows;
  }

  /** Simulates one source. The recording is freshly allocated, the time loop allocates nothing. */
  run(source: Source, options: RecordOptions = {}): Recording {
    const { leapfrog, timing, load } = this;
    const nodes = this.mesh.x.length;
    const intervals = timing.skipped + timing.outputTimes.length - 1;
    const receivers = options.receivers?.length
      ? interpolationMatrix(this.mesh, options.receivers)
      : undefined;
    const atReceivers = new Float64Array(receivers?.rows ?? 0);
    const recording: Recording = {
      zone: new Float32Array(timing.outputTimes.length * this.zoneSize),
      domain: new Float32Array(options.domain ? (intervals + 1) * nodes : 0),
      traces: Array.from(atReceivers, () => new Float64Array(timing.steps + 1)),
      energy: [],
    };
    leapfrog.reset();
    gaussianLoad(this.mesh, this.system.mass, source, this.width, load);
    for (let step = 0; ; step++) {
      if (receivers) {
        multiply(receivers, leapfrog.u, atReceivers);
        for (let r = 0; r < atReceivers.length; r++) recording.traces[r][step] = atReceivers[r];
      }
      if (step % timing.stepsPerOutput === 0)
        this.record(step / timing.stepsPerOutput, recording, options);
      if (step === timing.steps) return recording;
      leapfrog.step(load, AMPLITUDE * ricker(step * timing.dt, source.frequency));
    }
  }

  private record(interval: number, recording: Recording, options: RecordOptions): void {
    const { u } = this.leapfrog;
    if (options.domain) recording.domain.set(u, interval * u.length);
    const frame = interval - this.timing.skipped;
    if (frame < 0) return;
    multiply(
      this.zone,
      u,
      recording.zone.subarray(frame * this.zoneSize, (frame + 1) * this.zoneSize),
    );
    if (options.energy) recording.energy.push(this.leapfrog.energy());
  }
}
