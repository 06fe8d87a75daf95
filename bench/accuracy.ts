/**
 * The estimated and the measured error of the middle sample of every preset with a scene, as a table in Markdown for
 * docs/model.md; presets with the same wave share a row.
 *
 *     node --conditions=slimwave-source --import tsx bench/accuracy.ts [presets whose names match]
 */
import { fieldKey } from '../src/engine/data/samplesKey.ts';
import { middleParameters } from '../src/engine/experiment/parameters.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import type { Experiment } from '../src/engine/experiment/schema.ts';
import { estimateOn } from '../src/engine/scene/accuracy.ts';
import { measureAccuracy } from '../src/engine/scene/reference.ts';
import { originOf } from '../src/engine/tasks/index.ts';

const only = new RegExp(process.argv[2] ?? '');
const percent = (share: number) =>
  Number.isNaN(share) ? 'no wave' : `${(100 * share).toPrecision(2)} %`;
const row = (...columns: (string | number)[]) => console.log(`| ${columns.join(' | ')} |`);

const waves = new Map<string, { names: string[]; experiment: Experiment }>();
for (const { id, experiment } of presets) {
  if (originOf(experiment).id !== 'scene' || !only.test(id)) continue;
  const key = fieldKey(experiment);
  const known = waves.get(key);
  if (known) known.names.push(id);
  else waves.set(key, { names: [id], experiment });
}
row('preset', 'order', 'cells per side', 'estimated', 'measured');
row('---', '---', '---', '---', '---');
for (const { names, experiment } of waves.values()) {
  const measured = measureAccuracy(experiment, middleParameters(experiment));
  const { error } = estimateOn(experiment, measured.cells);
  row(names.join(', '), measured.order, measured.cells, percent(error), percent(measured.error));
}
