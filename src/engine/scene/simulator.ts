/** An experiment, ready to be simulated for any values of its free parameters. */
import { experimentAt, freeParameters, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Csr } from '../fem/csr.ts';
import { interpolationMatrix } from '../fem/interpolation.ts';
import { LANES, type Lanes } from '../fem/kernel.ts';
import { Leapfrog } from '../fem/leapfrog.ts';
import { MeshError, type Mesh, type Point } from '../fem/mesh/mesh.ts';
import { taskOf } from '../tasks/index.ts';
import { MAX_POINTS, overBudget, SceneError } from './budget.ts';
import { drivenDisplacement, excitationOf } from './excitation.ts';
import { integrate } from './integrate.ts';
import { buildModel, geometryKey, meshScene, type Model } from './model.ts';
import {
  emptyTrace,
  recordEnergy,
  recordFrames,
  recordRows,
  recordTraces,
  type EnergyCurve,
  type Recorder,
} from './recorder.ts';
import { inObstacle, sceneOf, UNIT_SQUARE, type Scene } from './scene.ts';
import { outputsOf, planTiming, type Timing } from './timing.ts';
import { arcPoints, perimeterOf, pointAt, tracePositions, type BoundaryTrace } from './trace.ts';

export type SimulatedExperiment = Pick<Experiment, 'scene' | 'source' | 'zone' | 'task'>;

export interface RecordOptions {
  /** Points (m) at which u is recorded at every time step. */
  receivers?: readonly Point[];
  /** Record u on a regular grid of the whole square at every output interval from t = 0. */
  domain?: boolean;
  /** Record the discrete energy, some 100 times. */
  energy?: boolean;
  /** Record u on the boundary of the zone, for a submodel. */
  trace?: boolean;
  /** Record what the networks are to forecast, as `targets` does. */
  target?: boolean;
}

export interface Recording {
  /** u (m) on the zone's grid, [frames, grid x, grid y]; zero inside obstacles. */
  zone: Float32Array;
  /** u (m) on the square, [intervals + 1, points in x, points in y]; empty unless asked for. */
  domain: Float32Array;
  /** u (m) at every receiver and time step from t = 0: [receivers][steps + 1]. */
  traces: Float64Array[];
  /** Energy (J) at the given times (s); empty unless asked for. */
  energy: EnergyCurve;
  trace?: BoundaryTrace;
  /** u (m) where the networks forecast, [frames, points]; empty unless asked for. */
  target: Float32Array;
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

/** Where the networks forecast u: on the zone's grid, or along its boundary. */
export const targetPoints = ({ zone, task }: Pick<Experiment, 'zone' | 'task'>): Point[] =>
  taskOf({ task }).drivesSubmodel
    ? arcPoints(zone, task.arc)
    : gridPoints(zone.x, zone.y, task.grid);

/** A mesh, and where the zone's and the square's grid points lie in it; materials may change. */
interface Geometry {
  key: string;
  scene: Scene;
  mesh: Mesh;
  zone: Csr;
  /** Where the networks forecast: the zone's grid, or points along its boundary. */
  target: Csr;
  domain?: Csr;
}

/** Interpolation to points of a scene; rows of points inside obstacles are empty, which gives zero there. */
export const pointMatrix = (
  { scene, mesh }: { scene: Scene; mesh: Mesh },
  points: readonly Point[],
): Csr => interpolationMatrix(mesh, points, (x, y) => inObstacle(scene, x, y), 'zero');

/** One geometry with its materials and matrices; sources and receivers may change. */
interface Prepared {
  key: string;
  geometry: Geometry;
  model: Model;
  timing: Timing;
  leapfrogs: Map<Lanes, Leapfrog>;
}

/** Whether all samples have one geometry and one material. */
export const sharesModel = (experiment: SimulatedExperiment): boolean =>
  freeParameters(experiment).every(({ key }) => key.startsWith('source.'));

export class Simulator {
  private prepared?: Prepared;
  private geometry?: Geometry;
  private readonly oneModel: boolean;

  constructor(private readonly experiment: SimulatedExperiment) {
    this.oneModel = sharesModel(experiment);
  }

  /** Points per side of `Recording.domain`. */
  get domainPoints(): number {
    return Math.min(MAX_POINTS, this.experiment.scene.elements + 1);
  }

  /** Mesh, matrices and time step for these values. Throws `MeshError` or `SceneError`. */
  prepare(values: SampleParameters): { model: Model; timing: Timing } {
    return this.preparedFor(experimentAt(this.experiment, values));
  }

  private preparedFor(fixed: SimulatedExperiment): Prepared {
    const scene = sceneOf(fixed);
    const key = JSON.stringify(scene);
    if (this.prepared?.key === key) return this.prepared;
    const geometry = this.geometryFor(scene, fixed);
    this.dispose();
    const model = buildModel(scene, geometry.mesh);
    const timing = planTiming(model.lambdaMax, outputsOf(fixed));
    const problem = overBudget(timing.steps, model.mesh.x.length);
    if (problem !== undefined) throw new SceneError(problem);
    this.prepared = { key, geometry, model, timing, leapfrogs: new Map() };
    return this.prepared;
  }

  private geometryFor(scene: Scene, { zone, task }: SimulatedExperiment): Geometry {
    const key = geometryKey(scene);
    if (this.geometry?.key === key) return this.geometry;
    const mesh = meshScene(scene);
    const geometry = { key, scene, mesh };
    const onZone = pointMatrix(geometry, gridPoints(zone.x, zone.y, task.grid));
    const target = taskOf({ task }).drivesSubmodel
      ? pointMatrix(geometry, targetPoints({ zone, task }))
      : onZone;
    this.geometry = { ...geometry, zone: onZone, target };
    return this.geometry;
  }

