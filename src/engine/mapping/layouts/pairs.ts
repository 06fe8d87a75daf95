/** Layouts with a few arrays over all samples: Poseidon, neuraloperator, FNO in MATLAB, PDEArena, OpenFWI. */
import type { AxisUse } from '../mapping.ts';
import {
  axes,
  draft,
  inOrder,
  laterTimes,
  pointNote,
  pointStep,
  ranges,
  timeNote,
  ofArray,
  type Draft,
} from './draft.ts';
import { inferAxes } from './inferAxes.ts';
import { families, shapeAt, type View } from './view.ts';

/** Poseidon (Herde et al. 2024, arXiv 2405.19101), Wave-Layer and Wave-Gauss: netCDF 4. */
export function poseidon(view: View): Draft[] {
  const shape = shapeAt(view, 'solution');
  if (!shape || shape.length < 4 || shape.length > 5) return [];
  const [samples, times] = shape;
  const letters = shape.length === 4 ? 'ntxy' : 'ntcxy';
  const grid = shape.slice(-2);
  const fields = shape.length === 5 ? shape[2] : 1;
  const speed = shapeAt(view, 'c');
  const medium = speed?.length === 3 && speed[0] === samples;
  const step = pointStep(grid);
  const later = laterTimes(times, fields);
  const test = 240;
  const validation = 60;
  const complete = samples >= 1000;
  const name = `${view.prefix}solution`;
  return [
    draft({
      layout: 'poseidon',
      title: medium ? 'Poseidon, waves in a medium' : 'Poseidon',
      inputs: [
        ...(medium ? [ofArray(`${view.prefix}c`, axes('nxy', {}, step))] : []),
        ofArray(name, axes(letters, { time: [0] }, step)),
      ],
      outputs: [ofArray(name, axes(letters, { time: later }, step))],
      split: complete
        ? ranges({ to: samples - test - validation }, { from: samples - test })
        : inOrder,
      reasons: [
        `solution [n, t, ${fields > 1 ? 'channel, ' : ''}x, y]${medium ? ' with the speed c [n, x, y]' : ''} is how Poseidon’s data sets are saved.`,
        `${medium ? 'The speed and the first time go' : 'The first time goes'} in, later times come out.`,
        ...(complete
          ? [
              `The last ${test} of ${samples} samples test and the ${validation} before them, with which Poseidon validates, are not read.`,
            ]
          : []),
      ],
      notes: [
        ...(complete
          ? []
          : [
              'The file has far fewer samples than Poseidon’s: the first train and those after them test.',
            ]),
        ...pointNote(grid, step),
        ...timeNote(times, later),
      ],
    }),
  ];
}

/** Two arrays of the same samples on the same grid. */
function pair(
  view: View,
  [from, to]: readonly [string, string],
  rest: Pick<Draft, 'layout' | 'title' | 'reasons'> & { lead?: 't' | 'c' },
): Draft[] {
  const [a, b] = [shapeAt(view, from), shapeAt(view, to)];
  if (!a || !b || a.length < 3 || b.length < 3 || a[0] !== b[0]) return [];
  const { lead = 'c', ...words } = rest;
  const [given, made] = [inferAxes(a.slice(1), 'c'), inferAxes(b.slice(1), lead)];
  if (given === undefined || made === undefined) return [];
  const grid = (letters: string, shape: readonly number[]) =>
    letters.split('').flatMap((letter, i) => ('xy'.includes(letter) ? [shape[i + 1]] : []));
  const step = pointStep(grid(made, b));
  return [
    draft({
      ...words,
      inputs: [ofArray(view.prefix + from, axes(`n${given}`, {}, step))],
      outputs: [ofArray(view.prefix + to, axes(`n${made}`, {}, step))],
      notes: pointNote(grid(made, b), step),
    }),
  ];
}

export const neuraloperator = (view: View): Draft[] =>
  pair(view, ['x', 'y'], {
    layout: 'neuraloperator',
    title: 'neuraloperator',
    reasons: [
      'x and y, each [n, x, y] or [n, channels, x, y], are how neuraloperator saves inputs and outputs.',
    ],
  });

