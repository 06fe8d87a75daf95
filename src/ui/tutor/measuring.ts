/** What may be taken for measured on a page: numbers of its own experiment, once they don't change any more. */
import { changedKeys } from '../../engine/experiment/changes.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { openIn } from '../../engine/train/series.ts';
import type { LabState } from '../state.ts';
import { settingOf } from './anchors.ts';
import type { Block, Deed, Lesson, Prediction } from './format/lesson.ts';
import { namesIn, type Expression } from './values/expression.ts';
import { isMore } from './values/more.ts';
import { partsOf } from './values/names.ts';

const SETTING = 'setting.';

/** The settings that a deed changes. */
function keysOf(deed: Deed): readonly string[] {
  if (deed.kind === 'setting') return [deed.key];
  if (deed.kind === 'press') return [settingOf(deed.at) ?? []].flat();
  if (deed.kind !== 'value') return [];
  return namesIn(deed.is).flatMap((name) =>
    name.startsWith(SETTING) ? name.slice(SETTING.length) : [],
  );
}

const deedKeys = (block: Block): readonly string[] =>
  block.type === 'wait' ? keysOf(block.deed) : [];

/**
 * Whether settings are those of a page, apart from what its reader was asked to change since they were opened, and from
 * the backend.
 */
export function isOfPage(experiment: Experiment, { steps }: Lesson, step: number): boolean {
  const pages = steps.slice(0, step + 1);
  const from = pages.findLastIndex(({ link }) => link !== undefined);
  const link = pages.at(from)?.link;
  if (from < 0 || link === undefined) return true;
  const free = ['backend', ...pages.slice(from).flatMap(({ blocks }) => blocks.flatMap(deedKeys))];
  const opened = decodeLink(link).experiment;
  return changedKeys(experiment, opened).every((key) => free.includes(key));
}

/** Known before any run. */
const PLANNED = new Set(['parameters', 'conv-parameters', 'macs', 'setting', 'noted', 'guess']);

/** Known at a network's end or cut, and the same from then on. */
const FINAL = new Set(['error', 'train-error', 'median', 'before-cut', 'after-cut', 'forecast-ms']);

/** Of the wave on the stage, the sliders, or a moment of the training: what such an expression is worth can change. */
export const isMomentary = (names: readonly string[]): boolean =>
  names.some((name) => {
    const [first, rest] = partsOf(name);
    return rest === '' || (!PLANNED.has(first) && !FINAL.has(first) && !isOfSeries(first));
  });

const isOfSeries = (first: string): boolean =>
  first === 'scatter' || (isMore(first) && (first === 'difference' || first === 'interval'));

/** Whether what these names say now is the end of it: of a series after its last seed, of a moment after the training. */
export function isSettled(names: readonly string[], { phase, series }: LabState): boolean {
  if (phase === 'idle') return true;
  if (series ? openIn(series).length === 0 : phase === 'finished') return true;
  const steady = (first: string) => PLANNED.has(first) || (!series && FINAL.has(first));
  return names.map(partsOf).every(([first, rest]) => rest === '' || steady(first));
}

/** The expressions that say what the answer is. */
export const expressionsOf = (prediction: Prediction): readonly Expression[] =>
  prediction.kind === 'number'
    ? [prediction.truth]
    : prediction.choices.map(({ condition }) => condition);

/** The page that measures what these names need and the reader has skipped; undefined where none is missing. */
export function pageMissing(
  names: readonly string[],
  noted: Readonly<Record<string, number>>,
  { steps }: Lesson,
): number | undefined {
  const missing = names.flatMap((name) => {
    const [first, rest] = partsOf(name);
    return first === 'noted' && noted[rest] === undefined ? rest : [];
  });
  const page = steps.findIndex(({ blocks }) =>
    blocks.some((block) => block.type === 'note' && missing.includes(block.name)),
  );
  return page < 0 ? undefined : page;
}
