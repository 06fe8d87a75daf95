/** Blocks of text: from Markdown to the few nodes that a lesson has. */
import type { BlockContent, DefinitionContent, PhrasingContent, Table } from 'mdast';
import type { Block, TableCell } from './lesson.ts';
import { inlines } from './inlines.ts';
import { quote, type Scribe } from './scribe.ts';

type Content = BlockContent | DefinitionContent;

/** Text only: what a page does, it does at its top level. */
export const textBlocks = (scribe: Scribe, nodes: readonly Content[]): Block[] =>
  nodes.flatMap((node) => textBlock(scribe, node) ?? []);

export function textBlock(scribe: Scribe, node: Content): Block | undefined {
  switch (node.type) {
    case 'paragraph':
      return picture(scribe, node.children) ?? paragraph(scribe, node.children);
    case 'heading':
      if (node.depth === 3 || node.depth === 4) {
        return { type: 'heading', depth: node.depth, children: inlines(scribe, node.children) };
      }
      scribe.problem(
        node,
        'Only pages (##) and headings within them (### and ####) are known here.',
      );
      return undefined;
    case 'list':
      return {
        type: 'list',
        ordered: node.ordered === true,
        start: node.start ?? 1,
        items: node.children.map(({ children }) => textBlocks(scribe, children)),
      };
    case 'blockquote':
      return { type: 'quote', children: textBlocks(scribe, node.children) };
    case 'code':
      return { type: 'code', text: node.value };
    case 'thematicBreak':
      return { type: 'rule' };
    case 'table':
      return table(scribe, node);
    case 'html':
      scribe.problem(node, `HTML is not shown in lessons: ${quote(node.value)}.`);
      return undefined;
    case 'leafDirective':
    case 'containerDirective':
      scribe.problem(
        node,
        `“${':'.repeat(node.type === 'leafDirective' ? 2 : 3)}${node.name}” is unknown here: see docs/lessons.md.`,
      );
      return undefined;
    case 'definition':
    case 'footnoteDefinition':
      scribe.problem(node, 'Links are written in place, as [text](address).');
      return undefined;
    default:
      return node satisfies never;
  }
}

const paragraph = (scribe: Scribe, children: readonly PhrasingContent[]): Block => ({
  type: 'paragraph',
  children: inlines(scribe, children),
});

/** A paragraph that is nothing but a picture. */
function picture(scribe: Scribe, children: readonly PhrasingContent[]): Block | undefined {
  const [node, ...rest] = children;
  if (node?.type !== 'image' || rest.length > 0) return undefined;
  const file = node.url.replace(/^\.\//, '');
  if (!/^[\w-]+\.(?:png|jpe?g|webp|gif|avif|svg)$/i.test(file)) {
    scribe.problem(
      node,
      `The picture ${quote(node.url)} can’t be shown: pictures come from the lesson’s own folder, such as picture.png.`,
    );
  }
  if (!node.alt)
    scribe.problem(
      node,
      `The picture ${quote(file)} needs a description: ![what it shows](${file}).`,
    );
  return { type: 'picture', file, description: node.alt ?? '' };
}

function table(scribe: Scribe, { children }: Table): Block {
  const cells = ({ children: row }: Table['children'][number]): TableCell[] =>
    row.map((cell) => inlines(scribe, cell.children));
  const [head, ...rows] = children.map(cells);
  return { type: 'table', head, rows };
}
