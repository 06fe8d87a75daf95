import { describe, expect, it } from 'vitest';
import type { Block, Inline } from './format/lesson.ts';
import { findLeaf } from '../../engine/experiment/leaves.ts';
import type { Cover } from '../lessons/cover.ts';
import { settingOf } from './anchors.ts';
import { coveredBy, predictionsOf } from './covering.ts';
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

it.each<[string, string, Cover]>([
  ['three-way', 'network', 'counts'],
  ['format-or-size', 'macs', 'counts'],
  ['where-it-fails', 'fit', 'table'],
  ['where-it-fails', 'short', 'analysis'],
  ['physics', 'floor', 'submodel'],
  ['why-waves', 'needed', 'why-errors'],
  ['why-waves', 'far', 'why-study'],
])('%s: no page before the question %s shows its answer', async (id, question, cover) => {
  const { steps } = await loadLesson(id);
  const asked = steps.flatMap(predictionsOf).map((prediction) => prediction.id);
  const guesses = Object.fromEntries(
    asked.filter((one) => one !== question).map((one) => [one, { unsure: true } as const]),
  );
  const place = steps.findIndex((step) => predictionsOf(step).some((one) => one.id === question));
  expect(place).toBeGreaterThan(0);
  for (const step of steps.slice(0, place + 1)) {
    expect([...coveredBy(step, { guesses })], step.title).toContain(cover);
  }
  const all = { ...guesses, [question]: { unsure: true } as const };
  for (const step of steps) expect([...coveredBy(step, { guesses: all })]).toEqual([]);
});

it.each(lessonIds)(
  '%s asks for no click on a list of choices, which would change it',
  async (id) => {
    const { steps } = await loadLesson(id);
    const pressed = steps
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) =>
        block.type === 'wait' && block.deed.kind === 'press' ? [block.deed.at] : [],
      );
    const keys = pressed.flatMap((at) => settingOf(at) ?? []);
    expect(keys.filter((key) => findLeaf(key)?.field.kind === 'choice')).toEqual([]);
  },
);

it('a lesson that there is not gets a sentence', async () => {
  await expect(loadLesson('nonsense')).rejects.toThrow(LessonError);
  await expect(loadLesson('nonsense')).rejects.toThrow('There is no lesson “nonsense”.');
});
