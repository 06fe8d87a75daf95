/** An experiment, ready to be simulated for any values of its free parameters. */
import { experimentAt, freeParameters, type SampleParameters } from '../experiment/parameters.ts';
import type { GpuBatch } from 'slimwave-waves/gpu/batch';
import type { GpuDevice } from 'slimwave-waves/gpu/webgpu';
import { LANES, type Lanes } from 'slimwave-waves/kernel';
import { integratorOf, stabilityOf, type Integrator } from 'slimwave-waves/integrator';
import { MeshError } from 'slimwave-waves/mesh/mesh';
import { taskOf } from '../tasks/index.ts';
import { overBudget } from './budget.ts';
import { SceneError } from 'slimwave-waves/scene/sceneError';
import { drivenDisplacement } from 'slimwave-waves/scene/excitation';
import { excitationOf } from './excitation.ts';
import { incomingAt } from 'slimwave-waves/scene/incoming';
import { integrate } from 'slimwave-waves/scene/integrate';
import { buildModel, geometryKey, meshScene, type Model } from 'slimwave-waves/scene/model';
import { gridPoints, pointMatrix } from 'slimwave-waves/scene/points';
import { targetPoints } from './points.ts';
import { recordFrames } from 'slimwave-waves/scene/recorder';
import {
  domainPoints,
  startRecording,
  type Geometry,
  type Recording,
  type RecordOptions,
} from './recording.ts';
import { sceneOf } from './scene.ts';
import { type Scene } from 'slimwave-waves/scene/scene';
import { sharesModel, type SimulatedExperiment } from './sharing.ts';
import { meshed, type Meshed } from './meshed.ts';
import { outputsOf } from './timing.ts';
import { planTiming, type Timing } from 'slimwave-waves/scene/timing';

/** One geometry with its materials and matrices; sources and receivers may change. */
interface Prepared {
  key: string;
  geometry: Geometry;
  model: Model;
  timing: Timing;
  integrators: Map<Lanes, Integrator>;
  /** On the GPU that was used last. */
  batch?: GpuBatch;
}

export class Simulator {
  private prepared?: Prepared;
  private geometry?: Geometry;
  private readonly oneModel: boolean;
  private readonly experiment: Meshed<SimulatedExperiment>;

  constructor(experiment: SimulatedExperiment) {
    this.experiment = meshed(experiment);
    this.oneModel = sharesModel(experiment);
  }

  /** Points of `Recording.domain` along x and y. */
  get domainPoints(): readonly [across: number, up: number] {
    return domainPoints(this.experiment.scene);
  }

  /** Mesh, matrices and time step for these values. Throws `MeshError` or `SceneError`. */
  prepare(values: SampleParameters): { model: Model; timing: Timing } {
    return this.preparedFor(experimentAt(this.experiment, values));
  }

  private preparedFor(fixed: Meshed<SimulatedExperiment>): Prepared {
    const scene = sceneOf(fixed);
    const key = JSON.stringify(scene);
    if (this.prepared?.key === key) return this.prepared;
    const geometry = this.geometryFor(scene, fixed);
    this.dispose();
    const model = buildModel(scene, geometry.mesh);
    const timing = planTiming(model.lambdaMax, outputsOf(fixed), stabilityOf(model.system));
    const problem = overBudget(timing.steps, model.mesh.x.length);
    if (problem !== undefined) throw new SceneError(problem);
    this.prepared = { key, geometry, model, timing, integrators: new Map() };
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

  private integratorFor({ integrators, model, timing }: Prepared, lanes: Lanes): Integrator {
    const integrator = integrators.get(lanes) ?? integratorOf(model.system, timing.dt, lanes);
    integrators.set(lanes, integrator);
    return integrator;
  }

  /** Simulates one sample. The recording is freshly allocated, the time loop allocates nothing. */
  run(values: SampleParameters, options: RecordOptions = {}): Recording {
    const fixed = experimentAt(this.experiment, values);
    const prepared = this.preparedFor(fixed);
    const { model, timing } = prepared;
    const integrator = this.integratorFor(prepared, 1);
    const excitation = excitationOf(fixed, model);
    const { recording, recorders } = startRecording(
      integrator,
      excitation,
      prepared,
      this.experiment,
      options,
    );
    integrate(
      integrator,
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

  /** The same on a GPU in single precision, of samples that share one model. Rejects with the end of a sentence that says why it can't. */
  async targetsOn(gpu: GpuDevice, samples: readonly SampleParameters[]): Promise<Float32Array[]> {
    if (!this.oneModel) throw new Error('every sample has a mesh or a medium of its own.');
    const { GpuBatch } = await import('slimwave-waves/gpu/batch');
    const experiments = samples.map((values) => experimentAt(this.experiment, values));
    const prepared = this.preparedFor(experiments[0]);
    const { model, timing, geometry } = prepared;
    if (prepared.batch?.gpu !== gpu) {
      prepared.batch = new GpuBatch(gpu, { model, timing, points: geometry.target });
    }
    const { batch } = prepared;
    const { capacity } = batch;
    if (capacity === 0) throw new Error('one sample is too large for its buffers.');
    const targets: Float32Array[] = [];
    for (let first = 0; first < samples.length; first += capacity) {
      const some = experiments.slice(first, first + capacity);
      targets.push(...(await batch.run(some.map((fixed) => excitationOf(fixed, model)))));
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
    const integrator = this.integratorFor(prepared, samples.length === 1 ? 1 : LANES);
    const excitations = experiments.map((fixed) => excitationOf(fixed, model));
    const targets = samples.map(() => new Float32Array(timing.outputTimes.length * target.rows));
    const recorders = targets.map((out, lane) => {
      const incoming = incomingAt(excitations[lane], model.mesh, target);
      return recordFrames(integrator, target, out, timing, lane, incoming);
    });
    integrate(
      integrator,
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
    for (const integrator of this.prepared?.integrators.values() ?? []) integrator.dispose();
    this.prepared = undefined;
  }
}
