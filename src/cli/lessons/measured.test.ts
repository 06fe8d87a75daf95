import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeLink } from '../../engine/opening/link.ts';
import { hasNetwork, idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import {
  fromNoise,
  fromSource,
  fromStudy,
  howOf,
  type MeasuredNumbers,
  type StudyRow,
} from './measured.ts';
import { recipes, type Recipe, type TrainedRecipe } from './recipes.ts';

const FOLDER = 'lessons';

const lessons = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const textOf = (id: string): string => readFileSync(path.join(FOLDER, id, 'lesson.md'), 'utf8');

function measuredOf(id: string): MeasuredNumbers {
  const file = path.join(FOLDER, id, 'measured.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as MeasuredNumbers) : {};
}

/** The keys that a lesson quotes, in its text or in a condition. */
function quoted(text: string): string[] {
  const inText = [...text.matchAll(/:measured\[([^\]]+)\]/g)].map(([, key]) => key);
  const inConditions = [...text.matchAll(/\bmeasured\.([a-z0-9.-]+)/g)].map(([, key]) => key);
  return [...new Set([...inText, ...inConditions])];
}

const trainedRecipes = (id: string): TrainedRecipe[] =>
  (recipes[id] ?? []).filter((recipe) => 'link' in recipe);

const { rows } = JSON.parse(readFileSync('docs/study.json', 'utf8')) as { rows: StudyRow[] };

function knownNumbers(recipe: Exclude<Recipe, TrainedRecipe>): MeasuredNumbers {
  if ('study' in recipe) return fromStudy(recipe, rows);
  return 'noise' in recipe ? fromNoise(recipe) : fromSource(recipe);
}

it('has recipes of lessons that there are', () => {
  expect(Object.keys(recipes).filter((id) => !lessons.includes(id))).toEqual([]);
});

describe.each(lessons)('the lesson %s', (id) => {
  it('quotes only numbers that were measured', () => {
    const measured = measuredOf(id);
    expect(quoted(textOf(id)).filter((key) => measured[key] === undefined)).toEqual([]);
  });

  it('has each number from its recipe of today, and no others', () => {
    const wanted = Object.assign({}, ...(recipes[id] ?? []).map(howOf)) as Record<string, string>;
    const found = Object.entries(measuredOf(id)).map(([key, { how }]) => [key, how]);
    expect(Object.fromEntries(found)).toEqual(wanted);
  });

  it('has finite numbers', () => {
    const numbers = Object.values(measuredOf(id)).flatMap(({ value, scatter = 0 }) => [
      value,
      scatter,
    ]);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('has in its numbers what the study and the sources say', () => {
    const measured = measuredOf(id);
    for (const recipe of recipes[id] ?? []) {
      if ('link' in recipe) continue;
      const numbers = knownNumbers(recipe);
      for (const [key, number] of Object.entries(numbers)) expect(measured[key]).toEqual(number);
    }
  });

  it('opens the experiments that its numbers were measured with', () => {
    const text = textOf(id);
    const absent = trainedRecipes(id).filter(({ link }) => !text.includes(`::set{link="${link}"}`));
    expect(absent).toEqual([]);
  });

  it('counts the parameters as the plans do', () => {
    const measured = measuredOf(id);
    for (const { link, values } of trainedRecipes(id)) {
      const { experiment } = decodeLink(link);
      for (const [key, quantity] of Object.entries(values)) {
        const [network, name] = quantity.split('.') as [NetworkId, string];
        expect(hasNetwork(experiment, network), quantity).toBe(true);
        if (name !== 'parameters') continue;
        expect(measured[key].value).toBe(planNetwork(experiment, network).totals.parameters);
      }
    }
  });
});

describe('the links of the lessons', () => {
  const links = lessons.flatMap((id) =>
    [...textOf(id).matchAll(/#v=\d[^)\s"]*/g)].map(([link]) => [id, link] as const),
  );

  it.each(links)('%s: %s opens without a remark', (_, link) => {
    const { notes, experiment } = decodeLink(link);
    expect(notes).toEqual([]);
    for (const id of idsOf(experiment)) expect(planNetwork(experiment, id).note).toBeUndefined();
  });
});
