/** What must hold where the domain is a polygon. */
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { domainBox } from './domain.ts';
import { polygonOf } from './items.ts';
import { placed } from './placed.ts';
import { openSides } from './scene.ts';
import type { Point } from 'slimwave-waves/mesh/mesh';
import { beyond, sideAt } from 'slimwave-waves/scene/scene';
import {
  boxPolygon,
  corners,
  enters,
  isSimple,
  sidesOf,
  type Shape,
} from 'slimwave-waves/scene/shapes';

type Rule = (experiment: Experiment) => Issue | undefined;

/** A rule for the corners of the outline, where there is one. */
const ofOutline =
  (rule: (points: readonly Point[], experiment: Experiment) => Issue | undefined): Rule =>
  (experiment) => {
    const [item] = experiment.scene.outline;
    return item && rule(polygonOf(item), experiment);
  };

const needsFittedMesh = ofOutline((_, { scene }) =>
  scene.mesh === 'fitted'
    ? undefined
    : {
        key: 'scene.mesh',
        message:
          'An outline needs the fitted mesh, whose edges follow it: choose Fitted, or remove the outline.',
      },
);

const outlineSimple = ofOutline((points) =>
  isSimple({ kind: 'polygon', points })
    ? undefined
    : {
        key: 'scene.outline',
        message:
          'The outline crosses itself or has no area: list its corners in order round the domain.',
      },
);

/** Whether a place, which may be a single point, lies inside the outline with all of it. */
function holds(points: readonly Point[], place: Shape): boolean {
  const inside = corners(place, 1).every(([x, y]) => !beyond({ points }, x, y));
  return inside && sidesOf(points).every(([a, b]) => !enters(a, b, place));
}

const pointsInside = ofOutline((points, experiment) => {
  const outside = placed(experiment).find(({ place }) => !holds(points, place));
  return (
    outside && {
      key: outside.key,
      message: `${outside.what} ${outside.free ? 'can lie' : 'lies'} outside the outline, where there is no wave. Move it inside, or move the outline’s corners.`,
    }
  );
});

const zoneInside = ofOutline((points, { zone }) =>
  holds(points, boxPolygon(zone))
    ? undefined
    : {
        key: 'zone.x',
        message: `The zone (x ${formatNumber(zone.x[0])} to ${formatNumber(zone.x[1])} m, y ${formatNumber(zone.y[0])} to ${formatNumber(zone.y[1])} m) must lie inside the outline. Move it, or move the outline’s corners.`,
      },
);

/** A layer continues a whole side outwards. */
const openSidesWhole = ofOutline((points, { scene }) => {
  const box = domainBox(scene);
  const lengths = {
    left: scene.height,
    right: scene.height,
    bottom: scene.width,
    top: scene.width,
  };
  const covered = (side: keyof typeof lengths) =>
    sidesOf(points)
      .filter(([a, b]) => sideAt(box, a, b) === side)
      .reduce((sum, [a, b]) => sum + Math.hypot(b[0] - a[0], b[1] - a[1]), 0);
  const cut = openSides(scene).find((side) => covered(side) < lengths[side] * (1 - 1e-9));
  return (
    cut && {
      key: `scene.${cut}`,
      message: `The ${cut} side is open, and the outline leaves it out in part: a layer beyond a side needs all of it. Choose another condition for it, or let the outline follow the whole side.`,
    }
  );
});

const noPlaneWave = ofOutline((_, { source }) =>
  source.kind === 'plane'
    ? {
        key: 'source.kind',
        message:
          'A plane wave needs the whole rectangle: choose another excitation, or remove the outline.',
      }
    : undefined,
);

export const outlineRules: readonly Rule[] = [
  needsFittedMesh,
  outlineSimple,
  pointsInside,
  zoneInside,
  openSidesWhole,
  noPlaneWave,
];
