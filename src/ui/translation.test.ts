/**
 * Browsers translate a page by putting every text node into an element of its own. React keeps the text nodes that it
 * made: it can't remove one, nor put something before one, once it has been moved. Text that comes, goes or changes
 * must therefore be the only child of its element, which React then sets as a whole; and nothing may come or go before
 * text that stays. This test reads all components and asserts that.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

type Node = { type: string; start: number } & Record<string, unknown>;
/** What a child of an element is: nothing; text or an element that stays; text or elements that come, go or change. */
type Kind = 'nothing' | 'text' | 'element' | 'changing text' | 'changing element';

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] =>
  Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);

const some = (node: Node, holds: (one: Node) => boolean): boolean =>
  holds(node) || childrenOf(node).some((child) => some(child, holds));

/** Components that are always one element, whatever their properties. */
const STEADY = new Set(['Tip', 'Icon', 'Mark', 'StatusMark', 'A', 'B', 'Sample']);

const nameOf = (element: Node): string => {
  const name = (element.openingElement as Node).name as Node;
  return typeof name.name === 'string' ? name.name : '';
};

/** What these are or return are elements, never text; what is handed in as children is judged where that is done. */
const ELEMENTS = new Set(['children', 'cell', 'rescue', 'action', 'input', 'choice']);

const isElement = ({ type }: Node): boolean => type === 'JSXElement' || type === 'JSXFragment';

/** Kinds that an expression may have; an empty list renders nothing. */
function kindsOfExpression(node: Node): Kind[] {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return ['changing element'];
    case 'JSXEmptyExpression':
      return [];
    case 'ParenthesizedExpression':
      return kindsOfExpression(node.expression as Node);
    case 'Literal':
      // `null` and `false` render nothing.
      return typeof node.value === 'string' || typeof node.value === 'number'
        ? ['changing text']
        : [];
    case 'ConditionalExpression':
      return [
        ...kindsOfExpression(node.consequent as Node),
        ...kindsOfExpression(node.alternate as Node),
      ];
    case 'LogicalExpression':
      return [
        ...(node.operator === '&&' ? [] : kindsOfExpression(node.left as Node)),
        ...kindsOfExpression(node.right as Node),
      ];
    case 'Identifier':
      if (ELEMENTS.has(String(node.name))) return ['element'];
      return node.name === 'undefined' ? [] : ['changing text'];
    case 'CallExpression':
      if (some(node, isElement)) return ['changing element'];
      return kindsOfExpression(node.callee as Node).includes('element')
        ? ['element']
        : ['changing text'];
    default:
      return ['changing text'];
  }
}

function kindOf(child: Node): Kind {
  if (child.type === 'JSXText') {
    const text = String(child.value);
    return text.trim() === '' && text.includes('\n') ? 'nothing' : 'text';
  }
  if (child.type === 'JSXElement') {
    const name = nameOf(child);
    return /^[A-Z]/.test(name) && !STEADY.has(name) ? 'changing element' : 'element';
  }
  if (child.type === 'JSXFragment') return 'changing element';
  const expression = child.expression as Node;
  if (expression.type === 'Literal' && typeof expression.value === 'string') return 'text';
  const kinds = kindsOfExpression(expression);
  if (kinds.includes('changing text')) return 'changing text';
  return kinds.at(0) ?? 'nothing';
}

/** Places in a component where a translated page would break, as `line: why`. */
function faultsIn(code: string): string[] {
  const faults: string[] = [];
  const visit = (node: Node): void => {
    if (isElement(node)) {
      const kinds = (node.children as Node[]).map(kindOf).filter((kind) => kind !== 'nothing');
      const line = code.slice(0, node.start).split('\n').length;
      if (node.type === 'JSXFragment' && kinds.some((kind) => kind.endsWith('text'))) {
        faults.push(`${line}: text in no element`);
      }
      if (kinds.length > 1 && kinds.includes('changing text')) {
        const culprit = (node.children as Node[]).find(
          (child) => kindOf(child) === 'changing text',
        );
        faults.push(
          `${line}: changing text beside other children (${code.slice(culprit!.start, culprit!.start + 60)})`,
        );
      }
      const first = kinds.indexOf('changing element');
      if (first >= 0 && kinds.slice(first).includes('text')) {
        faults.push(`${line}: something comes and goes before text`);
      }
    }
    childrenOf(node).forEach(visit);
  };
  visit(parseSync('x.tsx', code).program as unknown as Node);
  return faults;
}

it('finds text that a translator would take from React', () => {
  const inElement = (jsx: string) => faultsIn(`const x = <p>${jsx}</p>;`);
  expect(inElement('{n} of {m}')).toHaveLength(1);
  expect(inElement('{a && "so"} <b>so</b>')).toHaveLength(1);
  expect(inElement('{a && <b>so</b>} text')).toHaveLength(1);
  expect(inElement('<Maybe /> text')).toHaveLength(1);
  expect(inElement('{a && <>so</>}')).toHaveLength(1);
  expect(inElement('text {a && <b>so</b>}')).toEqual([]);
  expect(inElement('{`${n} of ${m}`}')).toEqual([]);
  expect(inElement('text <b>{n}</b>, <Tip text={n}>{n}</Tip>')).toEqual([]);
  expect(inElement('{list.map((one) => <li>{one}</li>)}')).toEqual([]);
});

it('no component has any', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => `src/${file}`);
  expect(files.length).toBeGreaterThan(50);
  const faults = files.flatMap((file) =>
    faultsIn(readFileSync(file, 'utf8')).map((fault) => `${file}:${fault}`),
  );
  expect(faults).toEqual([]);
});
