/**
 * The literals of Python that NumPy writes before an array: dictionaries, tuples, lists, texts, numbers, True, False
 * and None. Read from left to right, every character once, so that any text takes time in proportion to its length.
 *
 * Source: the Python language reference, "Lexical analysis"; NumPy reads the same with `ast.literal_eval`.
 */

export type PythonLiteral =
  | { kind: 'text'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: 'True' | 'False' | 'None' }
  | { kind: 'tuple' | 'list'; items: readonly PythonLiteral[] }
  | { kind: 'dict'; entries: ReadonlyMap<string, PythonLiteral> };

/** Structured types nest a few levels; more is an attack on the stack. */
const MAX_DEPTH = 32;

const BLANK = /\s*/y;
// Each alternative begins with a character of its own and repeats one class: nothing to go back to.
const TEXT = /[uUbB]?(?:'((?:[^'\\\n]|\\[^])*)'|"((?:[^"\\\n]|\\[^])*)")/y;
/** Python 2 wrote integers as 3L. */
const NUMBER = /[+-]?(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)L?(?![\w.])/y;
const NAME = /(?:True|False|None)(?!\w)/y;

/** Undefined for text that is no such literal, or has a key twice. */
export function parsePython(text: string): PythonLiteral | undefined {
  const reader = new Reader(text);
  const value = reader.value(0);
  return value && reader.atEnd() ? value : undefined;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    this.match(BLANK);
    return this.at === this.text.length;
  }

  value(depth: number): PythonLiteral | undefined {
    if (depth > MAX_DEPTH) return undefined;
    this.match(BLANK);
    switch (this.text[this.at]) {
      case '{':
        return this.dict(depth);
      case '(':
        return this.items('tuple', ')', depth);
      case '[':
        return this.items('list', ']', depth);
      default:
        return this.scalar();
    }
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match) this.at += match[0].length;
    return match;
  }

  /** Whether the next character but blanks is this one, and if so passes it. */
  private passes(character: string): boolean {
    this.match(BLANK);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private scalar(): PythonLiteral | undefined {
    const text = this.match(TEXT);
    if (text) {
      // Escapes stand only in names that nobody reads here; what they mean does not matter.
      return { kind: 'text', text: text[1] ?? text[2] };
    }
    const number = this.match(NUMBER);
    if (number) return { kind: 'number', value: Number(number[0].replace('L', '')) };
    const name = this.match(NAME);
    return name && { kind: 'name', name: name[0] as 'True' | 'False' | 'None' };
  }

  private items(kind: 'tuple' | 'list', end: string, depth: number): PythonLiteral | undefined {
    this.at += 1;
    const items: PythonLiteral[] = [];
    while (!this.passes(end)) {
      const item = this.value(depth + 1);
      if (!item) return undefined;
      items.push(item);
      if (this.passes(',')) continue;
      if (!this.passes(end)) return undefined;
      // (3) is a number in brackets, (3,) a tuple.
      return kind === 'tuple' && items.length === 1 ? item : { kind, items };
    }
    return { kind, items };
  }

  private dict(depth: number): PythonLiteral | undefined {
    this.at += 1;
    const entries = new Map<string, PythonLiteral>();
    while (!this.passes('}')) {
      const key = this.value(depth + 1);
      if (key?.kind !== 'text' || entries.has(key.text) || !this.passes(':')) return undefined;
      const value = this.value(depth + 1);
      if (!value) return undefined;
      entries.set(key.text, value);
      if (this.passes(',')) continue;
      return this.passes('}') ? { kind: 'dict', entries } : undefined;
    }
    return { kind: 'dict', entries };
  }
}
