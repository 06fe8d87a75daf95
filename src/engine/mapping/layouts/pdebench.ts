/**
 * PDEBench (Takamoto et al. 2022, arXiv 2210.07182). In one file `tensor` [n, t, x, y], or a field of a flow each in
 * `density`, `pressure`, `Vx`, `Vy`; the first tenth tests. By seed a group per sample, `0000/data` [t, x, y, channel]; the
 * last tenth tests.
 */
import type { AxisUse, Split } from '../mapping.ts';
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
import { families, shapeAt, type View } from './view.ts';

const FLOW = ['density', 'pressure', 'Vx', 'Vy'];
const SEED = /^(?<i>\d+)\/data$/;
/** A tenth of fewer samples is none or one. */
const FEWEST = 20;

const coordinatesIn = (
  { entries, prefix }: View,
  names: Readonly<Record<'x' | 'y' | 'time', string>>,
) =>
  Object.fromEntries(
    Object.entries(names).flatMap(([axis, name]) =>
      entries.has(name) ? [[axis, prefix + name]] : [],
    ),
  );

const oneFileCoordinates = { x: 'x-coordinate', y: 'y-coordinate', time: 't-coordinate' };

function tenth(samples: number, which: 'first' | 'last'): { split: Split; reason: string } {
  const test = Math.floor(samples / 10);
  if (samples < FEWEST) {
    return {
      split: inOrder,
      reason: 'With so few samples the first train and those after them test.',
    };
  }
  return which === 'first'
    ? {
        split: ranges({ from: test }, { to: test }),
        reason: `The first ${test} of ${samples} samples test and the others train, as in PDEBench.`,
      }
    : {
        split: ranges({ to: samples - test }, { from: samples - test }),
        reason: `The last ${test} of ${samples} samples test and the others train, as in PDEBench.`,
      };
}

export function pdebench(view: View): Draft[] {
  return [...tensor(view), ...flow(view)];
}

function tensor(view: View): Draft[] {
  const shape = shapeAt(view, 'tensor');
  if (!shape) return [];
  const name = `${view.prefix}tensor`;
  const { split, reason } = tenth(shape[0], 'first');
  const common = {
    layout: 'pdebench',
    split,
    coordinates: coordinatesIn(view, oneFileCoordinates),
  } as const;
  const numbers = shapeAt(view, 'parameters');
  if (numbers?.length === 2 && shape.length === 4) {
    const grid = shape.slice(2);
    const step = pointStep(grid);
    return [
      draft({
        ...common,
        title: 'PDEBench, one file: parameters to field',
        inputs: [ofArray(`${view.prefix}parameters`, axes('nc'))],
        outputs: [ofArray(name, axes('ntxy', {}, step))],
        reasons: [
          'tensor [n, t, x, y] is how PDEBench saves a field, and parameters [n, p] say what it depends on.',
          reason,
        ],
        notes: pointNote(grid, step),
      }),
    ];
  }
  const nu = shapeAt(view, 'nu');
  if (nu && shape.length === 4 && shape[1] === 1) {
    const grid = shape.slice(2);
    const step = pointStep(grid);
    return [
      draft({
        ...common,
        title: 'PDEBench, one file: coefficient to solution',
        inputs: [ofArray(`${view.prefix}nu`, axes('nxy', {}, step))],
        outputs: [ofArray(name, axes('ntxy', {}, step))],
        reasons: [
          'The arrays nu [n, x, y] and tensor [n, t, x, y] are those of PDEBench’s Darcy flow.',
          reason,
        ],
        notes: pointNote(grid, step),
      }),
    ];
  }
  if (shape.length === 4)
    return [
      evolution(view, ['tensor'], shape, 'tensor [n, t, x, y] is how PDEBench saves a field'),
    ];
  if (shape.length !== 3) return [];
  const [, times, points] = shape;
  const step = pointStep([times, points]);
  const part = step > 1 ? { step } : undefined;
  const at = (is: 'x' | 'y'): AxisUse => (part ? { is, part } : { is });
  return [
    draft({
      ...common,
      coordinates: undefined,
      title: 'PDEBench, one file: one dimension in space',
      inputs: [ofArray(name, [{ is: 'sample' }, { is: 'fixed', at: 0 }, at('y')])],
      outputs: [ofArray(name, [{ is: 'sample' }, at('x'), at('y')])],
      reasons: [
        'tensor [n, t, x] is how PDEBench saves a field of one dimension in space.',
        'The picture has time along one side and space along the other: the field at the first time, repeated along time, goes in, and the field at all times comes out.',
        reason,
      ],
      notes: pointNote([times, points], step),
    }),
  ];
}

