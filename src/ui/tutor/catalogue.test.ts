import { describe, expect, it } from 'vitest';
import type { Block, Inline } from './format/lesson.ts';
import { lessonIds, loadLesson, LessonError, pictureOf } from './catalogue.ts';

const inBlocks = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block) => [
    block,
    ...(block.type === 'quote' || block.type === 'explain' ? inBlocks(block.children) : []),
    ...(block.type === 'list' ? inBlocks(block.items.flat()) : []),
    ...(block.type === 'prediction' ? inBlocks(block.question) : []),
  ]);

const linksIn = (nodes: readonly Inline[]): Extract<Inline, { type: 'link' }>[] =>
  nodes.flatMap((node) => [
    ...(node.type === 'link' ? [node] : []),
    ...('children' in node ? linksIn(node.children) : []),
  ]);

describe.each(lessonIds)('the lesson %s', (id) => {
  it('can be shown, with every picture and lesson that it names', async () => {
    const lesson = await loadLesson(id);
    expect(lesson.steps.length).toBeGreaterThan(1);
    const blocks = inBlocks(lesson.steps.flatMap(({ blocks: own, notes }) => [...own, ...notes]));
    for (const block of blocks) {
      if (block.type === 'picture') expect(pictureOf(id, block.file), block.file).toBeDefined();
      for (const { to } of 'children' in block && block.type !== 'quote' && block.type !== 'explain'
        ? linksIn(block.children)
        : []) {
        if (to.kind === 'lesson') expect(lessonIds).toContain(to.lesson);
      }
    }
    if (lesson.next !== undefined) expect(lessonIds).toContain(lesson.next);
  });
});

it('a lesson that there is not gets a sentence', async () => {
  await expect(loadLesson('nonsense')).rejects.toThrow(LessonError);
  await expect(loadLesson('nonsense')).rejects.toThrow('There is no lesson “nonsense”.');
});
