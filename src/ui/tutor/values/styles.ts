/** How numbers of a lesson are written. */
import {
  formatCount,
  formatMs,
  formatPercent,
  formatPlain,
  formatPrefixed,
  formatRatio,
  formatTimes,
} from '../../shared/numbers.ts';

/** `unit` stands behind the field of a guess; `factor` takes the typed number to the truth's unit. */
interface Style {
  unit: string;
  factor: number;
  format(value: number): string;
}

export const styles = {
  number: { unit: '', factor: 1, format: formatPlain },
  count: { unit: '', factor: 1, format: formatCount },
  percent: { unit: '%', factor: 0.01, format: formatPercent },
  ratio: { unit: '×', factor: 1, format: formatRatio },
  times: { unit: 'times', factor: 1, format: formatTimes },
  bytes: { unit: 'B', factor: 1, format: (value) => formatPrefixed(value, 'B') },
  ms: { unit: 'ms', factor: 1, format: formatMs },
  text: { unit: '', factor: 1, format: formatPlain },
} satisfies Record<string, Style>;

export type NumberStyle = keyof typeof styles;

export const isStyle = (name: string): name is NumberStyle => Object.hasOwn(styles, name);
