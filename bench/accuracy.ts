/**
 * The estimated and the measured error of the middle sample of every preset with a scene, as a table in Markdown for
 * docs/model.md; presets with the same numbers share a row.
 *
 *     node --conditions=slimwave-source --import tsx bench/accuracy.ts [presets whose names match]
 */
import { middleParameters } from '../src/engine/experiment/parameters.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { estimateOn } from '../src/engine/scene/accuracy.ts';
import { measureAccuracy } from '../src/engine/scene/reference.ts';
import { originOf } from '../src/engine/tasks/index.ts';

const only = new RegExp(process.argv[2] ?? '');
const percent = (share: number) =>
  Number.isNaN(share) ? 'no wave' : `${(100 * share).toPrecision(2)} %`;
const row = (...columns: string[]) => console.log(`| ${columns.join(' | ')} |`);

const rows = new Map<string, string[]>();
for (const { id, experiment } of presets) {
  if (originOf(experiment).id !== 'scene' || !only.test(id)) continue;
  const { order, cells, error } = measureAccuracy(experiment, middleParameters(experiment));
  const estimated = estimateOn(experiment, cells).error;
  const numbers = [order, cells, percent(estimated), percent(error)].join(' | ');
  rows.set(numbers, [...(rows.get(numbers) ?? []), id]);
}
row('preset', 'order', 'cells per side', 'estimated', 'measured');
row('---', '---', '---', '---', '---');
for (const [numbers, ids] of rows) row(ids.join(', '), numbers);
