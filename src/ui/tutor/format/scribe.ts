/** What the parts of the parser share: the source, what is known outside it, and what is wrong with it. */
import type { Nodes } from 'mdast';
import {
  ExpressionError,
  readExpression,
  withKnown,
  type Expression,
} from '../values/expression.ts';
import { partsOf } from '../values/names.ts';
import { isStyle, styles, type NumberStyle } from '../values/styles.ts';
import type { Measured, Problem } from './lesson.ts';

export type Directive = Extract<
  Nodes,
  { type: 'textDirective' | 'leafDirective' | 'containerDirective' }
>;

/** More say nothing new. */
const MAX_PROBLEMS = 20;

export const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;

export const quote = (text: string): string =>
  `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

export class Scribe {
  readonly problems: Problem[] = [];

  constructor(
    readonly source: string,
    readonly measured: Measured | undefined,
  ) {}

  problem(node: Nodes | number, text: string): void {
    const line = typeof node === 'number' ? node : lineOf(node);
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line, text });
  }

  /** The text between the brackets of a directive, as it is written. */
  labelOf({ children }: Directive): string {
    const start = children.at(0)?.position?.start.offset;
    const end = children.at(-1)?.position?.end.offset;
    return start === undefined || end === undefined ? '' : this.source.slice(start, end);
  }

  /** Attributes by name; those that the directive does not have are a problem. */
  attributes<Name extends string>(
    node: Directive,
    names: readonly Name[],
  ): Partial<Record<Name, string>> {
    const given = Object.entries(node.attributes ?? {});
    for (const [name] of given) {
      if (!names.some((known) => known === name)) {
        this.problem(
          node,
          `“${node.name}” has no ${quote(name)}${names.length > 0 ? `: there are ${names.join(', ')}` : ''}.`,
        );
      }
    }
    return Object.fromEntries(given.map(([name, value]) => [name, value ?? ''])) as Partial<
      Record<Name, string>
    >;
  }

  /** A directive’s attribute that it can’t do without. */
  required(node: Directive, name: string, value: string | undefined): string {
    if (value === undefined || value === '')
      this.problem(node, `“${node.name}” needs ${name}="…".`);
    return value ?? '';
  }

  expression(node: Nodes, text: string): Expression {
    try {
      return withKnown(readExpression(text), (name) => this.measuredValue(node, name));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.problem(node, `The expression ${quote(text)} is no good: ${error.message}.`);
      return { kind: 'literal', value: 0 };
    }
  }

  /** The value of `measured.KEY`, which is known from the start. */
  private measuredValue(node: Nodes, name: string): number | undefined {
    const [first, key] = partsOf(name);
    if (first !== 'measured') return undefined;
    const found = Object.hasOwn(this.measured ?? {}, key) ? this.measured?.[key] : undefined;
    if (!found) this.problem(node, `There is no measured.json with ${quote(key)}.`);
    return found?.value ?? 0;
  }

  style(node: Directive, name: string | undefined): NumberStyle {
    if (name === undefined) return 'number';
    if (isStyle(name)) return name;
    this.problem(
      node,
      `as=${quote(name)} is unknown: there are ${Object.keys(styles).join(', ')}.`,
    );
    return 'number';
  }
}