/** The FNO’s (Li et al. 2020, arXiv 2010.08895): in MATLAB `u` is [n, x, y, t]; read as plain HDF5, [t, y, x, n]. */
export function fno(view: View): Draft[] {
  const darcy = pair(view, ['coeff', 'sol'], {
    layout: 'fno',
    title: 'FNO, Darcy flow',
    reasons: ['coeff and sol are the names of the FNO’s Darcy flow.'],
  });
  const [a, u] = [shapeAt(view, 'a'), shapeAt(view, 'u')];
  if (!a || !u || a.length !== 3 || u.length !== 4) return darcy;
  const same = (other: readonly number[]) => a.every((extent, i) => extent === other[i]);
  const forward = same(u.slice(0, 3));
  if (!forward && !same(u.slice(1))) return darcy;
  const times = forward ? u[3] : u[0];
  const grid = forward ? u.slice(1, 3) : u.slice(1, 3).toReversed();
  const step = pointStep(grid);
  // The field that goes in is before all times of u.
  const later = laterTimes(times + 1);
  const every = { from: (later.from ?? 1) - 1, ...(later.step ? { step: later.step } : {}) };
  return [
    ...darcy,
    draft({
      layout: 'fno',
      title: 'FNO, a to u at later times',
      inputs: [ofArray(`${view.prefix}a`, axes(forward ? 'nxy' : 'yxn', {}, step))],
      outputs: [ofArray(`${view.prefix}u`, axes(forward ? 'nxyt' : 'tyxn', { time: every }, step))],
      coordinates: { time: view.entries.has('t') ? `${view.prefix}t` : undefined },
      reasons: [
        `a and u, ${forward ? '[n, x, y] and [n, x, y, t]' : '[y, x, n] and [t, y, x, n], as files of MATLAB look to other programs'}, are how the FNO’s data sets are saved.`,
      ],
      notes: [
        ...(forward && same(u.slice(1))
          ? ['By their extents the axes could also be in the opposite order.']
          : []),
        ...pointNote(grid, step),
        ...(later.step ? [`Of ${times} times every ${later.step}th comes out.`] : []),
      ],
    }),
  ];
}

const ARENA = /^(train|valid|test)\/(u|v|vx|vy|p|pres)$/;

/** PDEArena (Gupta and Brandstetter 2022, arXiv 2209.15616): a group train, valid or test. */
export function pdearena(view: View): Draft[] {
  const groups = new Map<string, string[]>();
  for (const [path, { info }] of view.entries) {
    const [, group, field] = ARENA.exec(path) ?? [];
    if (group === undefined || info.shape.length !== 4) continue;
    groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  return [...groups].map(([group, fields]) => {
    const shape = shapeAt(view, `${group}/${fields[0]}`)!;
    const [, times, ...grid] = shape;
    const step = pointStep(grid);
    const later = laterTimes(times, fields.length);
    const uses = (time: readonly number[] | typeof later) =>
      fields.map((field) =>
        ofArray(`${view.prefix}${group}/${field}`, axes('ntxy', { time }, step)),
      );
    const coordinate = (name: string) => {
      const rank = shapeAt(view, `${group}/${name}`)?.length;
      return rank === 1 ? `${view.prefix}${group}/${name}` : undefined;
    };
    return draft({
      layout: 'pdearena',
      title: `PDEArena: ${fields.join(', ')}`,
      inputs: uses([0]),
      outputs: uses(later),
      coordinates: { x: coordinate('x'), y: coordinate('y'), time: coordinate('t') },
      reasons: [
        `The group ${group} with ${fields.join(', ')}, each [n, t, x, y], is how PDEArena saves samples.`,
        'The first time goes in, later ones come out.',
      ],
      notes: [
        `PDEArena has a file for each of train, valid and test: of the samples in ${group} the first train and those after them test.`,
        ...pointNote(grid, step),
        ...timeNote(times, later),
      ],
    });
  });
}

/** OpenFWI (Deng et al. 2021, arXiv 2111.02926): seismograms `data1` [n, source, time, receiver], `model1` [n, 1, z, x]. */
export function openfwi(view: View): Draft[] {
  const data = families(view, /^(?:.*\/)?(?:data|seis)_?(?<i>\d+)(?:_\d+)*$/);
  return [...data].flatMap(([name, members]) => {
    const model = name.replace(/(data|seis)/, (word) => (word === 'data' ? 'model' : 'vel'));
    const path = members[0].entry.info.path || members[0].entry.key;
    const partner = path.replace(/(data|seis)/, (word) => (word === 'data' ? 'model' : 'vel'));
    const [a, b] = [members[0].entry.info.shape, shapeAt(view, partner)];
    if (!b || a.length !== 4 || b.length !== 4) return [];
    const [, , times, receivers] = a;
    const [, , z, x] = b;
    const step = Math.floor(times / z);
    if (receivers !== x || step < 1) return [];
    const part = { to: step * z, ...(step > 1 ? { step } : {}) };
    const seismograms: AxisUse[] = [
      { is: 'sample' },
      { is: 'channel' },
      { is: 'x', part },
      { is: 'y' },
    ];
    const single = members.length === 1;
    const named = (pattern: string, alone: string) => (single ? view.prefix + alone : pattern);
    const [records, models] = [
      ofArray(named(name, path), seismograms),
      ofArray(named(model, partner), axes('ncxy')),
    ];
    const common = {
      layout: 'openfwi',
      reasons: [
        `${path} [n, source, time, receiver] and ${partner} [n, 1, depth, x] are how OpenFWI saves seismograms and models.`,
      ],
      notes:
        step > 1
          ? [
              `Of ${times} times every ${step}th is read: as many as the model has points in depth, so that both have the same grid.`,
            ]
          : [],
    } as const;
    return [
      draft({
        ...common,
        title: 'OpenFWI, seismograms to model',
        inputs: [records],
        outputs: [models],
      }),
      draft({
        ...common,
        title: 'OpenFWI, model to seismograms',
        inputs: [models],
        outputs: [records],
      }),
    ];
  });
}
