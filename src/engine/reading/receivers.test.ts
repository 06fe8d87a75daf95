import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkText, findLeaf } from '../experiment/leaves.ts';
import type { Item } from '../experiment/list.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { endsOfItem, receiversOf, withEndAt } from './receivers.ts';

const of = (text: string) => receiversOf(experimentFrom({ 'scene.receivers': text }));

it('names points, lines and arcs in order', () => {
  const receivers = of('point(0.2,0.3) line(0.1,0.5,0.5,0.8,3) arc(0.5,0.5,0.25,0,90,2)');
  expect(receivers.map(({ name }) => name)).toEqual([
    'R001',
    'R002',
    'R003',
    'R004',
    'R005',
    'R006',
  ]);
  expect(receivers.map(({ item }) => item)).toEqual([0, 1, 1, 1, 2, 2]);
  expect(receivers[2]).toMatchObject({ x: 0.3, y: 0.65, along: 0.25 });
  expect(receivers[5].x).toBeCloseTo(0.5, 15);
  expect(receivers[5]).toMatchObject({ y: 0.75, along: 90 });
});

it('lines end exactly where they are told to; distances are equal', () => {
  const place = fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000);
  fc.assert(
    fc.property(place, place, place, place, fc.integer({ min: 2, max: 40 }), (a, b, c, d, n) => {
      const line = of(`line(${[a, b, c, d, n].join()})`);
      expect(line).toHaveLength(n);
      expect([line[0].x, line[0].y, line[n - 1].x, line[n - 1].y]).toEqual([a, b, c, d]);
      for (const [i, { x, y, along }] of line.entries())
        expect(Math.abs(Math.hypot(x - a, y - b) - along)).toBeLessThan(1e-12 * (i + 1));
    }),
  );
});

it('a whole circle has no receiver twice', () => {
  const circle = of('arc(0.5,0.5,0.2,0,360,8)');
  expect(circle.map(({ along }) => along)).toEqual([0, 45, 90, 135, 180, 225, 270, 315]);
});

it.each([
  ['line(0,0,1,1,1)', 'must have its count from 2 to 512, a whole number.'],
  ['line(0,0,1,1,2.5)', 'must have its count from 2 to 512, a whole number.'],
  ['line(0,0,1,5)', 'must be written line(x1,y1,x2,y2,count).'],
  ['arc(0.5,0.5,0.3,0,400,9)', 'must have its to angle from -360 to 360 °.'],
  ['arc(0.5,0.5,0.3..0.4,0,90,9)', 'must have single numbers'],
])('%s is refused', (text, sentence) => {
  const checked = checkText(findLeaf('scene.receivers')!, text);
  expect(checked).toMatchObject({ ok: false, message: expect.stringContaining(sentence) });
});

it('an end of a line or an arc is put where it is dragged to, and the rest stays', () => {
  const place = fc.record({
    x: fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000),
    y: fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000),
  });
  const [line, arc] = experimentFrom({
    'scene.receivers': 'line(0.1,0.2,0.7,0.9,5) arc(0.52,0.49,0.2,10,60,7)',
  }).scene.receivers;
  fc.assert(
    fc.property(place, fc.constantFrom('first' as const, 'last' as const), (at, end) => {
      const other = end === 'first' ? 'last' : 'first';
      const moved = endsOfItem(withEndAt(line, end, at, (length) => length))!;
      expect(moved).toEqual({ ...endsOfItem(line), [end]: at });
      const turned = withEndAt(arc, end, at, (length) => length);
      const { [end]: here } = endsOfItem(turned)!;
      // Angles are rounded to a tenth of a degree.
      const radius = Math.hypot(at.x - 0.52, at.y - 0.49);
      expect(Math.hypot(here.x - at.x, here.y - at.y)).toBeLessThanOrEqual(9e-4 * radius + 1e-12);
      expect(turned.numbers.slice(0, 2)).toEqual(arc.numbers.slice(0, 2));
      const kept = other === 'first' ? 3 : 4;
      expect(turned.numbers[kept]).toEqual(arc.numbers[kept]);
      expect(turned.numbers[6]).toEqual(arc.numbers[6]);
    }),
  );
  expect(endsOfItem({ kind: 'point', numbers: [] })).toBeUndefined();
});

it('an end of an arc goes round with the pointer, up to a whole circle', () => {
  const { receivers } = experimentFrom({ 'scene.receivers': 'arc(0.5,0.5,0.2,0,90,9)' }).scene;
  let arc: Item = receivers[0];
  for (let angle = 90; angle <= 400; angle += 10) {
    const turn = (angle * Math.PI) / 180;
    const at = { x: 0.5 + 0.2 * Math.cos(turn), y: 0.5 + 0.2 * Math.sin(turn) };
    arc = withEndAt(arc, 'last', at, (length) => Number(length.toFixed(3)));
    expect(arc.numbers.map(([value]) => value)).toEqual([
      0.5,
      0.5,
      0.2,
      0,
      Math.min(angle, 360),
      9,
    ]);
  }
});
