/** Pictures of the first sample that a mapping gives, for as little reading as will do. */
import { DataFileError } from '../files/arrays.ts';
import type { Container } from '../files/container/container.ts';
import { channelNames } from './channelNames.ts';
import { gather } from './gather.ts';
import type { ArrayUse, AxisUse, Mapping } from './mapping.ts';
import { pickedIndices } from './parts.ts';
import { planMapping, type Plan } from './plan.ts';
import type { ResolvedUse } from './resolve.ts';

/** One channel of the sample. Plain data, so that it can be sent to another thread. */
export interface PreviewPicture {
  /** Such as 'pressure, time 1'. */
  title: string;
  /** Points along x and y. */
  grid: readonly [x: number, y: number];
  /** [x, y] */
  values: Float32Array;
}

export interface Preview {
  /** The number of the sample. */
  sample: number;
  /** Of inputs that are numbers; otherwise there are pictures of them. */
  numbers?: Float64Array;
  inputs: readonly PreviewPicture[];
  outputs: readonly PreviewPicture[];
}

/** Of several times or channels, the first, the middle and the last are shown. */
const SHOWN = 3;
/** Pictures at most of the inputs, and of the outputs. */
const MOST = 6;

function some(indices: readonly number[]): number[] {
  if (indices.length <= SHOWN) return [...indices];
  const last = indices.length - 1;
  return [indices[0], indices[Math.floor(last / 2)], indices[last]];
}

/** The same array with only some of its times and channels. */
function thinned({ use, picks }: ResolvedUse): ArrayUse {
  const axes = use.axes.map((axis, i): AxisUse => {
    if (axis.is !== 'time' && axis.is !== 'channel') return axis;
    return { is: axis.is, part: some(pickedIndices(picks[i])) };
  });
  return { ...use, axes };
}

function planOf(container: Container, mapping: Mapping): Plan {
  const plan = planMapping(container, mapping);
  if (Array.isArray(plan)) throw new DataFileError(plan.map(({ message }) => message).join(' '));
  return plan;
}

/** Rejects with a `DataFileError` where the mapping does not fit or its first sample can't be read. */
export async function previewOf(container: Container, mapping: Mapping): Promise<Preview> {
  const whole = planOf(container, mapping);
  const field = whole.inputKind === 'field';
  const plan = planOf(container, {
    ...mapping,
    inputs: field ? whole.inputs.map(thinned) : mapping.inputs,
    outputs: whole.outputs.map(thinned),
  });
  const [sample] = plan.numbers;
  const pictures = async (uses: readonly ResolvedUse[]): Promise<PreviewPicture[]> => {
    const { grid } = plan;
    const { data } = await gather(
      container,
      uses,
      { numbers: [sample], grid },
      { onValues: () => {} },
    );
    const size = grid[0] * grid[1];
    return channelNames(uses)
      .slice(0, MOST)
      .map((title, c) => ({
        title,
        grid,
        values: Float32Array.from(data.subarray(c * size, (c + 1) * size)),
      }));
  };
  if (field) {
    return { sample, inputs: await pictures(plan.inputs), outputs: await pictures(plan.outputs) };
  }
  const { data } = await gather(
    container,
    plan.inputs,
    { numbers: [sample] },
    { onValues: () => {} },
  );
  return {
    sample,
    numbers: Float64Array.from(data),
    inputs: [],
    outputs: await pictures(plan.outputs),
  };
}
