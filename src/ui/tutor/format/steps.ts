/** The pages of a lesson: what each of them does, says and asks. */
import type { Nodes, RootContent } from 'mdast';
import { textBlock, textBlocks } from './blocks.ts';
import { deedOf, placeOf, tabOf } from './deeds.ts';
import { experimentProblem, inlines } from './inlines.ts';
import type { Block, CoverUntil, Inline, Step } from './lesson.ts';
import { coversOf, nameOf, predictionOf } from './predictions.ts';
import { lineOf, quote, type Directive, type Scribe } from './scribe.ts';

interface Draft {
  title: string;
  line: number;
  link?: string;
  tab?: string;
  points: string[];
  covers: CoverUntil[];
  blocks: Block[];
  notes: Block[];
  inNotes: boolean;
}

const draftOf = (title: string, line: number): Draft => ({
  title,
  line,
  points: [],
  covers: [],
  blocks: [],
  notes: [],
  inNotes: false,
});

const NOTES = /^\?{3}[ \t]*(?:\n|$)/;

export function stepsOf(scribe: Scribe, nodes: readonly RootContent[], title: string): Step[] {
  let draft = draftOf(title, 1);
  const drafts = [draft];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 2) {
      draft = draftOf(plainText(inlines(scribe, node.children)), lineOf(node));
      drafts.push(draft);
    } else addTo(scribe, draft, node);
  }
  const used = drafts.filter(
    ({ blocks, link, points }, i) => i > 0 || blocks.length + points.length > 0 || link,
  );
  return used.map(({ inNotes: _, ...step }) => step);
}

const plainText = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) =>
      'children' in node ? plainText(node.children) : 'text' in node ? node.text : '',
    )
    .join('');

function addTo(scribe: Scribe, draft: Draft, node: RootContent): void {
  const first = node.type === 'paragraph' ? node.children.at(0) : undefined;
  if (node.type === 'paragraph' && first?.type === 'text' && NOTES.test(first.value)) {
    draft.inNotes = true;
    const rest = first.value.replace(NOTES, '');
    const children =
      rest === '' ? node.children.slice(1) : [{ ...first, value: rest }, ...node.children.slice(1)];
    if (children.length > 0) draft.notes.push(...textBlocks(scribe, [{ ...node, children }]));
  } else if (draft.inNotes) {
    const block = isContent(node) ? textBlock(scribe, node) : undefined;
    if (block) draft.notes.push(block);
  } else if (node.type === 'leafDirective') leaf(scribe, draft, node);
  else if (node.type === 'containerDirective') container(scribe, draft, node);
  else if (isContent(node)) {
    const block = textBlock(scribe, node);
    if (block) draft.blocks.push(block);
  }
}

type Content = Parameters<typeof textBlock>[1];

/** At the top level of a document Markdown has nothing but blocks, and YAML, which is no part of the syntax read here. */
const isContent = (node: Nodes): node is Content =>
  !['root', 'yaml', 'listItem', 'tableRow', 'tableCell', 'text'].includes(node.type);

function leaf(
  scribe: Scribe,
  draft: Draft,
  node: Extract<Directive, { type: 'leafDirective' }>,
): void {
  switch (node.name) {
    case 'set': {
      const link = scribe.required(node, 'link', scribe.attributes(node, ['link']).link);
      if (draft.link !== undefined) scribe.problem(node, 'A page opens one experiment.');
      const problem = link === '' ? undefined : experimentProblem(link);
      if (problem !== undefined) scribe.problem(node, problem);
      draft.link = link;
      return;
    }
    case 'tab': {
      const open = scribe.required(node, 'open', scribe.attributes(node, ['open']).open);
      draft.tab = tabOf(scribe, node, open);
      return;
    }
    case 'point': {
      const at = scribe.required(node, 'at', scribe.attributes(node, ['at']).at);
      draft.points.push(placeOf(scribe, node, at));
      return;
    }
    case 'cover': {
      const given = scribe.attributes(node, ['what', 'until']);
      const what = coversOf(scribe, node, scribe.required(node, 'what', given.what));
      draft.covers.push({ what, until: scribe.required(node, 'until', given.until) });
      return;
    }
    case 'note': {
      const given = scribe.attributes(node, ['name', 'is']);
      const name = nameOf(scribe, node, scribe.required(node, 'name', given.name));
      const is = scribe.expression(node, scribe.required(node, 'is', given.is));
      draft.blocks.push({ type: 'note', name, is });
      return;
    }
    case 'wait': {
      const deed = deedOf(scribe, node);
      const children = inlines(scribe, node.children);
      if (children.length === 0)
        scribe.problem(node, 'Say what to do: ::wait[What to do]{for="…"}.');
      if (deed) draft.blocks.push({ type: 'wait', deed, children });
      return;
    }
    default:
      scribe.problem(
        node,
        `There is no ${quote(`::${node.name}`)}: there are ::set, ::tab, ::point, ::cover, ::wait and ::note.`,
      );
  }
}

function container(
  scribe: Scribe,
  draft: Draft,
  node: Extract<Directive, { type: 'containerDirective' }>,
): void {
  if (node.name === 'predict') {
    draft.blocks.push(predictionOf(scribe, node));
    return;
  }
  if (node.name !== 'explain') {
    scribe.problem(
      node,
      `There is no ${quote(`:::${node.name}`)}: there are :::predict and :::explain.`,
    );
    return;
  }
  scribe.attributes(node, []);
  const asked = draft.blocks.findLast((block) => block.type === 'prediction');
  if (!asked)
    scribe.problem(node, 'An explanation follows the prediction that it explains, on its page.');
  draft.blocks.push({
    type: 'explain',
    of: asked?.id ?? '',
    children: textBlocks(scribe, node.children),
  });
}