  private leapfrogFor({ leapfrogs, model, timing }: Prepared, lanes: Lanes): Leapfrog {
    const leapfrog = leapfrogs.get(lanes) ?? new Leapfrog(model.system, timing.dt, lanes);
    leapfrogs.set(lanes, leapfrog);
    return leapfrog;
  }

  /** Simulates one sample. The recording is freshly allocated, the time loop allocates nothing. */
  run(values: SampleParameters, options: RecordOptions = {}): Recording {
    const fixed = experimentAt(this.experiment, values);
    const prepared = this.preparedFor(fixed);
    const { model, timing } = prepared;
    const leapfrog = this.leapfrogFor(prepared, 1);
    const excitation = excitationOf(fixed, model);
    const { recording, recorders } = this.recorders(prepared, leapfrog, options);
    integrate(
      leapfrog,
      [excitation],
      {
        count: model.system.driven.length,
        boundary: (_, t, out) => out.fill(drivenDisplacement(excitation, t)),
      },
      timing.steps,
      recorders,
    );
    return recording;
  }

  /** An empty recording and what fills it. */
  private recorders(
    prepared: Prepared,
    leapfrog: Leapfrog,
    options: RecordOptions,
  ): { recording: Recording; recorders: Recorder[] } {
    const { geometry, timing } = prepared;
    const { zone } = geometry;
    const every = timing.stepsPerOutput;
    const recording: Recording = {
      zone: new Float32Array(timing.outputTimes.length * zone.rows),
      domain: new Float32Array(0),
      traces: [],
      energy: { times: [], values: [] },
      target: new Float32Array(0),
    };
    const recorders = [recordFrames(leapfrog, zone, recording.zone, timing)];
    if (options.target) {
      recording.target = new Float32Array(timing.outputTimes.length * geometry.target.rows);
      recorders.push(recordFrames(leapfrog, geometry.target, recording.target, timing));
    }
    if (options.domain) {
      const domain = this.domainMatrix(geometry);
      const intervals = timing.steps / every;
      recording.domain = new Float32Array((intervals + 1) * domain.rows);
      recorders.push(recordRows(leapfrog, domain, recording.domain, { every, from: 0 }));
    }
    if (options.receivers?.length) {
      const receivers = pointMatrix(geometry, options.receivers);
      recording.traces = options.receivers.map(() => new Float64Array(timing.steps + 1));
      recorders.push(recordTraces(leapfrog, receivers, recording.traces));
    }
    if (options.trace) {
      const box = this.experiment.zone;
      const positions = tracePositions(box, box.cells);
      const points = Array.from(positions, (s) => pointAt(box, s));
      const traceEvery = box.trace === 'steps' ? 1 : every;
      recording.trace = emptyTrace(positions, perimeterOf(box), timing, traceEvery);
      recorders.push(
        recordRows(leapfrog, pointMatrix(geometry, points), recording.trace.values, {
          every: traceEvery,
          from: 0,
        }),
      );
    }
    if (options.energy) recorders.push(recordEnergy(leapfrog, timing, recording.energy));
    return { recording, recorders };
  }

  private domainMatrix(geometry: Geometry): Csr {
    const { x, y } = UNIT_SQUARE;
    const points = gridPoints(x, y, this.domainPoints);
    geometry.domain ??= pointMatrix(geometry, points);
    return geometry.domain;
  }

  /**
   * What the networks are to forecast of several samples: the zones, [frames, grid x, grid y] each, or the
   * traces on the zone's boundary, [frames, points]. Where the samples share one model, up to four run side by
   * side; the bits are those of single runs.
   */
  targets(samples: readonly SampleParameters[]): Float32Array[] {
    if (!this.oneModel) return samples.map((values) => this.targetOf(values));
    const targets: Float32Array[] = [];
    for (let first = 0; first < samples.length; first += LANES) {
      targets.push(...this.sideBySide(samples.slice(first, first + LANES)));
    }
    return targets;
  }

  /** The target of one sample with a scene of its own; an error says which values it is about. */
  private targetOf(values: SampleParameters): Float32Array {
    try {
      return this.sideBySide([values])[0];
    } catch (error) {
      if (!(error instanceof MeshError || error instanceof SceneError)) throw error;
      // The source's three come first and have nothing to do with the mesh.
      const named = freeParameters(this.experiment)
        .slice(3)
        .map(({ title }, i) => `${title} ${values.others[i].toPrecision(4)}`);
      throw new SceneError(`One of the samples (${named.join(', ')}): ${error.message}`);
    }
  }

  private sideBySide(samples: readonly SampleParameters[]): Float32Array[] {
    const experiments = samples.map((values) => experimentAt(this.experiment, values));
    const prepared = this.preparedFor(experiments[0]);
    const { model, timing, geometry } = prepared;
    const { target } = geometry;
    const leapfrog = this.leapfrogFor(prepared, samples.length === 1 ? 1 : LANES);
    const excitations = experiments.map((fixed) => excitationOf(fixed, model));
    const targets = samples.map(() => new Float32Array(timing.outputTimes.length * target.rows));
    const recorders = targets.map((out, lane) => recordFrames(leapfrog, target, out, timing, lane));
    integrate(
      leapfrog,
      excitations,
      {
        count: model.system.driven.length,
        boundary: (lane, t, out) => out.fill(drivenDisplacement(excitations[lane], t)),
      },
      timing.steps,
      recorders,
    );
    return targets;
  }

  /** Gives the memory of the integration back; the next run takes new one. */
  dispose(): void {
    for (const leapfrog of this.prepared?.leapfrogs.values() ?? []) leapfrog.dispose();
    this.prepared = undefined;
  }
}
