/** Questions whose answers are measured: from `:::predict` to what the page asks. */
import type { BlockContent, DefinitionContent, ListItem, Paragraph } from 'mdast';
import { covers, type Cover } from '../../lessons/cover.ts';
import { textBlocks } from './blocks.ts';
import { inlines } from './inlines.ts';
import type { Choice, Prediction, Tolerance } from './lesson.ts';
import { lineOf, quote, type Directive, type Scribe } from './scribe.ts';

const NAME = /^[\w-]{1,40}$/;

/** A name under which something is remembered. */
export function nameOf(scribe: Scribe, node: Directive, name: string): string {
  if (name !== '' && !NAME.test(name)) {
    scribe.problem(node, `${quote(name)} is no name: letters, digits and hyphens, at most 40.`);
  } else if (name in {}) {
    scribe.problem(node, `${quote(name)} has a meaning in browsers already: choose another name.`);
  }
  return name;
}

export function predictionOf(
  scribe: Scribe,
  node: Extract<Directive, { type: 'containerDirective' }>,
): Prediction {
  const names = ['id', 'truth', 'as', 'factor', 'within', 'cover'] as const;
  const given = scribe.attributes(node, names);
  const common = {
    type: 'prediction',
    id: nameOf(scribe, node, scribe.required(node, 'id', given.id)),
    line: lineOf(node),
    covers: coversOf(scribe, node, given.cover ?? ''),
  } as const;
  const last = node.children.at(-1);
  if (given.truth === undefined) {
    const choices = last?.type === 'list' ? last.children.map((item) => choice(scribe, item)) : [];
    if (choices.length < 2) {
      scribe.problem(
        node,
        'A prediction needs truth="…", or it ends with a list of at least two choices “- :if[condition] text”.',
      );
    }
    const question = textBlocks(
      scribe,
      choices.length > 0 ? node.children.slice(0, -1) : node.children,
    );
    return { ...common, kind: 'choice', question, choices };
  }
  return {
    ...common,
    kind: 'number',
    question: textBlocks(scribe, node.children),
    truth: scribe.expression(node, given.truth),
    style: scribe.style(node, given.as),
    tolerance: toleranceOf(scribe, node, given),
  };
}

/** The words of `cover` or `what`. */
export function coversOf(scribe: Scribe, node: Directive, text: string): Cover[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.flatMap((word) => {
    const cover = covers.find((known) => known === word);
    if (!cover) {
      scribe.problem(node, `cover=${quote(word)} is unknown: there are ${covers.join(', ')}.`);
    }
    return cover ?? [];
  });
}

function toleranceOf(
  scribe: Scribe,
  node: Directive,
  { factor, within }: { factor?: string; within?: string },
): Tolerance {
  if (within !== undefined) {
    if (!(Number(within) > 0)) scribe.problem(node, 'within="…" must be a positive number.');
    return { within: Number(within) };
  }
  if (!(Number(factor) > 1)) {
    scribe.problem(node, 'A number needs factor="1.5" (a number above 1) or within="0.05".');
  }
  return { factor: Number(factor) };
}

/** An item that begins with its condition. */
function choice(scribe: Scribe, item: ListItem): Choice {
  const [first, ...rest]: readonly (BlockContent | DefinitionContent)[] = item.children;
  const [condition, ...words] =
    first?.type === 'paragraph' ? (first satisfies Paragraph).children : [];
  if (condition?.type !== 'textDirective' || condition.name !== 'if' || rest.length > 0) {
    scribe.problem(
      item,
      'Each choice is one line that begins with its condition, such as “- :if[error.b < error.a] B”.',
    );
    return { condition: { kind: 'literal', value: false }, children: [] };
  }
  const label = scribe.labelOf(condition);
  return {
    condition:
      label.trim() === 'otherwise'
        ? { kind: 'literal', value: true }
        : scribe.expression(condition, label),
    children: inlines(scribe, words),
  };
}
