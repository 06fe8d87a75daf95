/** What holds for every lesson of the page, whatever it is about. */
import { describe, expect, it } from 'vitest';
import type { Block, Inline, Lesson, Step } from './format/lesson.ts';
import { lessonIds, loadLesson } from './catalogue.ts';
import { predictionsOf } from './covering.ts';

const lessons = new Map<string, Lesson>(
  await Promise.all(lessonIds.map(async (id) => [id, await loadLesson(id)] as const)),
);

const linksIn = (nodes: readonly Inline[]): number =>
  nodes.reduce(
    (sum, node) =>
      sum + (node.type === 'link' ? 1 : 0) + ('children' in node ? linksIn(node.children) : 0),
    0,
  );

const linksOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => {
    if (block.type === 'list') return sum + linksOf(block.items.flat());
    return block.type === 'paragraph' ? sum + linksIn(block.children) : sum;
  }, 0);

const asksOrWaits = ({ blocks }: Step): boolean =>
  blocks.some(({ type }) => type === 'prediction' || type === 'wait');

it('are in the order of the list, each with a place of its own', () => {
  const places = [...lessons.values()].map(({ order }) => order);
  expect(new Set(places).size).toBe(lessons.size);
  expect(places).not.toContain(undefined);
});

it('lead to one another, so that none is a dead end but the last', () => {
  const nexts = [...lessons].map(([id, { next }]) => [id, next] as const);
  for (const [id, next] of nexts) if (next !== undefined) expect(lessonIds, id).toContain(next);
  expect(nexts.filter(([, next]) => next === undefined)).toHaveLength(1);
});

describe.each([...lessons])('the lesson %s', (_, { steps, minutes }) => {
  it('has four to nine pages, at least two questions, and takes three to fifteen minutes', () => {
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(9);
    expect(steps.flatMap(predictionsOf).length).toBeGreaterThanOrEqual(2);
    expect(minutes).toBeGreaterThanOrEqual(3);
    expect(minutes).toBeLessThanOrEqual(15);
  });

  it('asks or waits on its pages, and explains what it has asked', () => {
    // The last page sums up, and one before it may say how sure all of this is.
    const idle = steps.slice(0, -1).filter((step) => !asksOrWaits(step));
    expect(idle.length).toBeLessThanOrEqual(1);
    const asked = steps.flatMap(predictionsOf).map(({ id }) => id);
    const explained = steps.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'explain' ? [block.of] : [])),
    );
    expect(explained).toEqual(asked);
  });

  it('ends with what to try, and has notes for the instructor with a table of parameters', () => {
    const last = steps.at(-1)!;
    expect(linksOf(last.blocks)).toBeGreaterThanOrEqual(2);
    expect(last.notes.some(({ type }) => type === 'table')).toBe(true);
    expect(steps.filter(({ notes }) => notes.length > 0).length).toBeGreaterThan(steps.length / 2);
  });
});
