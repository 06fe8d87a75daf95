/** Whether everything that a lesson names exists, once all of it is known. */
import { nameProblem } from '../values/names.ts';
import { namesIn, type Expression } from '../values/expression.ts';
import type { Block, Inline, Step } from './lesson.ts';
import type { Scribe } from './scribe.ts';

export function checkNames(scribe: Scribe, steps: readonly Step[]): void {
  const noted = new Set<string>();
  const asked = new Set<string>();
  for (const block of steps.flatMap(({ blocks }) => blocks)) {
    if (block.type === 'note') noted.add(block.name);
    if (block.type !== 'prediction') continue;
    if (asked.has(block.id)) {
      scribe.problem(block.line, `Another prediction has the id “${block.id}” already.`);
    }
    asked.add(block.id);
  }
  for (const step of steps) {
    for (const { until } of step.covers) {
      if (until !== '' && !asked.has(until)) {
        scribe.problem(
          step.line,
          `On the page “${step.title}”: no :::predict has the id “${until}”.`,
        );
      }
    }
    const names = new Set([...step.blocks, ...step.notes].flatMap(expressionsIn).flatMap(namesIn));
    for (const name of names) {
      const problem = nameProblem(name, noted, asked);
      if (problem !== undefined)
        scribe.problem(step.line, `On the page “${step.title}”: ${problem}`);
    }
  }
}

/** All expressions of a block, with those of the blocks in it. */
export function expressionsIn(block: Block): Expression[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.children.flatMap(inInline);
    case 'wait':
      return [
        ...block.children.flatMap(inInline),
        ...(block.deed.kind === 'value' ? [block.deed.is] : []),
      ];
    case 'list':
      return block.items.flat().flatMap(expressionsIn);
    case 'quote':
    case 'explain':
      return block.children.flatMap(expressionsIn);
    case 'table':
      return [block.head, ...block.rows].flat(2).flatMap(inInline);
    case 'note':
      return [block.is];
    case 'prediction':
      return [
        ...block.question.flatMap(expressionsIn),
        ...(block.kind === 'number'
          ? [block.truth]
          : block.choices.flatMap(({ condition, children }) => [
              condition,
              ...children.flatMap(inInline),
            ])),
      ];
    case 'code':
    case 'rule':
    case 'picture':
      return [];
    default:
      return block satisfies never;
  }
}

function inInline(node: Inline): Expression[] {
  if (node.type === 'value') return [node.is];
  return 'children' in node ? node.children.flatMap(inInline) : [];
}
