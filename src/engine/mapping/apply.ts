/** From a file and a mapping to samples. Only what was chosen is read. */
import { DataFileError, type NamedArray } from '../files/arrays.ts';
import type { Container } from '../files/container/container.ts';
import { fingerprint } from '../files/fingerprint.ts';
import { checkVaries } from '../files/ownChecks.ts';
import type { OwnData, OwnScaling } from '../files/ownData.ts';
import { checkExact, compact } from '../files/precision.ts';
import { channelNames } from './channelNames.ts';
import { readCoordinates, unevenNotes } from './coordinates.ts';
import { own } from './layouts/own.ts';
import { viewsOf } from './layouts/view.ts';
import { gather, valuesToRead } from './gather.ts';
import { NUMBER_MARK, type Mapping } from './mapping.ts';
import { formatMapping } from './mappingText.ts';
import { planMapping, type Plan } from './plan.ts';
import { findArray, type ResolvedUse } from './resolve.ts';
import { valueNotes } from './valueNotes.ts';
import { checkAllFinite, labelOf } from './valueChecks.ts';

export interface ApplyOptions {
  /** How much has been read, in values. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Reads the samples that the mapping chooses. Rejects with a `DataFileError` where the mapping does not fit
 * (`checkMapping`), a value is not finite (the sentence says in which sample), or nothing can be learnt; with the
 * signal’s reason where it is aborted.
 */
export async function applyMapping(
  container: Container,
  mapping: Mapping,
  { onProgress, signal }: ApplyOptions = {},
): Promise<OwnData> {
  const plan = planMapping(container, mapping);
  if (Array.isArray(plan)) throw new DataFileError(plan.map(({ message }) => message).join(' '));
  const { numbers, grid, inputKind, split } = plan;
  const total =
    valuesToRead(plan.inputs, numbers.length) + valuesToRead(plan.outputs, numbers.length);
  let done = 0;
  const onValues = (count: number) => {
    done += count;
    onProgress?.(done, total);
  };
  const field = inputKind === 'field';
  const options = { signal, onValues };
  const given = await gather(
    container,
    plan.inputs,
    { numbers, grid: field ? grid : undefined },
    options,
  );
  const made = await gather(container, plan.outputs, { numbers, grid }, options);
  const coordinates = await readCoordinates(container, mapping, plan);
  const channels = {
    inputs: channelNames(plan.inputs, coordinates.time),
    outputs: channelNames(plan.outputs, coordinates.time),
  };
  const checked = checkValues(plan, given, made, channels);
  const scaling = await readScaling(container, mapping);
  return {
    ...checked,
    inputKind,
    fingerprint: fingerprint([checked.inputs.data, checked.outputs.data]),
    notes: [
      ...conversions(plan.inputs, checked.inputs),
      ...conversions(plan.outputs, checked.outputs),
      ...unevenNotes(coordinates),
      ...valueNotes(plan, checked, channels),
    ],
    ...(isPlain(container, mapping) ? {} : { mapping: formatMapping(mapping) }),
    channels,
    ...(Object.keys(coordinates).length > 0 ? { coordinates } : {}),
    ...(split ? { split } : {}),
    ...(scaling ? { scaling } : {}),
    ...(mapping.score ? { score: mapping.score } : {}),
  };
}

/** Whether it is how a file with our names is read that is opened alone: links to such files have no mapping. */
function isPlain(container: Container, mapping: Mapping): boolean {
  const [plain] = viewsOf(container).flatMap(own);
  return plain !== undefined && formatMapping(plain.mapping) === formatMapping(mapping);
}

/** As messages call what a sample’s inputs or outputs are read from. */
export const labelOfUses = (uses: readonly ResolvedUse[]): string =>
  labelOf(
    uses.map(({ use: { name } }) =>
      name.includes(NUMBER_MARK) ? `The stack of ${name.replaceAll(NUMBER_MARK, '…')}` : name,
    ),
  );

function checkValues(
  { inputs: inputUses, outputs: outputUses, inputKind, numbers }: Plan,
  given: NamedArray,
  made: NamedArray,
  channels: NonNullable<OwnData['channels']>,
): Pick<OwnData, 'inputs' | 'outputs'> {
  const [inputLabel, outputLabel] = [labelOfUses(inputUses), labelOfUses(outputUses)];
  checkAllFinite(inputLabel, given, { numbers, channels: channels.inputs });
  checkAllFinite(outputLabel, made, { numbers, channels: channels.outputs });
  const field = inputKind === 'field';
  if (!field) checkExact(inputLabel, given);
  const inputs = field ? compact(inputLabel, given) : given;
  const outputs = compact(outputLabel, made);
  checkVaries(inputLabel, inputs);
  checkVaries(outputLabel, outputs);
  return { inputs, outputs };
}

function conversions(uses: readonly ResolvedUse[], { notes = [] }: NamedArray): string[] {
  return notes.length > 0 ? [`${labelOfUses(uses)}: ${notes.join(', ')}.`] : [];
}

async function readScaling(
  container: Container,
  { scaling }: Mapping,
): Promise<OwnScaling | undefined> {
  if (scaling.kind === 'standard') return undefined;
  if (scaling.kind === 'none' || !scaling.by) return { kind: scaling.kind };
  const numberOf = async (name: string): Promise<number> => {
    const { data } = await container.read(findArray(container, name)!.name);
    return data[0];
  };
  const rangeOf = async ([least, largest]: readonly [string, string]) => {
    const [low, high] = [await numberOf(least), await numberOf(largest)];
    if (Number.isFinite(low) && high > low) return [low, high] as const;
    throw new DataFileError(
      `${least} is ${low} and ${largest} ${high}: the second must be larger to scale by them. Choose another scaling.`,
    );
  };
  const { input, output } = scaling.by;
  return { kind: 'min-max', by: { input: await rangeOf(input), output: await rangeOf(output) } };
}
