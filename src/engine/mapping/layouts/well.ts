/**
 * The Well (Ohana et al. 2024, arXiv 2412.00568): groups `t0_fields` (scalars), `t1_fields` (vectors), …; attributes say
 * along which axes an array varies, and those along which it does not are absent.
 */
import type { AttributeValue } from '../../files/container/container.ts';
import type { AxisUse, Part } from '../mapping.ts';
import { draft, laterTimes, pointNote, pointStep, timeNote, ofArray, type Draft } from './draft.ts';
import type { Entry, View } from './view.ts';

interface Field {
  entry: Entry;
  name: string;
  sample: boolean;
  time: boolean;
  dims: readonly boolean[];
  /** Order of the tensor: 0 for scalars. */
  order: number;
  shape: readonly number[];
}

const FIELD = /^t(\d)_fields\/([^/]+)$/;

const isTrue = (value: AttributeValue | undefined): boolean | undefined =>
  value === undefined || Array.isArray(value)
    ? undefined
    : value === true || value === 1 || /^true$/i.test(String(value));

const areTrue = (value: AttributeValue | undefined): boolean[] | undefined =>
  Array.isArray(value)
    ? (value as readonly AttributeValue[]).map((one) => isTrue(one) ?? false)
    : undefined;

/** The fields of the file, those of few components first; without attributes an array has all of its axes. */
function fieldsIn({ entries }: View): Field[] {
  return [...entries]
    .flatMap(([path, entry]) => {
      const [, order, name] = FIELD.exec(path) ?? [];
      if (order === undefined) return [];
      const { attributes, shape } = entry.info;
      const dims = areTrue(attributes.dim_varying) ?? [true, true];
      const sample = isTrue(attributes.sample_varying) ?? true;
      const time = isTrue(attributes.time_varying) ?? shape.length === 4 + Number(order);
      const field = { entry, name, sample, time, dims, order: Number(order), shape };
      const axes = Number(sample) + Number(time) + dims.filter(Boolean).length + Number(order);
      return axes === shape.length && dims.length >= 2 && dims.length <= 3 ? [field] : [];
    })
    .toSorted((a, b) => a.order - b.order);
}

/** Axes of a field at some of its times. In three dimensions the third is fixed at its middle. */
function axesOf(field: Field, time: Part | undefined, step: number): AxisUse[] {
  const { sample, time: timed, dims, order, shape } = field;
  const axes: AxisUse[] = [];
  if (sample) axes.push({ is: 'sample' });
  if (timed) axes.push(time ? { is: 'time', part: time } : { is: 'time' });
  dims.forEach((varies, d) => {
    if (!varies) return;
    if (d === 2) axes.push({ is: 'fixed', at: Math.floor(shape[axes.length] / 2) });
    else axes.push({ is: d === 0 ? 'x' : 'y', ...(step > 1 ? { part: { step } } : {}) });
  });
  // Of a tensor’s components one row is a channel axis; the others are at their first.
  for (let k = 1; k < order; k++) axes.push({ is: 'fixed', at: 0 });
  if (order > 0) axes.push({ is: 'channel' });
  return axes;
}

export const well = (view: View): Draft[] => wellOf(view, true);

/** `alone`: without the files of the data set that hold its other samples. */
export function wellOf(view: View, alone: boolean): Draft[] {
  const fields = fieldsIn(view);
  const varying = fields.filter(({ time, sample, dims }) => time && sample && dims.every(Boolean));
  const [lead] = varying;
  if (!lead) return [];
  const [samples, times, ...space] = lead.shape;
  const grid = space.slice(0, 2);
  const step = pointStep(grid);
  // Scalars come out; where there are none, the first vector.
  const out = lead.order === 0 ? varying.filter(({ order }) => order === 0) : [lead];
  const perTime = out.reduce((sum, { order, shape }) => sum + (order > 0 ? shape.at(-1)! : 1), 0);
  const later = laterTimes(times, perTime);
  const constant = fields.filter(({ time }) => !time);
  const given = [...constant, ...varying];
  const dimension = (name: string) =>
    view.entries.has(`dimensions/${name}`) ? `${view.prefix}dimensions/${name}` : undefined;
  const left = varying.filter((field) => !out.includes(field)).map(({ name }) => name);
  return [
    draft({
      layout: 'well',
      title: `The Well: ${out.map(({ name }) => name).join(', ')}`,
      inputs: given.map((field) =>
        ofArray(field.entry.key, axesOf(field, field.time ? [0] : undefined, step)),
      ),
      outputs: out.map((field) => ofArray(field.entry.key, axesOf(field, later, step))),
      coordinates: { x: dimension('x'), y: dimension('y'), time: dimension('time') },
      reasons: [
        `The group t${lead.order}_fields and attributes such as sample_varying are those of The Well.`,
        ...(constant.length > 0
          ? [
              `${constant.map(({ name }) => name).join(', ')}, constant in time, and the first time of ${varying.map(({ name }) => name).join(', ')} go in; later times of ${out.map(({ name }) => name).join(', ')} come out.`,
            ]
          : [
              `The first time goes in, later ones of ${out.map(({ name }) => name).join(', ')} come out.`,
            ]),
      ],
      notes: [
        ...(left.length > 0 ? [`${left.join(', ')} at later times can be chosen too.`] : []),
        ...(lead.dims.length === 3 ? ['Of the third dimension in space, the middle is read.'] : []),
        ...(alone
          ? [
              `The Well has a file for each of training, validation and tests: of the ${samples} samples in this one the first train and those after them test.`,
            ]
          : []),
        ...pointNote(grid, step),
        ...timeNote(times, later),
      ],
    }),
  ];
}
