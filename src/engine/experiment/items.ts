/** What may stand in the lists of the scene: shapes, materials, excitations, receivers. */
import type { ItemKind, ItemNumber } from './list.ts';
import { densities, frequencies, LONGEST, SHORTEST, speeds } from './magnitudes.ts';

/** What may hold on an obstacle. */
const conditions = ['fixed', 'free', 'absorbing', 'driven'] as const;
const conditionLabels = {
  fixed: 'Fixed',
  free: 'Free',
  absorbing: 'Absorbing',
  driven: 'Driven',
} as const;

/** What may hold on a side: beyond it there may be a layer in which waves die away. */
export const sideConditions = [...conditions, 'pml'] as const;
export const sideConditionLabels = { ...conditionLabels, pml: 'Open' } as const;
/** The same inside a sentence or a legend. */
export const sideWords = {
  fixed: 'fixed',
  free: 'free',
  absorbing: 'absorbing',
  driven: 'driven',
  pml: 'open',
} as const;

const position = (name: 'x' | 'y', preset: number): ItemNumber => ({
  name,
  title: name,
  unit: 'm',
  min: 0,
  max: LONGEST,
  step: 0.01,
  follows: name === 'x' ? 'width' : 'height',
  default: preset,
});
const length = (name: string, title: string, preset: number): ItemNumber => ({
  name,
  title,
  unit: 'm',
  min: SHORTEST,
  max: LONGEST,
  step: 0.01,
  follows: 'size',
  default: preset,
});
const [x, y] = [position('x', 0.5), position('y', 0.5)];
const material: readonly ItemNumber[] = [
  {
    name: 'speed',
    title: 'speed',
    unit: 'm/s',
    ...speeds,
    step: 0.1,
    follows: 'decade',
    default: 0.5,
  },
  {
    name: 'density',
    title: 'density',
    unit: 'kg/m²',
    ...densities,
    step: 0.1,
    follows: 'decade',
    default: 1,
  },
];
const condition = {
  title: 'Condition',
  options: conditions,
  labels: conditionLabels,
} as const;

/** Circle, axis-aligned rectangle about its centre, polygon: with what else belongs to them. */
const shapes = (more: Partial<ItemKind>): Readonly<Record<string, ItemKind>> => ({
  circle: {
    label: 'Circle',
    ...more,
    numbers: [x, y, length('radius', 'radius', 0.1), ...(more.numbers ?? [])],
  },
  rectangle: {
    label: 'Rectangle',
    ...more,
    numbers: [
      x,
      y,
      length('width', 'width', 0.2),
      length('height', 'height', 0.2),
      ...(more.numbers ?? []),
    ],
  },
  polygon: {
    label: 'Polygon',
    ...more,
    numbers: more.numbers ?? [],
    corners: { min: 3, max: 16, x, y },
  },
});

/** The domain itself, if it is no rectangle. */
export const outlineKinds: Readonly<Record<string, ItemKind>> = {
  polygon: {
    label: 'Polygon',
    option: condition,
    constant: true,
    numbers: [],
    corners: { min: 3, max: 24, x, y },
  },
};

export const obstacleKinds = shapes({ option: condition });
export const inclusionKinds = shapes({ numbers: material });

export const layerKinds: Readonly<Record<string, ItemKind>> = {
  layer: {
    label: 'Layer',
    numbers: [{ ...position('y', 0.5), name: 'top', title: 'top' }, ...material],
  },
};

const angle = (name: string, title: string, preset: number): ItemNumber => ({
  name,
  title,
  unit: '°',
  min: -360,
  max: 360,
  step: 5,
  default: preset,
});

/** Receivers of one scene at most, all of its lines and arcs together. */
export const MAX_RECEIVERS = 512;

const count: ItemNumber = {
  name: 'count',
  title: 'count',
  min: 2,
  max: MAX_RECEIVERS,
  step: 1,
  integer: true,
  default: 32,
};

export const receiverKinds: Readonly<Record<string, ItemKind>> = {
  point: { label: 'Receiver', constant: true, numbers: [x, y] },
  line: {
    label: 'Line',
    constant: true,
    numbers: [
      { ...position('x', 0.1), name: 'x1', title: 'from x' },
      { ...position('y', 0.9), name: 'y1', title: 'from y' },
      { ...position('x', 0.9), name: 'x2', title: 'to x' },
      { ...position('y', 0.9), name: 'y2', title: 'to y' },
      count,
    ],
  },
  arc: {
    label: 'Arc',
    constant: true,
    numbers: [
      x,
      y,
      length('radius', 'radius', 0.3),
      angle('from', 'from angle', 0),
      angle('to', 'to angle', 180),
      count,
    ],
  },
};

const strength: ItemNumber = {
  name: 'strength',
  title: 'strength',
  min: -10,
  max: 10,
  step: 0.1,
  default: 1,
};

export const excitationKinds: Readonly<Record<string, ItemKind>> = {
  ricker: {
    label: 'Ricker source',
    numbers: [
      x,
      y,
      {
        name: 'frequency',
        title: 'frequency',
        unit: 'Hz',
        ...frequencies,
        step: 0.1,
        follows: 'decade',
        default: 2,
      },
      strength,
    ],
  },
  pulse: { label: 'Pulse', numbers: [x, y, strength] },
};
