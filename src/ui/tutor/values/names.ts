/** The names that expressions of lessons may have: see the table in docs/lessons.md. */
import { findLeaf } from '../../../engine/experiment/leaves.ts';
import { networkIds } from '../../../engine/experiment/network.ts';
import { reportQuantities } from './reports.ts';
import { whyQuantities } from './why.ts';

/** Each with the letter of a network, such as `error.a`. */
export const networkQuantities = [
  'parameters',
  'conv-parameters',
  'macs',
  'error',
  'train-error',
  'median',
  'scatter',
  'before-cut',
  'after-cut',
  'live-error',
  'step',
  'shown-error',
  'step-ms',
  'forecast-ms',
] as const;

export type NetworkQuantity = (typeof networkQuantities)[number];

/** With a network as well; see `more.ts`. */
export const moreQuantities = [
  ...reportQuantities,
  'left-1',
  'left-2',
  'left-3',
  'inside',
  'trace',
  'difference',
  'interval',
] as const;

export type MoreQuantity = (typeof moreQuantities)[number];

/** A name with one dot, or `setting.` before a key that has dots itself. */
export function partsOf(name: string): [first: string, rest: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** What is wrong with a name, as a sentence. */
export function nameProblem(
  name: string,
  noted: ReadonlySet<string>,
  asked: ReadonlySet<string>,
): string | undefined {
  const [first, rest] = partsOf(name);
  if (first === 'setting') {
    return findLeaf(rest) ? undefined : `There is no setting “${rest}”.`;
  }
  if (first === 'noted') return noted.has(rest) ? undefined : `No ::note has the name “${rest}”.`;
  if (first === 'guess') return asked.has(rest) ? undefined : `No :::predict has the id “${rest}”.`;
  if (whyQuantities.includes(name)) return undefined;
  const perNetwork = [...networkQuantities, ...moreQuantities];
  if (!perNetwork.some((known) => known === first)) {
    return `“${name}” is unknown. There are ${perNetwork.join(', ')} (each with a network, such as error.a), ${whyQuantities.join(', ')}, setting, measured, noted and guess; a minus needs blanks around it.`;
  }
  return networkIds.some((id) => id === rest)
    ? undefined
    : `“${name}” needs the letter of a network, such as ${first}.a; a minus needs blanks around it.`;
}
