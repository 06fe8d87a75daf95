import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../experiment/presets.ts';
import { validateExperiment } from '../opening/validate.ts';
import { sceneProblem } from './check.ts';

const fitted = (values: Record<string, string>) =>
  experimentFrom({ 'scene.mesh': 'fitted', ...values });

const refused: [key: string, sentence: string, values: Record<string, string>][] = [
  ['source.x', 'Source x must lie inside the domain, from 0 to 0.3 m', { 'scene.width': '0.3' }],
  ['scene.receivers', 'lies outside the domain', { 'scene.receivers': 'point(0.5,1.2)' }],
  ['scene.layers', 'Layer 1 top must lie', { 'scene.layers': 'layer(1.1,1,1)' }],
  ['source.more', 'Excitation 1 x must lie', { 'source.more': 'pulse(2,0.5,1)' }],
  ['scene.inclusions', 'corner 2 x', { 'scene.inclusions': 'polygon(1,1,0,0,1.5,0,0,1)' }],
  ['zone.y', 'Zone y must lie', { 'zone.y': '0.5..1.5' }],
  [
    'scene.mesh',
    'need the fitted mesh',
    { 'scene.mesh': 'triangles', 'scene.obstacles': 'circle(fixed,0.7,0.5,0.1)' },
  ],
  [
    'scene.obstacles',
    'extends beyond the domain: x from 0.85 to 1.05 m',
    { 'scene.obstacles': 'circle(fixed,0.95,0.5,0.1)' },
  ],
  [
    'scene.obstacles',
    'for some of its free parameters',
    { 'scene.obstacles': 'circle(fixed,0.6..0.95,0.5,0.1)' },
  ],
  [
    'scene.obstacles',
    'Obstacle 1 (circle) and obstacle 2 (rectangle) overlap',
    { 'scene.obstacles': 'circle(fixed,0.6,0.5,0.1) rectangle(free,0.7,0.5,0.1,0.1)' },
  ],
  [
    'scene.obstacles',
    'overlap for some of their free',
    { 'scene.obstacles': 'circle(fixed,0.6..0.9,0.2,0.05) circle(fixed,0.75,0.2,0.05)' },
  ],
  [
    'scene.obstacles',
    'overlap',
    { 'scene.obstacles': 'circle(fixed,0.6,0.5,0.2) circle(fixed,0.6,0.5,0.05)' },
  ],
  [
    'source.x',
    'The source can lie inside obstacle 1',
    { 'scene.obstacles': 'circle(fixed,0.3,0.5,0.1)' },
  ],
  ['source.x', 'The source can lie inside', { 'scene.obstacles': 'circle(fixed,0.25,0.5,0.01)' }],
  [
    'source.more',
    'Further excitation 1 lies inside',
    { 'scene.obstacles': 'circle(fixed,0.7,0.5,0.1)', 'source.more': 'pulse(0.72,0.5,1)' },
  ],
  [
    'scene.receivers',
    'Receiver 2 lies inside',
    {
      'scene.obstacles': 'circle(fixed,0.7,0.5,0.1)',
      'scene.receivers': 'point(0.1,0.1) point(0.7,0.45)',
    },
  ],
  [
    'scene.receivers',
    'Receiver 3 of line 1 lies inside obstacle 1',
    {
      'scene.obstacles': 'circle(fixed,0.7,0.5,0.1)',
      'scene.receivers': 'line(0.5,0.5,0.9,0.5,5)',
    },
  ],
  [
    'scene.receivers',
    'Receiver 1 of arc 2 lies outside the domain, at x 0.604 m, y 1.091 m. Move the arc',
    { 'scene.receivers': 'point(0.1,0.1) arc(0.5,0.5,0.6,80,100,5)' },
  ],
  [
    'scene.receivers',
    'There are 513 receivers, and at most 512',
    { 'scene.receivers': 'line(0,0,1,0,512) point(0.5,0.5)' },
  ],
  [
    'zone.submodel',
    'boundary meets obstacle 1',
    { 'scene.obstacles': 'circle(fixed,0.45,0.5,0.1)', 'zone.submodel': 'on' },
  ],
  [
    'zone.submodel',
    'boundary meets obstacle 1',
    { 'scene.obstacles': 'rectangle(fixed,0.7,0.5,0.6,0.2)', 'zone.submodel': 'on' },
  ],
  [
    'source.frequency',
    'where the wave is slowest (0.2 m/s)',
    { 'scene.inclusions': 'circle(0.7,0.5,0.1,0.2,1)' },
  ],
  ['source.more', 'At 12 Hz', { 'source.more': 'ricker(0.2,0.2,12,1)' }],
  [
    'scene.elements',
    'more than the budget',
    { 'scene.layers': 'layer(0.5,10,1)', 'scene.elements': '256', 'scene.duration': '10' },
  ],
  [
    'source.x',
    'The source can reach into the layer beyond the open left side: keep it at least 0.1 m off',
    { 'scene.order': '4', 'scene.left': 'pml', 'source.x': '0.09..0.3' },
  ],
  [
    'source.y',
    'beyond the open top side',
    { 'scene.order': '4', 'scene.top': 'pml', 'source.y': '0.5..0.95' },
  ],
  [
    'source.more',
    'Further excitation 1 reaches',
    { 'scene.order': '4', 'scene.right': 'pml', 'source.more': 'pulse(0.95,0.5,1)' },
  ],
  [
    'scene.elements',
    'of memory; at most 1 GiB is allowed',
    {
      'scene.elements': '256',
      'scene.order': '8',
      'scene.from': '0',
      'scene.duration': '0.05',
    },
  ],
  [
    'scene.obstacles',
    'Obstacle 1 (polygon) crosses itself or has no area',
    { 'scene.obstacles': 'polygon(fixed,0.5,0.1,0.7,0.3,0.7,0.1,0.52,0.35)' },
  ],
  [
    'scene.obstacles',
    'for some of its free parameters',
    { 'scene.obstacles': 'polygon(fixed,0.6,0.1..0.9,0.8,0.3,0.8,0.6,0.6,0.6)' },
  ],
  [
    'scene.inclusions',
    'less than a cell of this mesh',
    {
      'scene.mesh': 'triangles',
      'scene.elements': '32',
      'scene.inclusions': 'circle(0.5,0.5,0.012,1,1)',
    },
  ],
  ['source.delay', 'must be at least 0.500 s, one period', { 'source.delay': '0.45' }],
  ['source.delay', 'before the last output time', { 'source.delay': '1.4' }],
  ['source.width', 'the pulse is not resolved', { 'source.kind': 'pulse', 'source.width': '0.03' }],
  [
    'data.train',
    'hours in total',
    {
      'scene.elements': '256',
      'scene.duration': '10',
      'scene.speed': '4',
      'data.train': '8192',
      'task.grid': '8',
      'task.frames': '8',
    },
  ],
  [
    'zone.cells',
    'The submodel: One simulation would take',
    {
      'scene.mesh': 'triangles',
      'scene.duration': '10',
      'scene.speed': '5',
      'zone.submodel': 'on',
      'zone.cells': '512',
      'zone.x': '0..1',
      'zone.y': '0..1',
    },
  ],
  [
    'zone.cells',
    'more than a fitted mesh may have',
    { 'zone.submodel': 'on', 'zone.cells': '512', 'zone.x': '0..1', 'zone.y': '0..1' },
  ],
  [
    'zone.cells',
    'The trace on the zone’s boundary would need',
    {
      'scene.duration': '10',
      'scene.from': '9.997',
      'scene.elements': '8',
      'scene.speed': '10',
      'source.frequency': '0.2..2',
      'source.width': '0.1',
      'zone.submodel': 'on',
      'zone.cells': '512',
      'zone.x': '0..1',
      'zone.y': '0..0.02',
      'task.frames': '128',
    },
  ],
];

