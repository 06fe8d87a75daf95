/**
 * Field constructors: each returns a valibot schema that carries, as metadata, everything else that is
 * needed about a field (title, unit, help, limits, default). Types, sliders, links, files and the
 * headless runner's options are all derived from these, so that nothing is declared twice.
 */
import * as v from 'valibot';

interface Described {
  title: string;
  help: string;
  /** SI unit, or empty for a pure number. */
  unit?: string;
}

export interface NumberField extends Described {
  kind: 'number' | 'integer';
  min: number;
  max: number;
  step: number;
  default: number;
}

/** An interval [low, high] inside [min, max]; written `low..high`. */
export interface RangeField extends Described {
  kind: 'range';
  min: number;
  max: number;
  step: number;
  default: readonly [number, number];
}

export interface ChoiceField extends Described {
  kind: 'choice';
  options: readonly string[];
  /** One short label per option. */
  labels: Readonly<Record<string, string>>;
  default: string;
}

/** A rank (integer) or the fraction of the dense parameters to keep; written `4` or `40%`. */
export interface BudgetField extends Described {
  kind: 'budget';
  maxRank: number;
  default: Budget;
}

export type Field = NumberField | RangeField | ChoiceField | BudgetField;

export type Budget = { rank: number } | { keep: number };

/** Without binary dust such as 0.30000000000000004. */
const withoutDust = (x: number): number => Number(x.toPrecision(12));

/** A number as a person writes it. */
export const formatNumber = (x: number): string => String(withoutDust(x));

const unitSuffix = (unit?: string): string => (unit ? ` ${unit}` : '');

const limits = (f: { min: number; max: number; unit?: string }): string =>
  `${formatNumber(f.min)} to ${formatNumber(f.max)}${unitSuffix(f.unit)}`;

type NumberOptions = Omit<NumberField, 'kind'>;

export function number(options: NumberOptions) {
  const field: NumberField = { kind: 'number', ...options };
  const sentence = `must be a number from ${limits(field)}.`;
  return v.pipe(
    v.number(sentence),
    v.minValue(field.min, sentence),
    v.maxValue(field.max, sentence),
    v.metadata({ field }),
  );
}

export function integer(options: Omit<NumberOptions, 'step'> & { step?: number }) {
  const field: NumberField = { kind: 'integer', step: 1, ...options };
  const sentence = `must be a whole number from ${limits(field)}.`;
  return v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(field.min, sentence),
    v.maxValue(field.max, sentence),
    v.metadata({ field }),
  );
}

export function range(options: Omit<RangeField, 'kind'>) {
  const field: RangeField = { kind: 'range', ...options };
  const sentence = `must be two numbers, low..high, from ${limits(field)}, the lower one first.`;
  const end = v.pipe(
    v.number(sentence),
    v.minValue(field.min, sentence),
    v.maxValue(field.max, sentence),
  );
  return v.pipe(
    v.tuple([end, end], sentence),
    v.check(([low, high]) => low <= high, sentence),
    v.metadata({ field }),
  );
}

export function choice<const Options extends readonly string[]>(
  options: Described & {
    options: Options;
    labels: Record<Options[number], string>;
    default: Options[number];
  },
) {
  const field: ChoiceField = { kind: 'choice', ...options };
  return v.pipe(
    v.picklist(options.options, `must be one of ${options.options.join(', ')}.`),
    v.metadata({ field }),
  );
}

export function budget(options: Omit<BudgetField, 'kind'>) {
  const field: BudgetField = { kind: 'budget', ...options };
  const sentence = `must be a whole rank from 1 to ${field.maxRank}, or a kept fraction from 1% to 100%.`;
  return v.pipe(
    v.union(
      [
        v.strictObject({
          rank: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(field.maxRank)),
        }),
        v.strictObject({ keep: v.pipe(v.number(), v.minValue(0.01), v.maxValue(1)) }),
      ],
      sentence,
    ),
    v.metadata({ field }),
  );
}

/** The field descriptor inside a leaf schema. */
export function fieldOf(schema: v.GenericSchema): Field {
  const metadata = v.getMetadata(schema as never) as { field?: Field };
  if (!metadata.field) throw new Error('Every leaf of the experiment schema needs a field.');
  return metadata.field;
}

/** A value in the text form of links and command lines; `parseFieldText` reads it back. */
export function formatFieldValue(field: Field, value: unknown): string {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return formatNumber(value as number);
    case 'range':
      return (value as readonly [number, number]).map(formatNumber).join('..');
    case 'choice':
      return value as string;
    case 'budget': {
      const b = value as Budget;
      return 'rank' in b ? String(b.rank) : `${formatNumber(b.keep * 100)}%`;
    }
    default:
      return field satisfies never;
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * `Number`, but only for plain decimal notation; everything else (hex, blanks, Infinity) is NaN. To twelve
 * digits, as links write them, so that whoever shares has the same number as whoever opens.
 */
export const parseNumber = (text: string): number =>
  NUMBER.test(text) ? withoutDust(Number(text)) : NaN;

/** Text to an unchecked value of the field's kind; the schema then judges it. */
export function parseFieldText(field: Field, text: string): unknown {
  const trimmed = text.trim();
  switch (field.kind) {
    case 'number':
    case 'integer':
      return parseNumber(trimmed);
    case 'range':
      return trimmed.split('..').map(parseNumber);
    case 'choice':
      return trimmed;
    case 'budget':
      return trimmed.endsWith('%')
        ? { keep: withoutDust(parseNumber(trimmed.slice(0, -1)) / 100) }
        : { rank: parseNumber(trimmed) };
    default:
      return field satisfies never;
  }
}
