/**
 * A lesson as the page uses it: a closed set of nodes, made from Markdown by `parse.ts`. What is not in here can't be
 * rendered.
 */
import type { Cover } from '../../lessons/cover.ts';
import type { Expression } from '../values/expression.ts';
import type { NumberStyle } from '../values/styles.ts';

export type Level = 'beginner' | 'intermediate' | 'advanced';

export interface Lesson {
  title: string;
  minutes: number;
  level: Level;
  summary: string;
  /** Its place in the list of lessons. */
  order?: number;
  /** The id of the lesson that is offered at the end. */
  next?: string;
  steps: readonly [Step, ...Step[]];
}

export interface Step {
  title: string;
  /** Where its heading is (1-based). */
  line: number;
  /** The hash of the experiment that it opens. */
  link?: string;
  /** The tab of the results that it opens. */
  tab?: string;
  /** Names of places, see `anchors.ts`. */
  points: readonly string[];
  /** What it covers for a prediction of a later page, as long as that has no guess. */
  covers: readonly CoverUntil[];
  blocks: readonly Block[];
  /** For the instructor. */
  notes: readonly Block[];
}

export interface CoverUntil {
  what: readonly Cover[];
  /** The id of the prediction. */
  until: string;
}

export type Block =
  | { type: 'paragraph'; children: readonly Inline[] }
  | { type: 'heading'; depth: 3 | 4; children: readonly Inline[] }
  | { type: 'list'; ordered: boolean; start: number; items: readonly (readonly Block[])[] }
  | { type: 'quote'; children: readonly Block[] }
  | { type: 'code'; text: string }
  | { type: 'rule' }
  | { type: 'table'; head: readonly TableCell[]; rows: readonly (readonly TableCell[])[] }
  /** `file` is a plain name, from the lesson's own folder. */
  | { type: 'picture'; file: string; description: string }
  | Prediction
  /** What is shown once the prediction above it is settled. */
  | { type: 'explain'; of: string; children: readonly Block[] }
  | { type: 'wait'; deed: Deed; children: readonly Inline[] }
  | { type: 'note'; name: string; is: Expression };

export type TableCell = readonly Inline[];

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'break' }
  | { type: 'emphasis' | 'strong' | 'sub' | 'sup'; children: readonly Inline[] }
  | { type: 'link'; to: Target; children: readonly Inline[] }
  | { type: 'value'; is: Expression; style: NumberStyle }
  | { type: 'measured'; number: MeasuredNumber; style: NumberStyle };

export type Target =
  /** The hash of a link, with its #. */
  | { kind: 'experiment'; hash: string }
  /** The id of a lesson of the page, or a path relative to this one’s address. */
  | { kind: 'lesson'; lesson: string }
  | { kind: 'outward'; address: string };

export type Prediction = {
  type: 'prediction';
  id: string;
  line: number;
  covers: readonly Cover[];
  question: readonly Block[];
} & (
  | { kind: 'choice'; choices: readonly Choice[] }
  | { kind: 'number'; truth: Expression; style: NumberStyle; tolerance: Tolerance }
);

export interface Choice {
  /** True where it is the answer; `otherwise` always is. The first of several is the answer. */
  condition: Expression;
  children: readonly Inline[];
}

/** What counts as right: within a factor, or within a difference in the truth’s own unit. */
export type Tolerance = { factor: number } | { within: number };

export type Deed =
  | { kind: 'train' | 'finished' | 'drag' | 'sample' }
  | { kind: 'steps'; count: number }
  | { kind: 'setting'; key: string; to?: string }
  | { kind: 'tab'; tab: string }
  | { kind: 'press'; at: string }
  | { kind: 'value'; is: Expression };

/** What is wrong with a lesson file, and where (1-based, in the file). */
export interface Problem {
  line: number;
  text: string;
}

/** `measured.json`. */
export interface MeasuredNumber {
  value: number;
  /** Its standard deviation. */
  scatter?: number | undefined;
  /** Whether others measured it: `how` is their publication. */
  published?: boolean | undefined;
  /** What it was measured with. */
  how: string;
}

export type Measured = Readonly<Record<string, MeasuredNumber>>;
