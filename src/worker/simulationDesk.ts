import type { SampleRange } from '../engine/data/ranges.ts';
import { chunkOf, samplesIn, simulateRange, type TargetSimulator } from '../engine/data/samples.ts';
import { fieldKey, samplesKey } from '../engine/data/samplesKey.ts';
import { sampleParameters } from '../engine/data/sampling.ts';
import { sameParameters, type SampleParameters } from '../engine/experiment/parameters.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { meshQuality } from 'slimwave-waves/mesh/quality';
import { MeshError, type Mesh, type Point } from 'slimwave-waves/mesh/mesh';
import { SceneError } from 'slimwave-waves/scene/sceneError';
import { HardwareGpu } from '../engine/device/hardwareGpu.ts';
import { inTime, SilenceError } from '../engine/device/patience.ts';
import { MediumSimulator } from '../engine/medium/simulator.ts';
import { receiversOf } from '../engine/reading/receivers.ts';
import type { Recording } from '../engine/scene/recording.ts';
import { measureAccuracy } from '../engine/scene/reference.ts';
import { Simulator } from '../engine/scene/simulator.ts';
import { runSubmodel } from '../engine/scene/submodel.ts';
import { traceOfFrames } from 'slimwave-waves/scene/trace';
import { relativeL2OfField } from '../engine/metrics.ts';
import { originOf, taskOf } from '../engine/tasks/index.ts';
import { recordMedium, recordModes } from './fieldRecording.ts';
import type { DrawnMesh, SimulationCommand, SubmodelReport, ZoneForecast } from './protocol.ts';
import type { Reply } from './serve.ts';

/** Time for a GPU to make a range of samples before WebAssembly makes them (ms). */
const GPU_LIMIT = 120_000;

const drawn = (mesh: Mesh): DrawnMesh => ({
  x: Float32Array.from(mesh.x),
  y: Float32Array.from(mesh.y),
  corners: mesh.corners,
  order: mesh.order,
  cells: mesh.cells,
  quality: meshQuality(mesh),
});

function concatenate(traces: readonly Float64Array[]): Float32Array {
  const all = new Float32Array(traces.reduce((total, trace) => total + trace.length, 0));
  let at = 0;
  for (const trace of traces) {
    all.set(trace, at);
    at += trace.length;
  }
  return all;
}

/** A simulator of the last experiment that needed one, with its mesh and matrices. */
class Latest<S extends TargetSimulator> {
  private known?: { key: string; simulator: S };

  constructor(private readonly make: (experiment: Experiment) => S) {}

  of(experiment: Experiment): S {
    const key = fieldKey(experiment);
    if (this.known?.key !== key) {
      this.known?.simulator.dispose();
      this.known = { key, simulator: this.make(experiment) };
    }
    return this.known.simulator;
  }
}

/** The work of a simulation worker. */
export class SimulationDesk {
  private readonly scenes = new Latest((experiment) => new Simulator(experiment));
  private readonly media = new Latest((experiment) => new MediumSimulator(experiment));
  /** The parameters of all samples, drawn once per job. */
  private drawn?: { key: string; samples: ReturnType<typeof sampleParameters> };
  /** The full model's zone of the last sample whose boundary trace was asked for. */
  private truth?: { key: string; parameters: SampleParameters; zone: Float32Array };

  constructor(private readonly gpu: Pick<HardwareGpu, 'device'> = new HardwareGpu()) {}

  simulate(experiment: Experiment, parameters: SampleParameters, reply: Reply): void {
    const { id } = originOf(experiment);
    if (id === 'scene') {
      this.simulateScene(experiment, parameters, reply);
      return;
    }
    const recording =
      id === 'medium'
        ? recordMedium(this.media.of(experiment), experiment, parameters)
        : recordModes(experiment, parameters);
    reply({ type: 'recording', ...recording });
  }

  private simulateScene(experiment: Experiment, parameters: SampleParameters, reply: Reply): void {
    const simulator = this.scenes.of(experiment);
    const started = performance.now();
    const { model, timing } = simulator.prepare(parameters);
    const prepared = performance.now();
    const receivers = receiversOf(experiment).map(({ x, y }): Point => [x, y]);
    const withSubmodel = experiment.zone.submodel === 'on';
    const withTrace = taskOf(experiment).drivesSubmodel;
    const recording = simulator.run(parameters, {
      domain: true,
      energy: true,
      receivers,
      trace: withSubmodel,
      target: withTrace,
    });
    const ended = performance.now();
    const { zone, domain, energy, traces, target } = recording;
    // A copy, since the recording itself goes to the page.
    if (withTrace) {
      this.truth = { key: fieldKey(experiment), parameters, zone: zone.slice() };
    }
    reply({
      type: 'recording',
      experiment,
      parameters,
      zone,
      domain,
      domainShape: simulator.domainPoints,
      times: timing.outputTimes,
      interval: timing.outputInterval,
      skipped: timing.skipped,
      dt: timing.dt,
      steps: timing.steps,
      milliseconds: ended - prepared,
      setupMilliseconds: prepared - started,
      seismograms: concatenate(traces),
      energy,
      nodes: model.mesh.x.length,
      mesh: drawn(model.mesh),
      ...(withTrace ? { trace: target } : {}),
      ...(withSubmodel ? submodel(experiment, parameters, recording, model.lambdaMax) : {}),
    });
  }

