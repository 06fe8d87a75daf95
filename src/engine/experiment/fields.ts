/**
 * Field constructors: each returns a valibot schema that carries, as metadata, everything else that is
 * needed about a field (title, unit, help, limits, default). Types, sliders, links, files and the
 * headless runner's options are all derived from these, so that nothing is declared twice.
 */
import * as v from 'valibot';
import type { Budget } from 'slimwave-formats/format';
import type { Follows } from './limits.ts';
import {
  formatItems,
  itemProblem,
  listExample,
  parseItems,
  withoutClosing,
  type Item,
  type ItemKind,
} from './list.ts';
import {
  formatInterval,
  formatNumber,
  parseInterval,
  parseNumber,
  unclearSign,
  withoutDust,
  type Interval,
} from './numbers.ts';

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
  follows?: Follows;
  default: number;
}

/** An interval [low, high] inside [min, max]; written `low..high`, or one number where both are the same. */
export interface RangeField extends Described {
  kind: 'range';
  /** Both ends count, as with the zone; else two different ends make a free parameter. */
  extent?: boolean;
  min: number;
  max: number;
  step: number;
  follows?: Follows;
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

/** A number, or `auto` where a rule finds one; written `0.01` or `auto`. */
export interface AutoField extends Described {
  kind: 'auto';
  /** Whether the number must be a whole one. */
  whole: boolean;
  /** How the rule chooses, in two or three words. */
  rule: string;
  min: number;
  max: number;
  step: number;
  follows?: Follows;
  default: number | 'auto';
}

/** A list of things with numbers, such as obstacles; see `list.ts`. */
export interface ListField extends Described {
  kind: 'list';
  kinds: Readonly<Record<string, ItemKind>>;
  /** What one of the items is called, as in “Obstacle 2”. */
  noun: string;
  maxItems: number;
  default: readonly Item[];
}

/** The shape of an array, written `3` or `1x32x32`; empty where there is none yet. */
export interface ShapeField extends Described {
  kind: 'shape';
  default: string;
}

/** How a user's file is read, as `mapping/mappingText.ts` writes it; empty where the file says it by itself. */
export interface MappingField extends Described {
  kind: 'mapping';
  default: string;
}

/** What `fingerprint` makes of the values in a file, by which another file is told apart; empty without one. */
export interface FingerprintField extends Described {
  kind: 'fingerprint';
  /** What to do without the file, as the label of a button. */
  without: string;
  /** Endings of the files that are opened at the control, as an input takes them; other files say themselves what they are for. */
  accept?: string;
  default: string;
}

export type Field =
  | NumberField
  | RangeField
  | ChoiceField
  | BudgetField
  | AutoField
  | ListField
  | ShapeField
  | MappingField
  | FingerprintField;

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
  const sentence = `must be a number or two, low..high, from ${limits(field)}, the lower one first.`;
  const end = v.pipe(
    v.number(sentence),
    v.minValue(field.min, sentence),
    v.maxValue(field.max, sentence),
  );
  return v.pipe(
    v.strictTuple([end, end], sentence),
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

export function auto(options: Omit<AutoField, 'kind' | 'whole'> & { whole?: boolean }) {
  const field: AutoField = { kind: 'auto', whole: false, ...options };
  const sentence = `must be auto, or a ${field.whole ? 'whole ' : ''}number from ${limits(field)}.`;
  const own = v.pipe(
    v.number(sentence),
    v.check((value) => !field.whole || Number.isInteger(value), sentence),
    v.minValue(field.min, sentence),
    v.maxValue(field.max, sentence),
  );
  return v.pipe(v.union([v.literal('auto'), own], sentence), v.metadata({ field }));
}

export function shape(options: Described) {
  const field: ShapeField = { kind: 'shape', ...options, default: '' };
  const sentence = 'must be a number of values or a shape such as 1x32x32, or empty.';
  return v.pipe(
    v.string(sentence),
    v.regex(/^(|[1-9]\d{0,3}(x[1-9]\d{0,3}){2}|[1-9]\d{0,3})$/, sentence),
    v.metadata({ field }),
  );
}

/** As long as `MAX_MAPPING_LENGTH` of the mapping's own reader. */
const MAX_MAPPING = 8192;

/** Only its characters are checked here: it is read together with the file, by code that is loaded with it. */
export function mapping(options: Described) {
  const field: MappingField = { kind: 'mapping', ...options, default: '' };
  const sentence = 'must be a mapping such as in(u(n,t[0],x,y)),out(u(n,t[1:],x,y)), or empty.';
  return v.pipe(
    v.string(sentence),
    v.maxLength(MAX_MAPPING, `must not have more than ${MAX_MAPPING} characters.`),
    v.regex(/^(|[a-z]+\([\w./~@:,()[\]{}-]*\))$/, sentence),
    v.metadata({ field }),
  );
}

export function fingerprinted(options: Described & Pick<FingerprintField, 'without' | 'accept'>) {
  const field: FingerprintField = { kind: 'fingerprint', ...options, default: '' };
  const sentence = 'must be the 16 hexadecimal digits that the page gives a file, or empty.';
  return v.pipe(v.string(sentence), v.regex(/^(|[0-9a-f]{16})$/, sentence), v.metadata({ field }));
}

/** A list of items; the sentence says which item is wrong, and why. */
export function list(options: Omit<ListField, 'kind'>) {
  const field: ListField = { kind: 'list', ...options };
  // Half-typed numbers are NaN; `itemProblem` then says which one it is.
  const end = v.union([v.number(), v.nan()]);
  const item = v.strictObject({
    kind: v.string(),
    option: v.optional(v.string()),
    numbers: v.array(v.tuple([end, end])),
  });
  const general = `must be a list such as ${listExample(field.kinds)}.`;
  return v.pipe(
    v.array(item, general),
    v.maxLength(field.maxItems, `must not have more than ${field.maxItems} items.`),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const problem = itemProblem(field.kinds, dataset.value);
      if (problem !== undefined) addIssue({ message: problem });
    }),
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
      return formatInterval(value as Interval);
    case 'choice':
    case 'shape':
    case 'mapping':
    case 'fingerprint':
      return value as string;
    case 'budget': {
      const b = value as Budget;
      return 'rank' in b ? String(b.rank) : `${formatNumber(b.keep * 100)}%`;
    }
    case 'auto':
      return value === 'auto' ? value : formatNumber(value as number);
    case 'list':
      return formatItems(value as readonly Item[]);
    default:
      return field satisfies never;
  }
}

