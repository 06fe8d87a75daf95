/** The physics of an experiment: scene, source and zone. Lengths are in metres, the domain is the unit square. */
import * as v from 'valibot';
import { choice, integer, list, number, range } from './fields.ts';
import {
  conditionLabels,
  conditions,
  excitationKinds,
  inclusionKinds,
  layerKinds,
  obstacleKinds,
  receiverKinds,
} from './items.ts';

const side = (name: string, preset: (typeof conditions)[number]) =>
  choice({
    title: `${name} side`,
    help: 'Fixed: u = 0, waves come back upside down. Free: no force, waves come back upright. Absorbing: waves leave (first-order Sommerfeld condition). Driven: moves with the source’s Ricker wavelet, with an amplitude of 1 mm.',
    options: conditions,
    labels: conditionLabels,
    default: preset,
  });

/** Medium, boundary, obstacles, mesh and time. */
export const scene = v.strictObject({
  left: side('Left', 'absorbing'),
  right: side('Right', 'absorbing'),
  bottom: side('Bottom', 'fixed'),
  top: side('Top', 'absorbing'),
  mesh: choice({
    title: 'Mesh',
    help: 'Triangles: squares cut along one diagonal, linear elements (P1). Quadrilaterals: the squares themselves, bilinear elements (Q1). Fitted: unstructured triangles whose edges follow obstacles, interfaces and the zone of a submodel.',
    options: ['triangles', 'quadrilaterals', 'fitted'],
    labels: { triangles: 'Triangles', quadrilaterals: 'Quadrilaterals', fitted: 'Fitted' },
    default: 'triangles',
  }),
  elements: integer({
    title: 'Mesh cells per side',
    help: 'Cells along one side of the unit square; on a fitted mesh, 1 divided by the length of an edge. Twice as many take eight times as long.',
    min: 8,
    max: 256,
    default: 64,
  }),
  speed: range({
    title: 'Wave speed',
    help: 'Speed c of the waves outside layers and inclusions, where the density is 1 kg/m². The square is 1 m wide, so c = 1 m/s crosses it in one second. Two different numbers make it a free parameter: drawn anew for every sample, and an input of the networks.',
    unit: 'm/s',
    min: 0.1,
    max: 10,
    step: 0.1,
    default: [1, 1],
  }),
  layers: list({
    title: 'Layers',
    help: 'Horizontal layers: everything below the given height has this speed and density, down to the next layer. On a fitted mesh edges follow the interface; otherwise each cell uses the material at its centre.',
    kinds: layerKinds,
    noun: 'Layer',
    maxItems: 6,
    default: [],
  }),
  inclusions: list({
    title: 'Inclusions',
    help: 'Regions with their own speed and density; later ones cover earlier ones, and the layers. Numbers given as low..high are free parameters.',
    kinds: inclusionKinds,
    noun: 'Inclusion',
    maxItems: 8,
    default: [],
  }),
  obstacles: list({
    title: 'Obstacles',
    help: 'Holes in the square, with a boundary condition like that of a side. They need a fitted mesh. Numbers given as low..high are free parameters.',
    kinds: obstacleKinds,
    noun: 'Obstacle',
    maxItems: 8,
    default: [],
  }),
  receivers: list({
    title: 'Receivers',
    help: 'Where u is recorded at every time step: at single points, at equal distances on a line, or at equal angles on an arc about a centre (counter-clockwise from the x axis). At most 512 in all. They are drawn as seismograms, and from three on as a shot gather.',
    kinds: receiverKinds,
    noun: 'Receiver',
    maxItems: 16,
    default: [],
  }),
  from: number({
    title: 'First output time',
    help: 'When the recorded frames begin (rounded to a whole number of output intervals).',
    unit: 's',
    min: 0,
    max: 10,
    step: 0.1,
    default: 0.4,
  }),
  duration: number({
    title: 'Last output time',
    help: 'When the simulation ends. The time step is adjusted so that every output time is hit exactly.',
    unit: 's',
    min: 0.05,
    max: 10,
    step: 0.1,
    default: 1.4,
  }),
});

