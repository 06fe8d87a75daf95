/** What can be recorded of one sample while it is simulated. */
import type { Experiment } from '../experiment/schema.ts';
import type { Csr } from 'slimwave-waves/csr';
import type { Integrator } from 'slimwave-waves/integrator';
import type { Mesh, Point } from 'slimwave-waves/mesh/mesh';
import { MAX_POINTS } from './budget.ts';
import { gridPoints, pointMatrix } from 'slimwave-waves/scene/points';
import {
  emptyTrace,
  recordEnergy,
  recordFrames,
  recordRows,
  recordTraces,
  type EnergyCurve,
  type Recorder,
} from 'slimwave-waves/scene/recorder';
import type { Excitation } from 'slimwave-waves/scene/excitation';
import { incomingAt } from 'slimwave-waves/scene/incoming';
import type { Meshed } from './meshed.ts';
import { cellsAlong, cellSize, domainBox, longerSide, type Extents } from './domain.ts';
import { type Scene } from 'slimwave-waves/scene/scene';
import type { Timing } from 'slimwave-waves/scene/timing';
import {
  perimeterOf,
  pointAt,
  tracePositions,
  type BoundaryTrace,
} from 'slimwave-waves/scene/trace';

export interface RecordOptions {
  /** Points (m) at which u is recorded at every time step. */
  receivers?: readonly Point[];
  /** Record u on a regular grid of the whole domain at every output interval from t = 0. */
  domain?: boolean;
  /** Record the discrete energy, some 100 times. */
  energy?: boolean;
  /** Record u on the boundary of the zone, for a submodel. */
  trace?: boolean;
  /** Record what the networks are to forecast, as `targets` does. */
  target?: boolean;
  /** Called some 100 times with the share of the time steps that are done. */
  onProgress?: (share: number) => void;
}

export interface Recording {
  /** u (m) on the zone's grid, [frames, grid x, grid y]; zero inside obstacles. */
  zone: Float32Array;
  /** u (m) on the whole domain, [intervals + 1, points in x, points in y]; empty unless asked for. */
  domain: Float32Array;
  /** u (m) at every receiver and time step from t = 0: [receivers][steps + 1]. */
  traces: Float64Array[];
  /** Energy (J) at the given times (s); empty unless asked for. */
  energy: EnergyCurve;
  trace?: BoundaryTrace;
  /** u (m) where the networks forecast, [frames, points]; empty unless asked for. */
  target: Float32Array;
}

/** A mesh, and where the zone's and the domain's grid points lie in it; materials may change. */
export interface Geometry {
  key: string;
  scene: Scene;
  mesh: Mesh;
  zone: Csr;
  /** Where the networks forecast: the zone's grid, or points along its boundary. */
  target: Csr;
  domain?: Csr;
}

/** Points of `Recording.domain` along x and y: as many as the mesh has, if these are not too many. */
export function domainPoints(
  scene: Extents & { order: number; elements: number },
): readonly [across: number, up: number] {
  const intervals = Math.min(MAX_POINTS - 1, scene.order * scene.elements);
  const [across, up] = cellsAlong(scene, cellSize(scene, intervals));
  return [across + 1, up + 1];
}

function domainMatrix(geometry: Geometry, extents: Extents, count: readonly [number, number]): Csr {
  const { x, y } = domainBox(extents);
  geometry.domain ??= pointMatrix(geometry, gridPoints(x, y, count));
  return geometry.domain;
}

/** An empty recording and what fills it. */
export function startRecording(
  integrator: Integrator,
  excitation: Excitation,
  { geometry, timing }: { geometry: Geometry; timing: Timing },
  { scene, zone: box }: Meshed<Pick<Experiment, 'scene' | 'zone'>>,
  options: RecordOptions,
): { recording: Recording; recorders: Recorder[] } {
  const { zone } = geometry;
  const every = timing.stepsPerOutput;
  const recording: Recording = {
    zone: new Float32Array(timing.outputTimes.length * zone.rows),
    domain: new Float32Array(0),
    traces: [],
    energy: { times: [], values: [] },
    target: new Float32Array(0),
  };
  const incoming = (matrix?: Csr) => incomingAt(excitation, geometry.mesh, matrix);
  const recorders = [recordFrames(integrator, zone, recording.zone, timing, 0, incoming(zone))];
  if (options.target) {
    recording.target = new Float32Array(timing.outputTimes.length * geometry.target.rows);
    const { target } = geometry;
    recorders.push(recordFrames(integrator, target, recording.target, timing, 0, incoming(target)));
  }
  if (options.domain) {
    const domain = domainMatrix(geometry, scene, domainPoints(scene));
    const intervals = timing.steps / every;
    recording.domain = new Float32Array((intervals + 1) * domain.rows);
    recorders.push(
      recordRows(integrator, domain, recording.domain, {
        every,
        from: 0,
        incoming: incoming(domain),
      }),
    );
  }
  if (options.receivers?.length) {
    const receivers = pointMatrix(geometry, options.receivers);
    recording.traces = options.receivers.map(() => new Float64Array(timing.steps + 1));
    recorders.push(recordTraces(integrator, receivers, recording.traces, incoming(receivers)));
  }
  if (options.trace) {
    const { order } = geometry.mesh;
    const positions = tracePositions(box, box.cells / longerSide(scene), order);
    const points = Array.from(positions, (s) => pointAt(box, s));
    const traceEvery = box.trace === 'steps' ? 1 : every;
    recording.trace = emptyTrace(positions, perimeterOf(box), timing, traceEvery, order);
    const matrix = pointMatrix(geometry, points);
    recorders.push(
      recordRows(integrator, matrix, recording.trace.values, {
        every: traceEvery,
        from: 0,
        incoming: incoming(matrix),
      }),
    );
  }
  if (options.energy) {
    recorders.push(recordEnergy(integrator, timing, recording.energy, incoming()));
  }
  const { onProgress } = options;
  if (onProgress) {
    const between = Math.ceil(timing.steps / 100);
    recorders.push((step) => {
      if (step % between === 0) onProgress(step / timing.steps);
    });
  }
  return { recording, recorders };
}