/** Whether a number is written so that it means one thing to some and another to others. */
export function isUnclear(field: Field, text: string): boolean {
  const sign = unclearSign(text);
  if (sign === undefined) return false;
  if (field.kind === 'integer' || field.kind === 'budget') return true;
  if (field.kind === 'auto' && field.whole) return true;
  // A full stop before decimals is how links write numbers.
  return field.kind === 'number' && sign === ',' && field.max >= 1000;
}

/** Text to an unchecked value of the field's kind; the schema then judges it. */
export function parseFieldText(field: Field, text: string): unknown {
  const trimmed = text.trim();
  switch (field.kind) {
    case 'number':
    case 'integer':
      return isUnclear(field, trimmed) ? NaN : parseNumber(trimmed);
    case 'range':
      return parseInterval(trimmed);
    case 'choice':
      return field.options.find((option) => option === trimmed.toLowerCase()) ?? trimmed;
    case 'fingerprint':
      return trimmed.toLowerCase();
    case 'shape':
      return trimmed.toLowerCase().replaceAll(/\s*[x×]\s*/g, 'x');
    case 'mapping':
      return trimmed.replaceAll(/\s+/g, '');
    case 'budget':
      if (/[%％٪﹪]$/.test(trimmed)) {
        return { keep: withoutDust(parseNumber(trimmed.slice(0, -1)) / 100) };
      }
      return { rank: isUnclear(field, trimmed) ? NaN : parseNumber(trimmed) };
    case 'auto':
      if (trimmed.toLowerCase() === 'auto') return 'auto';
      return isUnclear(field, trimmed) ? NaN : parseNumber(trimmed);
    case 'list': {
      const items = parseItems(trimmed);
      return typeof items === 'string' ? items : withoutClosing(field.kinds, items);
    }
    default:
      return field satisfies never;
  }
}