describe('a scene is refused', () => {
  it.each(refused)('at %s: %s', (key, sentence, values) => {
    const issues = validateExperiment(fitted(values));
    const [issue] = issues.filter((candidate) => candidate.key === key);
    expect(issue?.message, JSON.stringify(issues)).toContain(sentence);
  });

  it.each([
    [
      'scene.obstacles',
      'square(fixed,0.5,0.5)',
      'must be one of circle(condition,x,y,radius), rectangle(',
    ],
    [
      'scene.obstacles',
      'circle(fixed,0.5,0.5)',
      'must be written circle(condition,x,y,radius) with one of fixed, free, absorbing, driven',
    ],
    ['scene.obstacles', 'circle(hard,0.5,0.5,0.1)', 'must be written'],
    ['scene.obstacles', 'circle(fixed,0.5,0.5,0)', 'must have its radius from 0.00001 to'],
    ['scene.obstacles', 'circle(fixed,0.5,0.5,0.2..0.1)', 'must have its radius'],
    ['scene.obstacles', 'polygon(fixed,0.1,0.1,0.2,0.2)', '3 to 16 corners'],
    ['scene.obstacles', 'nonsense', 'must be a list such as circle(fixed,0.5,0.5,0.1)'],
    ['scene.inclusions', 'circle(0.5,0.5,0.1,-1,1)', 'must have its speed from 0.01 to 20000 m/s'],
    [
      'scene.inclusions',
      'circle(0.5,0.5,0.1,1,0)',
      'must have its density from 0.001 to 50000 kg/m²',
    ],
    ['scene.layers', 'layer(0.5,0,1)', 'must have its speed'],
    ['scene.receivers', 'point(0.3..0.5,0.5)', 'must have single numbers'],
    ['scene.speed', '0', 'must be a number or two, low..high, from 0.01 to 20000 m/s'],
    ['scene.elements', '100000', 'must be auto, or a whole number from 4 to 256'],
  ])('%s=%s is no value', (key, text, sentence) => {
    expect(() => experimentFrom({ [key]: text })).toThrow(sentence);
  });
});

