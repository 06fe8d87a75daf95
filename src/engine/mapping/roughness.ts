/**
 * Whether the axes are what the mapping says. Along each axis neighbours differ by some share of what any two values
 * differ by: little along time and space, where fields are smooth, and not at all less along samples, which are drawn
 * independently of each other. Axes in a wrong order show by that.
 */
import type { NamedArray } from '../files/arrays.ts';
import { product } from '../math.ts';
import { inferAxes } from './layouts/inferAxes.ts';
import { laterTimes } from './layouts/draft.ts';
import { axesOf } from './axes.ts';
import type { ArrayUse, AxisRole } from './mapping.ts';
import { formatMapping } from './mappingText.ts';
import type { Plan } from './plan.ts';
import type { ResolvedUse } from './resolve.ts';

/** Samples that are looked at. */
const LOOKED_AT = 16;
/** Independent values have a roughness of about 1, smooth ones far less. */
const INDEPENDENT = 0.5;
const SMOOTH = 0.1;
/** x and y of one field are about equally rough. */
const UNLIKE = 8;
const ALIKE = 3;
/** Of independent values the roughness is found to within a fifth. */
const LESS = 0.8;

/** Mean square difference of neighbours along an axis by that of independent values; NaN where nothing varies. */
export function roughness({ shape, data }: NamedArray, axis: number): number {
  const stride = product(shape.slice(axis + 1));
  const extent = shape[axis];
  let [differences, pairs, total, squares] = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    total += data[i];
    squares += data[i] * data[i];
    if (Math.floor(i / stride) % extent === extent - 1) continue;
    differences += (data[i + stride] - data[i]) ** 2;
    pairs++;
  }
  const variance = squares / data.length - (total / data.length) ** 2;
  return differences / pairs / (2 * variance);
}

/** Sentences on axes that behave like others, by outputs [n, channels, x, y]. */
export function axisDoubts(
  outputs: NamedArray,
  { inputs: givenUses, outputs: uses }: Pick<Plan, 'inputs' | 'outputs'>,
): string[] {
  const [n, channels, ...grid] = outputs.shape;
  const samples = Math.min(n, LOOKED_AT);
  const size = channels * product(grid);
  const some: NamedArray = {
    shape: [samples, channels, ...grid],
    data: outputs.data.subarray(0, samples * size),
    dtype: '',
  };
  const [alongSamples, alongTimes, alongX, alongY] = [0, 1, 2, 3].map((axis) =>
    some.shape[axis] > 1 ? roughness(some, axis) : NaN,
  );
  const [[rough, rougher], [smooth, smoother]] =
    alongX > alongY
      ? ([
          ['x', alongX],
          ['y', alongY],
        ] as const)
      : ([
          ['y', alongY],
          ['x', alongX],
        ] as const);
  const text = (value: number) => Number(value.toPrecision(2));
  const times = uses.length === 1 && uses[0].extent.channel === 1 && uses[0].extent.time > 2;
  const orderWith = (role: AxisRole) => otherOrder(givenUses, uses, role);
  if (rougher > INDEPENDENT && smoother < rougher / 4 && alongSamples < LESS * rougher) {
    return [
      `Values jump along ${rough} as from one unrelated sample to another (${text(rougher)}, where 1 is independent), and less along what is read as samples (${text(alongSamples)}): the axes of samples and ${rough} may have been exchanged.${orderWith(rough)}`,
    ];
  }
  if (rougher > INDEPENDENT && alongSamples < SMOOTH) {
    return [
      `The outputs vary less from sample to sample (${text(alongSamples)}, where 1 is independent) than along ${rough} (${text(rougher)}): the axes of samples and ${rough} may have been exchanged.`,
    ];
  }
  if (times && alongTimes > INDEPENDENT && alongSamples < SMOOTH) {
    return [
      `The outputs vary less from sample to sample (${text(alongSamples)}, where 1 is independent) than from time to time (${text(alongTimes)}): the axes of samples and times may have been exchanged.${orderWith('time')}`,
    ];
  }
  if (times && rougher > UNLIKE * smoother) {
    const isLike = (other: number) => Math.abs(Math.log(alongTimes / other)) < Math.log(ALIKE);
    const values = `(${text(alongTimes)} along time, ${text(rougher)} along ${rough}, ${text(smoother)} along ${smooth}, where 1 is independent)`;
    if (isLike(smoother)) {
      return [
        `Time varies less than ${rough} in the outputs, and as ${smooth} does ${values}: the axes of time and ${rough} may have been exchanged.`,
      ];
    }
    if (isLike(rougher)) {
      return [
        `In the outputs ${smooth} varies less than time, which varies as ${rough} does ${values}: the axes of time and ${smooth} may have been exchanged.`,
      ];
    }
  }
  if (rougher > INDEPENDENT && smoother < SMOOTH) {
    return [
      `The outputs are smooth along ${smooth} (${text(smoother)}) and as rough along ${rough} (${text(rougher)}, where 1 is independent) as if it counted samples or channels: check the order of the axes.`,
    ];
  }
  return [];
}

/**
 * What to write where the axis read as `role` counts the samples: a sentence with the order of the others that their
 * extents suggest, otherwise the order in which they are read now. Nothing for outputs of several arrays.
 */
function otherOrder(
  inputs: readonly ResolvedUse[],
  [output, ...more]: readonly ResolvedUse[],
  role: AxisRole,
): string {
  const at = output.axis[role];
  const { use, shape } = output;
  const plain = use.axes.every(({ is }) => is !== 'fixed');
  if (more.length > 0 || at < 0 || output.axis.sample < 0 || !plain) return '';
  const rest = shape.filter((_, axis) => axis !== at);
  const known = inferAxes(rest, output.axis.time < 0 ? 'c' : 't');
  const inner = known && (output.axis.time < 0 ? known : known.replace('c', 't'));
  if (inner === undefined) return '';
  const letters = `${inner.slice(0, at)}n${inner.slice(at)}`;
  const order = `[${letters.split('').join(', ')}]`;
  const time = letters.indexOf('t');
  const turned = (part: 'first' | 'later'): ArrayUse => ({
    ...use,
    axes: axesOf(letters).map((axis) =>
      axis.is === 'time'
        ? { ...axis, part: part === 'first' ? [0] : laterTimes(shape[time]) }
        : axis,
    ),
  });
  const same = inputs.every((one) => one.use.name === use.name);
  if (!same || time < 0 || shape[time] < 2) return ` Then ${use.name} is ${order}.`;
  const text = formatMapping({
    inputs: [turned('first')],
    outputs: [turned('later')],
    split: { by: 'order' },
    scaling: { kind: 'standard' },
  });
  return ` Then ${use.name} is ${order}: choose that order, in a mapping ${text}.`;
}
