/**
 * The small language in which lessons compute numbers and conditions: arithmetic, comparisons, a few functions, and names
 * of what the lab knows (`quantities.ts`). It is read into a tree and evaluated there; nothing of it is ever run as a
 * program.
 */

import { pairsNeeded } from './why.ts';

export type Value = number | string | boolean;

export type Expression =
  | { kind: 'literal'; value: Value }
  | { kind: 'name'; name: string }
  | { kind: 'call'; call: FunctionName; of: readonly Expression[] }
  | { kind: 'operation'; operator: Operator; left: Expression; right: Expression };

/** What is wrong with an expression, as a sentence. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Those that bind least come first; the operators of a level bind equally. */
const LEVELS = [
  ['<=', '>=', '<', '>', '='],
  ['+', '-'],
  ['*', '/'],
] as const;

type Operator = (typeof LEVELS)[number][number];

const operations: Record<Operator, (left: number, right: number) => Value> = {
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '=': (left, right) => left === right,
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

const functions = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  round: Math.round,
  log: Math.log10,
  /** Which of the arguments is the smallest, counted from 1. */
  place: (...values: number[]): number => values.indexOf(Math.min(...values)) + 1,
  pairs: pairsNeeded,
} satisfies Record<string, (...values: number[]) => number>;

type FunctionName = keyof typeof functions;

const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);

/** A minus inside a name belongs to it: to subtract, it needs blanks around it. */
const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<name>[a-z][\w-]*(?:\.[\w-]+)*)|'(?<text>[^']*)'|(?<sign><=|>=|[-+*/()<>=,]))/iy;

interface Token {
  kind: 'number' | 'name' | 'text' | 'sign';
  text: string;
}

const LONGEST = 500;
const DEEPEST = 30;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw new ExpressionError(`“${text.slice(at).trim()}” can’t be read`);
    const [kind, found] = Object.entries(groups).find(([, part]) => part !== undefined)!;
    tokens.push({ kind: kind as Token['kind'], text: found });
  }
  return tokens;
}

class Reader {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const found = this.level(0);
    const rest = this.tokens.at(this.next);
    if (rest) throw new ExpressionError(`“${rest.text}” is not expected there`);
    return found;
  }

  private accept(...signs: readonly string[]): string | undefined {
    const token = this.tokens.at(this.next);
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.next++;
    return token.text;
  }

  private level(level: number): Expression {
    if (level === LEVELS.length) return this.operand();
    let left = this.level(level + 1);
    for (;;) {
      const operator = this.accept(...LEVELS[level]) as Operator | undefined;
      if (operator === undefined) return left;
      left = { kind: 'operation', operator, left, right: this.level(level + 1) };
    }
  }

  private operand(): Expression {
    if (++this.depth > DEEPEST) throw new ExpressionError('it is nested too deeply');
    const found = this.accept('-') ? minus(this.operand()) : this.bracketOrLeaf();
    this.depth--;
    return found;
  }

  private bracketOrLeaf(): Expression {
    if (this.accept('(')) return this.closed(this.level(0));
    const token = this.tokens.at(this.next++);
    if (token?.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token?.kind === 'text') return { kind: 'literal', value: token.text };
    if (token?.kind === 'name') {
      return this.accept('(') ? this.call(token.text) : { kind: 'name', name: token.text };
    }
    throw new ExpressionError(
      token ? `“${token.text}” is not expected there` : 'its end is missing',
    );
  }

  private call(name: string): Expression {
    if (!isFunction(name)) {
      throw new ExpressionError(
        `there is no function “${name}” (there are ${Object.keys(functions).join(', ')})`,
      );
    }
    const of = [this.level(0)];
    while (this.accept(',')) of.push(this.level(0));
    return this.closed({ kind: 'call', call: name, of });
  }

  private closed(found: Expression): Expression {
    if (!this.accept(')')) throw new ExpressionError('a closing bracket is missing');
    return found;
  }
}

const minus = (right: Expression): Expression => ({
  kind: 'operation',
  operator: '-',
  left: { kind: 'literal', value: 0 },
  right,
});

/** Throws `ExpressionError`. */
export function readExpression(text: string): Expression {
  if (text.length > LONGEST) {
    throw new ExpressionError(`it is longer than ${LONGEST} characters`);
  }
  return new Reader(tokensOf(text)).whole();
}

/** All names in it. */
export function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'name':
      return [expression.name];
    case 'call':
      return expression.of.flatMap(namesIn);
    case 'operation':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    default:
      return expression satisfies never;
  }
}

/** The same with the values of names that are known already; undefined leaves a name as it is. */
export function withKnown(
  expression: Expression,
  known: (name: string) => Value | undefined,
): Expression {
  switch (expression.kind) {
    case 'literal':
      return expression;
    case 'name': {
      const value = known(expression.name);
      return value === undefined ? expression : { kind: 'literal', value };
    }
    case 'call':
      return { ...expression, of: expression.of.map((part) => withKnown(part, known)) };
    case 'operation': {
      const { left, right } = expression;
      return { ...expression, left: withKnown(left, known), right: withKnown(right, known) };
    }
    default:
      return expression satisfies never;
  }
}

/** Undefined as long as something in it isn't known, or is no number where one is needed. */
export function evaluate(
  expression: Expression,
  lookUp: (name: string) => Value | undefined,
): Value | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return lookUp(expression.name);
    case 'call': {
      const values = expression.of.map((part) => evaluate(part, lookUp));
      return values.every((value) => typeof value === 'number')
        ? functions[expression.call](...(values as [number]))
        : undefined;
    }
    case 'operation': {
      const left = evaluate(expression.left, lookUp);
      const right = evaluate(expression.right, lookUp);
      if (left === undefined || right === undefined) return undefined;
      // Words can only be the same or not.
      if (expression.operator === '=' && typeof left !== 'number') return left === right;
      if (typeof left !== 'number' || typeof right !== 'number') return undefined;
      return operations[expression.operator](left, right);
    }
    default:
      return expression satisfies never;
  }
}
