/** Text within a paragraph: from Markdown to the few nodes that a lesson has. */
import type { PhrasingContent } from 'mdast';
import { decodeLink, isLink } from '../../../engine/opening/link.ts';
import type { Inline, Target } from './lesson.ts';
import { quote, type Directive, type Scribe } from './scribe.ts';

export const inlines = (scribe: Scribe, nodes: readonly PhrasingContent[]): Inline[] =>
  nodes.flatMap((node) => inline(scribe, node) ?? []);

function inline(scribe: Scribe, node: PhrasingContent): Inline | undefined {
  switch (node.type) {
    case 'text':
      return { type: 'text', text: node.value };
    case 'inlineCode':
      return { type: 'code', text: node.value };
    case 'break':
      return { type: 'break' };
    case 'emphasis':
    case 'strong':
      return { type: node.type, children: inlines(scribe, node.children) };
    case 'link': {
      const to = target(scribe, node, node.url);
      return to && { type: 'link', to, children: inlines(scribe, node.children) };
    }
    case 'textDirective':
      return directive(scribe, node);
    case 'html':
      scribe.problem(node, `HTML is not shown in lessons: ${quote(node.value)}.`);
      return undefined;
    case 'image':
      scribe.problem(node, 'A picture stands on a line of its own, between blank lines.');
      return undefined;
    case 'linkReference':
    case 'imageReference':
    case 'footnoteReference':
    case 'delete':
      scribe.problem(
        node,
        'This form of Markdown is not known here: write links as [text](address).',
      );
      return undefined;
    default:
      return node satisfies never;
  }
}

function directive(scribe: Scribe, node: Extract<Directive, { type: 'textDirective' }>) {
  const { name, children } = node;
  switch (name) {
    case 'sub':
    case 'sup':
      return { type: name, children: inlines(scribe, children) } as const;
    case 'value': {
      const { as } = scribe.attributes(node, ['as']);
      const is = scribe.expression(node, scribe.labelOf(node));
      return { type: 'value', is, style: scribe.style(node, as) } as const;
    }
    case 'measured':
      return measured(scribe, node);
    default:
      // A colon in a sentence, as in 10:30.
      if (children.length === 0 && Object.keys(node.attributes ?? {}).length === 0) {
        return { type: 'text', text: `:${name}` } as const;
      }
      scribe.problem(node, `There is no “:${name}”: there are :value, :measured, :sub and :sup.`);
      return undefined;
  }
}

function measured(scribe: Scribe, node: Directive): Inline | undefined {
  const { as } = scribe.attributes(node, ['as']);
  const key = scribe.labelOf(node);
  const style = scribe.style(node, as);
  const all = scribe.measured;
  if (!all) {
    scribe.problem(node, 'There is no measured.json beside this lesson.');
    return undefined;
  }
  if (!Object.hasOwn(all, key)) {
    scribe.problem(node, `measured.json has no ${quote(key)}.`);
    return undefined;
  }
  return { type: 'measured', number: all[key], style };
}

/** Where a link leads; undefined, and a problem, where it must not. */
function target(scribe: Scribe, node: PhrasingContent, url: string): Target | undefined {
  if (url.startsWith('#')) {
    const problem = experimentProblem(url);
    if (problem !== undefined) scribe.problem(node, problem);
    return { kind: 'experiment', hash: url };
  }
  const [, id] = /^lesson:([a-z0-9-]{1,60})$/.exec(url) ?? [];
  if (id !== undefined) return { kind: 'lesson', lesson: id };
  if (/^(\.\.?\/)+[\w./-]+\.md$/.test(url)) return { kind: 'lesson', lesson: url };
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) {
    return { kind: 'outward', address: new URL(url).href };
  }
  scribe.problem(
    node,
    `The link ${quote(url)} leads nowhere: links are experiments (#v=3&…), lessons (lesson:id, ./file.md) or https://….`,
  );
  return undefined;
}

/** What would be ignored of an experiment’s link. */
export function experimentProblem(hash: string): string | undefined {
  if (!isLink(hash)) return `The link ${quote(hash)} names no setting.`;
  const [note] = decodeLink(hash).notes;
  return note === undefined ? undefined : `The link ${quote(hash)} is no good: ${note}`;
}
