import { expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { endedEntry, quick } from '../archive/entry.testing.ts';
import { networkTitle } from '../archive/entry.ts';
import { pointsOf } from '../archive/points.ts';
import { columns, ordered, shownColumns, usualColumns } from './columns.ts';

const { experiment } = quick;
const points = pointsOf([
  endedEntry(experiment, 'b', 0.25),
  endedEntry(withValue(experiment, 'training.initSeed', 2), 'b', 0.35),
  endedEntry(experiment, 'a', 0.125),
  endedEntry(withValue(experiment, 'b.rate', 0.5), 'b'),
]);
const textsOf = (id: string) =>
  points.map((point) => columns.find((one) => one.id === id)!.text(point));
const names = (by: string, descending: boolean) =>
  ordered(points, { by, descending }, ({ latest }) => networkTitle(latest)).map((point) =>
    points.indexOf(point),
  );

it('says mean and deviation over the seeds, and what diverged', () => {
  expect(textsOf('test')).toEqual(['30 ± 7\u202f%', '12.5\u202f%', 'diverged']);
  expect(textsOf('seeds')).toEqual(['2', '1', '1']);
});

it('is in the order of any column, either way, and what has no value comes last', () => {
  expect(names('test', false)).toEqual([1, 0, 2]);
  expect(names('test', true)).toEqual([0, 1, 2]);
  expect(names('seeds', true)[0]).toBe(0);
  expect(names('name', false)[0]).toBe(1);
  expect(names('name', true).at(-1)).toBe(1);
});

it('leaves out the columns in which all networks are the same, where that is wanted', () => {
  const chosen = ['parameters', 'test', 'backend'];
  const ids = (differing: boolean) => shownColumns(points, chosen, differing).map(({ id }) => id);
  expect(ids(false)).toEqual(chosen);
  expect(ids(true)).toEqual(['parameters', 'test']);
  // Of a single network nothing differs.
  expect(shownColumns(points.slice(0, 1), chosen, true)).toHaveLength(3);
});

it('shows the whole network at first, not its convolutions alone', () => {
  expect(usualColumns).toEqual(['parameters', 'macs', 'test']);
  expect(usualColumns.every((id) => columns.some((column) => column.id === id))).toBe(true);
});

it('says how a network stands to the reference', () => {
  const [b, a] = points;
  const { ratio } = columns.find(({ id }) => id === 'parameters')!;
  const share = b.latest.parameters / a.latest.parameters;
  expect(Number(ratio!(b, a).replace(/[^\d.]/g, ''))).toBeCloseTo(share, 2);
});