/** What makes the waves. */
export const source = v.strictObject({
  kind: choice({
    title: 'Excitation',
    help: 'Ricker source: a force with a Ricker wavelet in time and a Gaussian in space. Pulse: a Gaussian displacement at t = 0, 1 mm high. Plane wave: a Ricker-shaped crest through the source’s position at t = 0, 1 mm high, with the speed of the medium there; it keeps entering through absorbing sides. Where the crest reaches into another medium, part of it travels backwards. None: only further excitations and driven boundaries.',
    options: ['ricker', 'pulse', 'plane', 'none'],
    labels: { ricker: 'Ricker source', pulse: 'Pulse', plane: 'Plane wave', none: 'None' },
    default: 'ricker',
  }),
  x: range({
    title: 'Source x',
    help: 'Horizontal position of the source, drawn uniformly from this range for every sample.',
    unit: 'm',
    min: 0,
    max: 1,
    step: 0.01,
    default: [0.15, 0.35],
  }),
  y: range({
    title: 'Source y',
    help: 'Vertical position of the source, drawn uniformly from this range for every sample.',
    unit: 'm',
    min: 0,
    max: 1,
    step: 0.01,
    default: [0.35, 0.65],
  }),
  frequency: range({
    title: 'Source frequency',
    help: 'Peak frequency of the Ricker wavelet, drawn uniformly from this range for every sample.',
    unit: 'Hz',
    min: 0.2,
    max: 20,
    step: 0.1,
    default: [2, 3],
  }),
  width: number({
    title: 'Source width',
    help: 'Standard deviation of the Gaussian over which the source is spread: the force per area has a peak of 1 m/s² times the density. 0: a point source, whose force has a peak of 0.01 m³/s² times the density (0.01 N at 1 kg/m²), whatever the mesh; close to it u grows without bounds as the mesh becomes finer.',
    unit: 'm',
    min: 0,
    max: 0.3,
    step: 0.01,
    default: 0.04,
  }),
  angle: number({
    title: 'Direction of the plane wave',
    help: 'Direction in which the plane wave travels, counter-clockwise from the x axis. Not used by the other excitations.',
    unit: '°',
    min: -180,
    max: 180,
    step: 5,
    default: 0,
  }),
  more: list({
    title: 'Further excitations',
    help: 'Ricker sources and pulses in addition to the first; their strength is relative to it.',
    kinds: excitationKinds,
    noun: 'Excitation',
    maxItems: 6,
    default: [],
  }),
});

/** Where the networks forecast, and the submodel of it. */
export const zone = v.strictObject({
  x: range({
    title: 'Zone x',
    help: 'Horizontal extent of the zone of interest, where the networks forecast the wave.',
    extent: true,
    unit: 'm',
    min: 0,
    max: 1,
    step: 0.05,
    default: [0.45, 0.95],
  }),
  y: range({
    title: 'Zone y',
    help: 'Vertical extent of the zone of interest.',
    extent: true,
    unit: 'm',
    min: 0,
    max: 1,
    step: 0.05,
    default: [0.25, 0.75],
  }),
  submodel: choice({
    title: 'Submodel',
    help: 'On: the zone is also computed on its own, on a separate mesh, driven by the full model’s values on its boundary. The result is compared with the full model.',
    options: ['off', 'on'],
    labels: { off: 'Off', on: 'On' },
    default: 'off',
  }),
  cells: integer({
    title: 'Submodel cells per metre',
    help: 'Mesh of the submodel; the zone is cut into the nearest whole number of cells along each side.',
    min: 8,
    max: 512,
    default: 64,
  }),
  trace: choice({
    title: 'Trace in time',
    help: 'How often the submodel gets values from the full model: at every time step, or once per output interval from t = 0, with cubic interpolation in between. With fewer than about eight samples per period the submodel becomes inaccurate.',
    options: ['steps', 'frames'],
    labels: { steps: 'Every step', frames: 'Output interval' },
    default: 'steps',
  }),
});
