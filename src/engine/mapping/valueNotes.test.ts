import { describe, expect, it } from 'vitest';
import { product } from '../math.ts';
import { applyMapping } from './apply.ts';
import { listedContainer, smooth, type GivenArray } from './listing.testing.ts';
import { parseMapping } from './mappingText.ts';

const field = (
  shape: readonly number[],
  change: (value: number, at: number) => number = (v) => v,
) => ({
  shape,
  data: smooth(shape).map(change),
});

const notesOn = async (arrays: Record<string, GivenArray>, text: string): Promise<string[]> =>
  (await applyMapping(listedContainer(arrays), parseMapping(text))).notes;

/** A wave that moves slowly, [n, t, x, y], with its axes in another order. */
function moving(order: string, extents: Record<'n' | 't' | 'x' | 'y', number>): GivenArray {
  const shape = Array.from(order, (letter) => extents[letter as 'n']);
  const data = Float32Array.from({ length: product(shape) }, (_, i) => {
    const index = { n: 0, t: 0, x: 0, y: 0 };
    let rest = i;
    for (const letter of Array.from(order).toReversed()) {
      index[letter as 'n'] = rest % extents[letter as 'n'];
      rest = Math.floor(rest / extents[letter as 'n']);
    }
    const { n, t, x, y } = index;
    const phase = 12.9898 * n * n + 4.1 * n;
    return (
      Math.sin((2 * Math.PI * x) / 16 + phase + 0.05 * t) *
      Math.sin((2 * Math.PI * y) / 16 + 3 * phase)
    );
  });
  return { shape, data };
}

describe('notes on values', () => {
  const a = field([6, 8, 8]);

  it('say nothing of what is as usual', async () => {
    const u = moving('ntxy', { n: 16, t: 16, x: 16, y: 16 });
    expect(await notesOn({ u }, 'in(u(n,t[0],x,y)),out(u(n,t[1:],x,y))')).toEqual([]);
  });

  it.each([
    ['tnxy', 'the axes of samples and times may have been exchanged'],
    ['xynt', 'the axes of samples and x may have been exchanged'],
    [
      'nxty',
      'x varies less than time, which varies as y does .* the axes of time and x may have been',
    ],
    [
      'nxyt',
      'y varies less than time, which varies as x does .* the axes of time and y may have been',
    ],
  ])('say what seems odd in the order %s', async (order, words) => {
    const u = moving(order, { n: 16, t: 16, x: 16, y: 16 });
    const notes = await notesOn({ u }, 'in(u(n,t[0],x,y)),out(u(n,t[1:],x,y))');
    expect(notes.join(' ')).toMatch(new RegExp(words));
  });

  it('propose the order in which the axis that jumps counts samples', async () => {
    const u = moving('txyn', { n: 40, t: 6, x: 24, y: 16 });
    const notes = await notesOn({ u }, 'in(u(n,t[0],x,y)),out(u(n,t[2::2],x,y))');
    expect(notes.join(' ')).toMatch(/^Values jump along y as from one unrelated sample to another/);
    const turned = 'in(u(t[0],x,y,n)),out(u(t[1:],x,y,n))';
    expect(notes.join(' ')).toContain(
      `the axes of samples and y may have been exchanged. Then u is [t, x, y, n]: choose that order, in a mapping ${turned}.`,
    );
    expect(await notesOn({ u }, turned)).toEqual([]);
  });

  it('say when an array is empty', async () => {
    const none = { shape: [0, 8, 8], data: new Float32Array(0) };
    await expect(notesOn({ a, none }, 'in(a(n,x,y)),out(none(n,x,y))')).rejects.toThrow(
      'none has the shape [0, 8, 8] and so no values: check what was saved.',
    );
  });

  it('say when the outputs are the inputs', async () => {
    expect(await notesOn({ a, u: a }, 'in(a(n,x,y)),out(u(n,x,y))')).toEqual([
      expect.stringMatching(/^The outputs are equal to the inputs/),
    ]);
    const u = field([6, 3, 8, 8]);
    expect(await notesOn({ u }, 'in(u(n,t[1],x,y)),out(u(n,t,x,y))')).toEqual([
      'The output “u, time 2” is equal to the input “u, time 2” in every sample: that part of the task is to copy.',
    ]);
  });

  it('say when channels differ by many orders of magnitude', async () => {
    const b = field([6, 8, 8], (value) => 1e-8 * value);
    expect((await notesOn({ a, b }, 'in(a(n,x,y),b(n,x,y)),out(a(n,x,y))'))[1]).toMatch(
      /^Among the inputs, the values of “a” \(up to .*\) are more than a million times those of “b”/,
    );
  });

  it('say when points are not equally spaced', async () => {
    const xs = { shape: [8], data: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 9) };
    const u = field([6, 8, 8], (value) => value + 1);
    expect(await notesOn({ a, u, xs }, 'in(a(n,x,y)),out(u(n,x,y)),at(x:xs)')).toEqual([
      'The points along x are not equally spaced (1 to 3): networks and pictures treat them as if they were.',
    ]);
  });

  it.each([
    [field([6, 8, 8], () => 3), 'u has the value 3 everywhere'],
    [field([6, 8, 8], (_, i) => i % 64), 'u is the same in all 6 samples'],
  ])('refuse what does not vary', async (u, sentence) => {
    await expect(notesOn({ a, u }, 'in(a(n,x,y)),out(u(n,x,y))')).rejects.toThrow(sentence);
    await expect(notesOn({ a, u }, 'in(u(n,x,y)),out(a(n,x,y))')).rejects.toThrow(sentence);
  });
});