  /** The zone under a forecast trace, compared with the full model; if it can't be computed, the reason is reported. */
  submodelUnder(
    { experiment, parameters, network, trace }: Extract<SimulationCommand, { type: 'submodel' }>,
    reply: Reply,
  ): void {
    const started = performance.now();
    const answer = (result: Pick<ZoneForecast, 'zone' | 'relativeL2' | 'problem'>) =>
      reply({
        type: 'submodel',
        network,
        parameters,
        milliseconds: performance.now() - started,
        ...result,
      });
    try {
      const { task, zone, scene } = experiment;
      const { model } = this.scenes.of(experiment).prepare(parameters);
      const driving = traceOfFrames(zone, trace, task.arc, scene.duration);
      const result = runSubmodel(experiment, parameters, driving, model.lambdaMax);
      const truth = this.truthOf(experiment, parameters);
      answer({ zone: result.zone, relativeL2: relativeL2OfField(result.zone, truth) });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      answer({ zone: new Float32Array(0), relativeL2: NaN, problem });
    }
  }

  /** The error of a sample against its reference. */
  measure(
    { experiment, parameters, zone }: Extract<SimulationCommand, { type: 'measure' }>,
    reply: Reply,
  ): void {
    const onProgress = (share: number) => reply({ type: 'measuring', share });
    reply({ type: 'measured', ...measureAccuracy(experiment, parameters, { zone, onProgress }) });
  }

  private truthOf(experiment: Experiment, parameters: SampleParameters): Float32Array {
    const key = fieldKey(experiment);
    const known = this.truth;
    if (known?.key === key && sameParameters(known.parameters, parameters)) return known.zone;
    const { zone } = this.scenes.of(experiment).run(parameters);
    this.truth = { key, parameters, zone };
    return zone;
  }

  makeSamples(experiment: Experiment, range: SampleRange, reply: Reply): void {
    const simulators = {
      scene: this.scenes,
      medium: this.media,
      modes: undefined,
      file: undefined,
    };
    const simulator = simulators[originOf(experiment).id]?.of(experiment);
    const samples = this.samplesOf(experiment);
    reply({ type: 'samples', ...simulateRange(experiment, samples, simulator, range) });
  }

  /**
   * Of a simulated scene, many samples side by side; where that can't be done, the answer says why. Rejects where
   * the scene itself is at fault, with which WebAssembly would fail as well.
   */
  async makeSamplesOnGpu(experiment: Experiment, range: SampleRange, reply: Reply): Promise<void> {
    const samples = this.samplesOf(experiment);
    try {
      const gpu = await this.gpu.device();
      const simulator = this.scenes.of(experiment);
      const made = simulator.targetsOn(gpu, samplesIn(samples, range));
      const targets = await inTime('the GPU', GPU_LIMIT, made).catch((error: unknown) => {
        // What it is still at is not waited for, and nothing else is to wait behind it.
        if (error instanceof SilenceError) gpu.destroy();
        throw error;
      });
      reply({ type: 'samples', ...chunkOf(experiment, samples, targets, range) });
    } catch (error) {
      if (error instanceof MeshError || error instanceof SceneError) throw error;
      reply({ type: 'noGpu', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  private samplesOf(experiment: Experiment) {
    const key = samplesKey(experiment);
    if (this.drawn?.key !== key) this.drawn = { key, samples: sampleParameters(experiment) };
    return this.drawn.samples;
  }
}

/** The submodel driven by a recording's trace; if it can't be computed, the recording is kept. */
function submodel(
  experiment: Experiment,
  parameters: SampleParameters,
  { zone: truth, trace }: Recording,
  lambdaMax: number,
): { submodel?: SubmodelReport; submodelProblem?: string } {
  if (!trace) return {};
  const started = performance.now();
  try {
    const { zone, model, timing } = runSubmodel(experiment, parameters, trace, lambdaMax);
    return {
      submodel: {
        zone,
        relativeL2: relativeL2OfField(zone, truth),
        nodes: model.mesh.x.length,
        steps: timing.steps,
        dt: timing.dt,
        milliseconds: performance.now() - started,
      },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { submodelProblem: `The submodel: ${message}` };
  }
}
