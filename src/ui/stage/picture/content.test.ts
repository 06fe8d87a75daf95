import { expect, it } from 'vitest';
import { COVERED } from '../../lessons/cover.ts';
import { useLab } from '../../state.ts';
import { stageContent } from './content.ts';
import { linesOf } from './scales.ts';
import { trainedStage } from './stage.testing.ts';

const open = { numberless: false, covered: false };
const contentOf = (count: number, more: object = {}, secrets = open) => {
  const { state, data } = trainedStage(count);
  return stageContent({ state: { ...state, ...more }, data, theme: 'light', ...secrets });
};

it('has the truth in one column, and every network in one of its own: forecast above error', () => {
  const { panels } = contentOf(2);
  expect(panels.map(({ title, figure, column, row }) => [title, figure, column, row])).toEqual([
    ['Whole domain', undefined, 0, 0],
    ['Truth in the zone', undefined, 0, 1],
    ['Forecast A', '12\u202fms', 1, 0],
    ['Error A', '10.0\u202f%', 1, 1],
    ['Forecast B', '12\u202fms', 2, 0],
    ['Error B', '10.0\u202f%', 2, 1],
  ]);
  for (const { picture, empty } of panels)
    expect([picture !== undefined, empty]).toEqual([true, undefined]);
  expect(panels.slice(2).map(({ name }) => name)).toEqual([
    'Classical',
    'Classical',
    'Layer CP, 32%',
    'Layer CP, 32%',
  ]);
});

it('leaves errors out where the link hides numbers', () => {
  const figures = contentOf(1, {}, { ...open, numberless: true }).panels.map(
    ({ title, figure }) => [title, figure],
  );
  expect(figures).toContainEqual(['Error A', undefined]);
  expect(figures).toContainEqual(['Forecast A', '12\u202fms']);
});

it('shows no error that a lesson covers', () => {
  const { panels } = contentOf(1, {}, { ...open, covered: true });
  const error = panels.find(({ title }) => title === 'Error A');
  expect(error).toMatchObject({ figure: undefined, picture: undefined, empty: COVERED });
});

it('shows what is in sight: the enlarged square and the truth alone', () => {
  const { panels } = contentOf(2, { squareLarge: true });
  expect(panels.map(({ title, column, span }) => [title, column, span])).toEqual([
    ['Whole domain', 0, 2],
    ['Truth in the zone', 2, 1],
  ]);
});

it('says in empty panels what the page says there', () => {
  const state = useLab.getInitialState();
  const data = { fieldRange: 1, errorRange: 1, networks: {} };
  const { panels, scales } = stageContent({ state, data, theme: 'dark', ...open });
  expect(panels[0].empty).toBe('The wave is being simulated…');
  expect(panels.at(-1)?.empty).toContain('Press Train: the error of network');
  expect(panels.every(({ picture }) => picture === undefined)).toBe(true);
  // Without errors there is nothing for their scale to say.
  expect(scales.map(({ name }) => name)).toEqual(['Displacement u']);
});

it('names its sample, its scales with units, and the lines that are there', () => {
  const content = contentOf(2, { sample: 2 });
  expect(content.sample).toBe('Test sample 3 of 128');
  expect(contentOf(2).sample).toBe('Source at x = 0.25 m, y = 0.5 m, 2.5\u202fHz');
  expect(content.scales.map(({ name, ticks }) => [name, ...ticks])).toEqual([
    ['Displacement u', '−1\u202fmm', '0', '+1\u202fmm'],
    ['|Error|', '0', '0.2\u202fmm'],
  ]);
  expect(linesOf(trainedStage(2).state).map(({ label }) => label)).toEqual([
    'zone',
    'training range',
    'fixed',
    'open',
  ]);
});
