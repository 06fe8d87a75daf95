/**
 * The text of a list field as its controls edit it: what is being typed into one number stays as it is and
 * touches nothing else.
 */
import { formatNumber, parseInterval, parseNumber } from '../../engine/experiment/numbers.ts';
import type { ItemNumber } from '../../engine/experiment/list.ts';

export interface ItemText {
  kind: string;
  option?: string;
  /** `0.5`, `0.4..0.6` or anything half-typed. */
  numbers: readonly string[];
}

export function splitItems(text: string): ItemText[] {
  return [...text.matchAll(/([a-z][a-z0-9-]*)\(([^()]*)\)/g)].map(([, kind, inside]) => {
    const parts = inside.split(',');
    const option = /^[a-z]+$/.test(parts[0]) ? parts.shift() : undefined;
    return { kind, ...(option === undefined ? {} : { option }), numbers: parts };
  });
}

export const joinItems = (items: readonly ItemText[]): string =>
  items
    .map(({ kind, option, numbers }) => {
      const parts = option === undefined ? numbers : [option, ...numbers];
      return `${kind}(${parts.join()})`;
    })
    .join(' ');

/**
 * Typed text that cannot be taken for the list's own commas, brackets and words: a number with a decimal comma or
 * other signs that a list has not is written as lists write it.
 */
export const harmless = (typed: string): string => {
  const text = typed.split('..').map(harmlessEnd).join('..');
  return /^[a-z]+$/.test(text) ? `${text}?` : text;
};

function harmlessEnd(typed: string): string {
  if (/^[\d.+e-]*$/i.test(typed)) return typed;
  const value = parseNumber(typed);
  return Number.isNaN(value) ? typed.replaceAll(/[(),\s]/g, '?') : formatNumber(value);
}

export const isInterval = (text: string): boolean => text.includes('..');

export function splitInterval(text: string): [low: string, high: string] {
  const [low, high = low] = text.split('..');
  return [low, high];
}

/** `0.` on its way to `0.5` would make the pair `0...5`: numbers are written clean, the rest as typed. */
const clean = (text: string): string => {
  const value = parseNumber(text.trim());
  return Number.isNaN(value) ? text : formatNumber(value);
};

export const joinInterval = (low: string, high: string): string => `${clean(low)}..${clean(high)}`;

type Limits = Pick<ItemNumber, 'min' | 'max' | 'step'>;

const onStep = (value: number, step: number): number => Math.round(value / step) * step;

/** A number as an interval about it: five steps to either side, inside the limits. */
export function widened(text: string, { min, max, step }: Limits): string {
  const [value] = parseInterval(splitInterval(text)[0]);
  const from = Number.isNaN(value) ? (min + max) / 2 : value;
  const margin = 5 * step;
  return joinInterval(
    formatNumber(Math.max(min, onStep(from - margin, step))),
    formatNumber(Math.min(max, onStep(from + margin, step))),
  );
}

/** An interval as the number in its middle. */
export function narrowed(text: string, { min, max, step }: Limits): string {
  const [low, high] = parseInterval(text);
  const middle = onStep((low + high) / 2, step);
  return formatNumber(Number.isNaN(middle) ? min : Math.min(max, Math.max(min, middle)));
}
