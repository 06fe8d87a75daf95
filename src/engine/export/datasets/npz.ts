/** NumPy’s archive: the arrays under the names by which Slimwave opens them again. */
import { NpzWriter, type NpzArray } from '../../files/npzWriter.ts';
import { pointsOf, shapeOf, type DataContent, type SampleContent } from './content.ts';
import type { DataLayout, Part } from './layout.ts';

interface Column extends NpzArray {
  of: (sample: SampleContent) => Float32Array | Float64Array;
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

export const npz: DataLayout = {
  id: 'npz',
  ending: '.npz',
  order: ['train', 'test', 'shifted'],
  fileName: () => 'dataset.npz',
  open(content, parts, sink) {
    const columns = parts.map((part) => columnsOf(content, part, parts.length > 1));
    const steady = steadyColumns(content);
    const fixed = fixedArrays(content);
    const file = new NpzWriter(sink, [
      ...fixed.map(({ name, data }) => ({ name, type: 'f8' as const, shape: [data.length] })),
      ...steady,
      ...columns.flat(),
    ]);
    for (const { name, data } of fixed) file.append(name, data);
    let [part, left] = [0, parts[0].count];
    let begun = false;
    return {
      put(sample) {
        if (!begun) for (const { name, of } of steady) file.append(name, of(sample));
        begun = true;
        if (left === 0) left = parts[++part].count;
        for (const { name, of } of columns[part]) file.append(name, of(sample));
        left -= 1;
      },
      finish: () => file.finish(),
      abandon() {},
    };
  },
};

/** What all samples share, once. */
const steadyColumns = (content: DataContent): Column[] =>
  content.medium.flatMap(({ name, varies }, i) =>
    varies
      ? []
      : [{ name, type: 'f4' as const, shape: shapeOf(content), of: ({ medium }) => medium[i] }],
  );

const fixedArrays = ({ times, beginsWithField, space }: DataContent) => [
  // Those of the fields: what networks begin with is not among them.
  { name: 'times', data: Float64Array.from(beginsWithField ? times.slice(1) : times) },
  ...space.map(({ name, at }) => ({ name, data: at })),
];

/** The arrays of one part, named after it where there are several. */
function columnsOf(content: DataContent, { set, count }: Part, several: boolean): Column[] {
  const prefix = several ? `${set}_` : '';
  const shape = shapeOf(content);
  const points = pointsOf(content);
  const { times, beginsWithField, inputChannels, parameters, medium } = content;
  const media = medium.map(({ name }, i): Column => ({
    name: `${prefix}${name}`,
    type: 'f4',
    shape: [count, ...shape],
    of: (sample) => sample.medium[i],
  }));
  const varying = media.filter((_, i) => medium[i].varies);
  if (!beginsWithField) {
    return [
      {
        name: `${prefix}parameters`,
        type: 'f8',
        shape: [count, parameters.length],
        of: (sample) => sample.parameters,
      },
      {
        name: `${prefix}fields`,
        type: 'f4',
        shape: [count, times.length, ...shape],
        of: (sample) => sample.field,
      },
      ...varying,
    ];
  }
  // The speed is the second channel, where networks see it.
  const channels = inputChannels > 1 ? [inputChannels] : [];
  return [
    {
      name: `${prefix}inputs`,
      type: 'f4',
      shape: [count, ...channels, ...shape],
      of: ({ field, medium: [speed] }) =>
        inputChannels > 1 ? joined(field.subarray(0, points), speed) : field.subarray(0, points),
    },
    {
      name: `${prefix}${several ? 'fields' : 'outputs'}`,
      type: 'f4',
      shape: [count, ...shape],
      of: ({ field }) => field.subarray(points),
    },
    ...(inputChannels > 1 ? [] : varying),
  ];
}