const accepted: Record<string, string>[] = [
  { 'scene.obstacles': 'rectangle(fixed,0.6,0.1,0.05,0.2) rectangle(free,0.6,0.8,0.05,0.4)' },
  { 'scene.obstacles': 'rectangle(fixed,0.6,0.2,0.1,0.1) rectangle(fixed,0.7,0.2,0.1,0.1)' },
  { 'scene.obstacles': 'circle(absorbing,0.7,0.5,0.1)', 'zone.submodel': 'on' },
  { 'scene.obstacles': 'circle(fixed,0.3,0.5,0.1)', 'source.kind': 'plane', 'source.x': '0.1' },
  { 'scene.inclusions': 'circle(0.95,0.5,0.2,1.5,1)' },
  // A block that touches a notch from inside.
  {
    'scene.obstacles':
      'polygon(fixed,0.5,0.2,0.9,0.2,0.9,0.6,0.8,0.6,0.8,0.3,0.6,0.3,0.6,0.6,0.5,0.6) rectangle(fixed,0.7,0.35,0.2,0.1)',
  },
  // Obstacles flush with the zone's four sides, from outside and from inside.
  ...['0.7,0.2,0.1,0.1', '0.7,0.8,0.1,0.1', '0.4,0.5,0.1,0.1', '0.975,0.5,0.05,0.1'].map((at) => ({
    'scene.obstacles': `rectangle(fixed,${at})`,
    'zone.submodel': 'on',
  })),
  ...['0.7,0.3,0.1,0.1', '0.7,0.7,0.1,0.1', '0.5,0.5,0.1,0.1', '0.9,0.5,0.1,0.1'].map((at) => ({
    'scene.obstacles': `rectangle(fixed,${at})`,
    'zone.submodel': 'on',
  })),
  { 'scene.order': '4', 'scene.left': 'pml', 'source.x': '0.1..0.3' },
  { 'scene.order': '4', 'scene.left': 'pml', 'source.x': '0', 'source.width': '0' },
  // Settings that are not used do not stand in the way.
  { 'source.kind': 'pulse', 'source.width': '0.2', 'scene.elements': '16' },
  { 'source.kind': 'none', 'scene.elements': '16' },
  { 'source.kind': 'plane', 'source.frequency': '1', 'scene.elements': '12' },
];

it.each(accepted)('a scene with %j is accepted', (values) => {
  expect(validateExperiment(fitted(values))).toEqual([]);
});

it('a source dragged into an obstacle is told so', () => {
  const scene = fitted({
    'scene.obstacles': 'circle(fixed,0.7,0.5,0.1)',
    'source.x': '0.7',
    'source.y': '0.5',
  });
  expect(sceneProblem(scene)).toContain('The source lies inside');
  expect(sceneProblem(fitted({}))).toBeUndefined();
});
