/** `measure`: trains what the lessons quote, and writes `measured.json` beside each of them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readArguments } from '../arguments.ts';
import { parseWords } from '../parse.ts';
import { trainReport } from '../train.ts';
import { UsageError } from '../usageError.ts';
import {
  fromNoise,
  fromSeeds,
  fromSource,
  fromStudy,
  type MeasuredNumbers,
  type SeedReport,
  type StudyRow,
} from './measured.ts';
import { recipes, type Recipe, type TrainedRecipe } from './recipes.ts';

export const MEASURE_USAGE = `Usage: npm run -s slimwave -- measure [lesson …] [--folder FOLDER]

Trains the experiments whose numbers the lessons of the page quote, and writes measured.json beside each lesson. All
lessons take about a quarter of an hour; name some to do only these: ${Object.keys(recipes).join(', ')}.

  --folder FOLDER        where the lessons are (default: lessons)`;

const options = {
  folder: { type: 'string', default: 'lessons' },
  help: { type: 'boolean', default: false },
} as const;

const STUDY = 'docs/study.json';

const studyRows = (): StudyRow[] =>
  (JSON.parse(readFileSync(STUDY, 'utf8')) as { rows: StudyRow[] }).rows;

async function trained(recipe: TrainedRecipe): Promise<MeasuredNumbers> {
  const single = !recipe.seeds.includes('..');
  const seeds = single
    ? [
        '--set',
        `training.initSeed=${recipe.seeds}`,
        '--set',
        `training.shuffleSeed=${recipe.seeds}`,
      ]
    : ['--seeds', recipe.seeds];
  const invocation = readArguments(['train', recipe.link, '--backend', 'wasm', ...seeds]);
  const found = (await trainReport(invocation, () => {})) as {
    networks: SeedReport['seeds'][number]['networks'];
    repeats?: SeedReport;
  };
  return fromSeeds(recipe, found.repeats ?? { seeds: [found], statistics: [] });
}

async function numbersOf(recipe: Recipe): Promise<MeasuredNumbers> {
  if ('source' in recipe) return fromSource(recipe);
  if ('noise' in recipe) return fromNoise(recipe);
  if ('study' in recipe) return fromStudy(recipe, studyRows());
  process.stderr.write(`${recipe.link}, seeds ${recipe.seeds}\n`);
  return trained(recipe);
}

/** What `measure` prints. Throws `UsageError`. */
export async function measure(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseWords([...args], options);
  if (values.help) return MEASURE_USAGE;
  const wanted = positionals.length > 0 ? positionals : Object.keys(recipes);
  for (const id of wanted) {
    if (!Object.hasOwn(recipes, id)) {
      throw new UsageError(
        `No lesson “${id.slice(0, 40)}” quotes measured numbers; use ${Object.keys(recipes).join(', ')}.`,
      );
    }
    if (!existsSync(path.join(values.folder, id))) {
      throw new UsageError(`There is no folder ${path.join(values.folder, id)}.`);
    }
  }
  for (const id of wanted) {
    const all: MeasuredNumbers = {};
    for (const recipe of recipes[id]) Object.assign(all, await numbersOf(recipe));
    const file = path.join(values.folder, id, 'measured.json');
    writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
    process.stderr.write(`wrote ${file}\n`);
  }
  return `Measured: ${wanted.join(', ')}.`;
}
