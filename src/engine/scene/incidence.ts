/** Whether a plane wave gets into the scene as a whole, whatever its free parameters are. */
import { incomingWave } from 'slimwave-waves/scene/incoming';
import { SceneError } from 'slimwave-waves/scene/sceneError';
import { experimentAt, freeParameters, fromArray } from '../experiment/parameters.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { randomStream } from '../random.ts';
import { bounds, slack } from 'slimwave-waves/scene/shapes';
import { sideNames } from 'slimwave-waves/scene/scene';
import { domainBox } from './domain.ts';
import { inclusionOf, itemAt } from './items.ts';
import { meshed, type Meshed } from './meshed.ts';
import { openSides, sceneOf } from './scene.ts';
import { speedRange } from './spans.ts';

/** Draws of free parameters that are looked at; both ends come on top. */
const DRAWS = 32;

function problemOf(fixed: Meshed<Experiment>): string | undefined {
  const { x, y, frequency, angle } = fixed.source;
  const pulse = { x: x[0], y: y[0], frequency: frequency[0], angle, height: 1 };
  // It comes in through the layers alone; a random background may be one that is refused elsewhere for its size.
  const scene = { ...fixed.scene, contrast: 1, medium: '' };
  try {
    incomingWave(sceneOf({ ...fixed, scene }), pulse);
    return undefined;
  } catch (error) {
    if (error instanceof SceneError) return error.message;
    throw error;
  }
}

export function waveComesIn(experiment: Experiment): Issue | undefined {
  const { kind, incident } = experiment.source;
  if (kind !== 'plane' || incident !== 'outside') return undefined;
  const all = meshed(experiment);
  const free = freeParameters(experiment);
  const random = randomStream(0, 'plane waves from outside');
  const shares = [
    free.map(() => 0),
    free.map(() => 1),
    ...Array.from({ length: DRAWS }, () => free.map(() => random.uniform())),
  ];
  for (const share of shares) {
    const values = free.map(({ low, high }, i) => low + (high - low) * share[i]);
    const problem = problemOf(experimentAt(all, fromArray(values)));
    if (problem !== undefined) return { key: 'source.incident', message: problem };
    if (free.every(({ low, high }) => low === high)) return undefined;
  }
  return undefined;
}

/** So many periods from its crest a plane wave is below 2·10⁻⁶ of its height. */
const CREST_PERIODS = 1.3;
/** A wave along a side, not through it, to round-off. */
const GRAZING = 1e-9;

const NORMALS = { left: [-1, 0], right: [1, 0], bottom: [0, -1], top: [0, 1] } as const;

/** A wave that begins inside enters through absorbing sides later, but not through open ones: the layer there swallows it. */
export function crestWhole({ scene, source }: Experiment): Issue | undefined {
  if (source.kind !== 'plane' || source.incident !== 'inside') return undefined;
  const angle = (source.angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const { x, y } = domainBox(scene);
  const reach = (CREST_PERIODS * speedRange({ scene }).high) / source.frequency[0];
  const side = openSides(scene).find((name) => {
    const [nx, ny] = NORMALS[name];
    if (nx * dx + ny * dy > GRAZING) return false;
    // How far in front of the crest the foremost end of the side lies.
    const ends = (n: number, interval: readonly number[]) =>
      n === 0 ? interval : [interval[n < 0 ? 0 : 1]];
    const most = (d: number, places: readonly number[], from: readonly number[]) =>
      Math.max(...places.flatMap((place) => from.map((start) => d * (place - start))));
    return most(dx, ends(nx, x), source.x) + most(dy, ends(ny, y), source.y) > -reach;
  });
  return (
    side && {
      key: 'source.incident',
      message: `The crest of a plane wave that begins inside reaches beyond the open ${side} side, and nothing of it comes in there: let it begin outside, or make that side absorbing.`,
    }
  );
}

/**
 * What an inclusion scatters beyond a side is not known: cut off there, its field would be wrong by about
 * (1 − c₂/c₁)/2 of the wave.
 */
export function inclusionsInside({ scene, source }: Experiment): Issue | undefined {
  if (source.kind !== 'plane' || source.incident !== 'outside') return undefined;
  const domain = domainBox(scene);
  for (const [index, item] of scene.inclusions.entries()) {
    const boxes = ([0, 1] as const).map((end) => bounds(inclusionOf(itemAt(item, end)).shape));
    const near = {
      left: Math.min(...boxes.map(({ x }) => x[0])),
      right: domain.x[1] - Math.max(...boxes.map(({ x }) => x[1])),
      bottom: Math.min(...boxes.map(({ y }) => y[0])),
      top: domain.y[1] - Math.max(...boxes.map(({ y }) => y[1])),
    };
    const side = sideNames.find(
      (name) =>
        (scene[name] === 'pml' || scene[name] === 'absorbing') &&
        near[name] <= slack(scene.width, scene.height),
    );
    if (side === undefined) continue;
    return {
      key: 'scene.inclusions',
      message: `Inclusion ${index + 1} (${item.kind}) reaches the ${scene[side] === 'pml' ? 'open' : 'absorbing'} ${side} side, and what goes on beyond it would scatter the plane wave, too: move it off the side, make it a layer, or let the wave begin inside, at t = 0.`,
    };
  }
  return undefined;
}
