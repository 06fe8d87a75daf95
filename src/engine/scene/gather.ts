/** A shot gather: the seismograms of a sample with distances from the source and first arrivals. */
import { rickerDelay } from 'slimwave-waves/source';
import { materialAt } from 'slimwave-waves/scene/scene';
import type { Experiment } from '../experiment/schema.ts';
import { onsetOf } from '../reading/onset.ts';
import { receiversOf, type Receiver } from '../reading/receivers.ts';
import { onsetAtSource, type Emitter } from '../reading/travelTime.ts';
import { meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';

type Physics = Pick<Experiment, 'scene' | 'source' | 'zone'>;

/** What is known of the source; of a pulse and of a plane wave, t = 0 is the time at which it is at its position. */
export interface GatherSource {
  kind: Experiment['source']['kind'];
  /** m */
  x: number;
  y: number;
  /** Peak frequency (Hz) of what has one. */
  frequency?: number;
  /** Origin time (s): when the wavelet has its peak. */
  origin: number;
}

export interface GatherTrace extends Receiver {
  /** u (m) at multiples of `dt` from t = 0. */
  u: Float32Array;
  /** Distance from the source (m); undefined without one. */
  offset?: number;
  /** When the trace begins to move (s), if it does. */
  firstArrival?: number;
  /** First arrival minus what the wavelet takes to begin (s), where the wave has one source. */
  travelTime?: number;
}

export interface Gather {
  traces: readonly GatherTrace[];
  /** s */
  dt: number;
  source?: GatherSource;
}

/** The source that distances count from; none where there are only further excitations or driven parts. */
export function gatherSource({ source }: Pick<Experiment, 'source'>): GatherSource | undefined {
  const { kind } = source;
  if (kind === 'none') return undefined;
  const place = { kind, x: source.x[0], y: source.y[0] };
  const frequency = source.frequency[0];
  if (kind === 'pulse') return { ...place, origin: 0 };
  if (kind === 'plane') return { ...place, frequency, origin: 0 };
  const { delay } = source;
  return { ...place, frequency, origin: delay === 'auto' ? rickerDelay(frequency) : delay };
}

const isDriven = ({ scene }: Physics): boolean =>
  [scene.left, scene.right, scene.bottom, scene.top].includes('driven') ||
  scene.obstacles.some(({ option }) => option === 'driven');

/** What sends out the wave; undefined unless that is the source alone. */
function emitterOf(experiment: Physics): Emitter | undefined {
  const { source } = experiment;
  const known = gatherSource(experiment);
  if (!known || source.more.length > 0 || isDriven(experiment)) return undefined;
  const { frequency = 0, origin } = known;
  switch (known.kind) {
    case 'ricker':
      return { kind: 'ricker', frequency, delay: origin, width: source.width };
    case 'pulse':
      return { kind: 'pulse', width: source.width };
    case 'plane':
      return { kind: 'plane', frequency };
    case 'none':
      return undefined;
    default:
      return known.kind satisfies never;
  }
}

/** The gather of an experiment in which nothing is free; `u` [receivers] as they were recorded at every step from t = 0. */
export function gatherOf(experiment: Physics, u: readonly Float32Array[], dt: number): Gather {
  const source = gatherSource(experiment);
  const emitter = emitterOf(experiment);
  const speed = source && materialAt(sceneOf(meshed(experiment)), source.x, source.y).speed;
  const beginning = emitter && speed && onsetAtSource(emitter, speed);
  const traces = receiversOf(experiment).map((receiver, i): GatherTrace => {
    const samples = onsetOf(u[i]);
    const firstArrival = samples === undefined ? undefined : samples * dt;
    return {
      ...receiver,
      u: u[i],
      offset: source && Math.hypot(receiver.x - source.x, receiver.y - source.y),
      firstArrival,
      travelTime:
        firstArrival === undefined || beginning === undefined
          ? undefined
          : firstArrival - beginning,
    };
  });
  return { traces, dt, source };
}