function flow(view: View): Draft[] {
  const fields = FLOW.filter((name) => shapeAt(view, name)?.length === 4);
  const shape = shapeAt(view, fields[0] ?? '');
  if (!shape || fields.length < 2) return [];
  return [
    evolution(
      view,
      fields,
      shape,
      `${fields.join(', ')}, each [n, t, x, y], are how PDEBench saves a flow`,
    ),
  ];
}

/** From the fields at the first time to the same fields at later ones. */
function evolution(
  view: View,
  fields: readonly string[],
  [samples, times, ...grid]: readonly number[],
  because: string,
): Draft {
  const step = pointStep(grid);
  const later = laterTimes(times, fields.length);
  const uses = (part: 'first' | 'later') =>
    fields.map((name) =>
      ofArray(view.prefix + name, axes('ntxy', { time: part === 'first' ? [0] : later }, step)),
    );
  const { split, reason } = tenth(samples, 'first');
  return draft({
    layout: 'pdebench',
    title: `PDEBench, one file: ${fields.join(', ')}`,
    inputs: uses('first'),
    outputs: uses('later'),
    split,
    coordinates: coordinatesIn(view, oneFileCoordinates),
    reasons: [`${because}.`, 'The first time goes in, later ones come out.', reason],
    notes: [...pointNote(grid, step), ...timeNote(times, later)],
  });
}

export function pdebenchSeeds(view: View): Draft[] {
  return [...families(view, SEED)].flatMap(([name, members]) => {
    const { shape } = members[0].entry.info;
    // Users meet files with an axis of one sample in front.
    const extra = shape.length === 5 && shape[0] === 1;
    const own = extra ? shape.slice(1) : shape;
    if (own.length !== 4) return [];
    const [times, x, y, fields] = own;
    const step = pointStep([x, y]);
    const later = laterTimes(times, fields);
    const all = (part: readonly number[] | typeof later): AxisUse[] => [
      ...(extra ? [{ is: 'fixed', at: 0 } as const] : []),
      ...axes('txyc', { time: part }, step),
    ];
    const numbers = members.map(({ number }) => number);
    const last = Math.max(...numbers) + 1;
    const { split, reason } = tenth(last, 'last');
    const folder = members[0].entry.info.path.replace(/\/data$/, '');
    const grid = (axis: string) =>
      view.entries.has(`${folder}/grid/${axis}`)
        ? name.replace(/data$/, `grid/${axis}`)
        : undefined;
    return [
      draft({
        layout: 'pdebench-seeds',
        title: 'PDEBench, by seed',
        inputs: [ofArray(name, all([0]))],
        outputs: [ofArray(name, all(later))],
        split,
        coordinates: { x: grid('x'), y: grid('y'), time: grid('t') },
        reasons: [
          `Groups such as ${folder} with data [t, x, y, channel] are how PDEBench saves samples by seed.`,
          'The first time goes in, later ones come out.',
          reason,
        ],
        notes: [
          ...(extra ? ['Every sample has an axis of one in front, which is left out.'] : []),
          ...pointNote([x, y], step),
          ...timeNote(times, later),
        ],
      }),
    ];
  });
}
