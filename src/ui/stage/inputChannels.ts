/** The channels of the field that networks begin with, where each has a picture of its own. */
import { product } from '../../engine/math.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import type { InputWords } from '../../engine/tasks/task.ts';
import type { SceneRecording } from '../../worker/protocol.ts';
import { formatPlain, withUnit } from '../shared/numbers.ts';
import { formatDisplacement } from '../shared/units.ts';
import type { ColourTables } from './colours.ts';
import { rangeOf } from './extent.ts';
import type { Picture } from './paint.ts';

export interface InputChannel extends InputWords, Omit<Picture, 'minus'> {
  /** Whether the scale of the fields shows it. */
  onFieldScale: boolean;
  format: (value: number) => string;
}

/** Fields in metres have the colours of all fields; others their own range, about zero if they have both signs. */
export function inputChannels(
  recording: SceneRecording | undefined,
  tables: ColourTables,
  fieldRange: number,
): InputChannel[] {
  if (!recording?.inputs) return [];
  const { inputs, domainShape: shape, experiment } = recording;
  const size = product(shape);
  const words = taskOf(experiment).words.inputs?.(experiment.task) ?? [];
  return words.map((channel, k): InputChannel => {
    const { unit } = channel;
    const values = inputs.subarray(k * size, (k + 1) * size);
    const [least, most] = rangeOf(values);
    const onFieldScale = unit === 'm';
    const signed = onFieldScale || least * most < 0;
    const range = onFieldScale ? fieldRange : Math.max(-least, most);
    return {
      ...channel,
      values,
      shape,
      table: signed ? tables.field : tables.amount,
      low: signed ? -range : least,
      high: signed ? range : most,
      onFieldScale,
      format: unit === 'm' ? formatDisplacement : (value) => withUnit(formatPlain(value), unit),
    };
  });
}
