/** What makes the waves of one sample, on the nodes of a mesh. */
import type { Experiment } from '../experiment/schema.ts';
import type { Leapfrog } from 'slimwave-waves/leapfrog';
import { addGaussian, gaussianLoad, ricker, rickerEnd, type Load } from 'slimwave-waves/source';
import type { Model } from './model.ts';
import { balanceOf, pushBalance, type Balance } from './balance.ts';
import { enterPlaneWave, pushIncident, type Incident } from './incident.ts';
import { sceneOf } from './scene.ts';

/**
 * Peak of the source's force per area over the density (m/s²): at 2 to 3 Hz displacements are then about a
 * millimetre.
 */
const ACCELERATION = 1;
/** Height of pulses, plane waves and driven boundaries (m). */
const HEIGHT = 1e-3;

/**
 * Forces that balance a start act for so many times that the background's waves take through the square. What they
 * balance arises while the scattered waves meet the sides. Against a square four times as large, a free obstacle's
 * field is then wrong by 7 to 8 % in the first 2 s, by 15 to 18 % with forces of one period, by 13 to 17 % without any.
 */
const BALANCING = 2;

interface Wavelet {
  load: Load;
  amplitude: number;
  frequency: number;
}

export interface Excitation {
  incident?: Incident;
  balance?: Balance;
  wavelets: readonly Wavelet[];
  /** u and u' at t = 0; undefined: at rest. */
  initial?: { displacement: Float64Array; velocity: Float64Array };
  /** Frequency of the wavelet that moves driven boundaries (Hz). */
  drivenFrequency: number;
}

/** The excitation of an experiment in which nothing is free, on a model of it or of a part of it. */
export function excitationOf(
  experiment: Pick<Experiment, 'source' | 'scene' | 'zone'>,
  model: Model,
): Excitation {
  const { mesh, system } = model;
  const { source } = experiment;
  const [x, y, frequency] = [source.x[0], source.y[0], source.frequency[0]];
  const { width } = source;
  const wavelets: Wavelet[] = [];
  const displacement = new Float64Array(mesh.x.length);
  const velocity = new Float64Array(mesh.x.length);
  const addWavelet = (centre: { x: number; y: number }, hertz: number, strength: number) =>
    wavelets.push({
      load: gaussianLoad(mesh, system.mass, centre, width),
      amplitude: ACCELERATION * strength,
      frequency: hertz,
    });
  const addPulse = (centre: { x: number; y: number }, strength: number) =>
    addGaussian(mesh, centre, { width, height: HEIGHT * strength }, displacement);
  if (source.kind === 'ricker') addWavelet({ x, y }, frequency, 1);
  if (source.kind === 'pulse') addPulse({ x, y }, 1);
  const scene = sceneOf(experiment);
  let incident: Incident | undefined;
  if (source.kind === 'plane') {
    const pulse = { x, y, angle: source.angle, frequency, height: HEIGHT };
    incident = enterPlaneWave(scene, model, pulse, { displacement, velocity });
  }
  for (const { kind, numbers } of source.more) {
    const [mx, my, ...rest] = numbers.map(([low]) => low);
    if (kind === 'ricker') addWavelet({ x: mx, y: my }, rest[0], rest[1]);
    else addPulse({ x: mx, y: my }, rest[0]);
  }
  const starts = displacement.some((value) => value !== 0) || velocity.some((value) => value !== 0);
  const start = starts ? { displacement, velocity } : undefined;
  const duration = BALANCING / scene.background.speed;
  return {
    incident,
    balance: start && balanceOf(scene, model, start, incident, duration),
    wavelets,
    initial: start,
    drivenFrequency: frequency,
  };
}

/** After the step that ends at t + Δt: adds what the sources have moved since t (s). */
export function pushSources(
  leapfrog: Leapfrog,
  { wavelets, incident, balance }: Excitation,
  t: number,
  lane: number,
): void {
  if (incident) pushIncident(leapfrog, incident, t, lane);
  if (balance) pushBalance(leapfrog, balance, t, lane);
  for (const { load, amplitude, frequency } of wavelets) {
    if (t > rickerEnd(frequency)) continue;
    leapfrog.addForce(load, amplitude * ricker(t, frequency), lane);
  }
}

/** Displacement (m) of driven boundaries at time t (s). */
export const drivenDisplacement = ({ drivenFrequency }: Excitation, t: number): number =>
  t > rickerEnd(drivenFrequency) ? 0 : HEIGHT * ricker(t, drivenFrequency);
