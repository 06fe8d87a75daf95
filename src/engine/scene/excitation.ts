/** What makes the waves of one sample. */
import { excite, type Excitation, type Source } from 'slimwave-waves/scene/excitation';
import type { Model } from 'slimwave-waves/scene/model';
import type { Experiment } from '../experiment/schema.ts';
import type { Meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';

/**
 * Peak of the source's force per area over the density (m/s²): at 2 to 3 Hz displacements are then about a
 * millimetre.
 */
const ACCELERATION = 1;
/**
 * Peak of a point source's force over the density (m³/s²): about as much as that of a Gaussian of the default width, whose
 * area 2π · (0.04 m)² is 0.01005 m².
 */
const POINT_STRENGTH = 0.01;
/** Height of pulses, plane waves and driven boundaries (m). */
const HEIGHT = 1e-3;

/** Undefined: each wavelet has its own. */
const ownDelay = (delay: Experiment['source']['delay']): number | undefined =>
  delay === 'auto' ? undefined : delay;

/** The sources of an experiment in which nothing is free. */
function sourcesOf({ kind, width, angle, more, delay, ...source }: Experiment['source']): Source[] {
  const [x, y, frequency] = [source.x[0], source.y[0], source.frequency[0]];
  const ricker = (at: { x: number; y: number }, hertz: number, strength: number): Source => {
    const wavelet = { ...at, frequency: hertz, delay: ownDelay(delay) };
    return width === 0
      ? { kind: 'point', ...wavelet, strength: POINT_STRENGTH * strength }
      : { kind: 'ricker', ...wavelet, width, amplitude: ACCELERATION * strength };
  };
  const pulse = (at: { x: number; y: number }, strength: number): Source => ({
    kind: 'pulse',
    ...at,
    width,
    height: HEIGHT * strength,
  });
  const sources: Source[] = [];
  if (kind === 'ricker') sources.push(ricker({ x, y }, frequency, 1));
  if (kind === 'pulse') sources.push(pulse({ x, y }, 1));
  if (kind === 'plane') sources.push({ kind, x, y, angle, frequency, height: HEIGHT });
  for (const item of more) {
    const [mx, my, ...rest] = item.numbers.map(([low]) => low);
    const at = { x: mx, y: my };
    sources.push(item.kind === 'ricker' ? ricker(at, rest[0], rest[1]) : pulse(at, rest[0]));
  }
  return sources;
}

/** The excitation of an experiment in which nothing is free, on a model of it or of a part of it. */
export const excitationOf = (
  experiment: Meshed<Pick<Experiment, 'source' | 'scene' | 'zone'>>,
  model: Model,
): Excitation =>
  excite(sceneOf(experiment), model, sourcesOf(experiment.source), {
    frequency: experiment.source.frequency[0],
    delay: ownDelay(experiment.source.delay),
    height: HEIGHT,
  });
