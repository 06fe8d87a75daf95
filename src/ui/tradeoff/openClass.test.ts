import { beforeEach, expect, it } from 'vitest';
import { resultFiles } from '../../engine/export/results.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { findPreset } from '../../engine/experiment/presets.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import { useArchive } from '../archive/archive.ts';
import { pointsOf } from '../archive/points.ts';
import { resultsOfEntries } from '../archive/table.ts';
import { memoryShelf } from '../storage/shelf.testing.ts';
import { openClass } from './openClass.ts';

const { experiment } = findPreset('quick')!;

beforeEach(() => useArchive.setState({ entries: [], unstored: [] }));

/** A run's `results.json` as Take home saves it. */
function runFile(name: string, errors: readonly number[]): File {
  const outcomes = new Map(
    (['a', 'b'] as const).map((id, index) => {
      const result = {
        test: errors[index],
        train: 0.1,
        rate: 'auto',
        stepMs: 5,
        testErrors: { medianL1: 0.1 },
      } as unknown as TrainingResult;
      return [id, { plan: planNetwork(experiment, id), curve: [], result }];
    }),
  );
  const { bytes } = resultFiles(experiment, outcomes).at(-1)!;
  return new File([Uint8Array.from(bytes)], name, { lastModified: 7 });
}

const fromFiles = () =>
  pointsOf(useArchive.getState().entries).map(({ latest, test }) => [latest.from, test.mean]);

it('puts the networks of several files side by side, each under the name of its file', async () => {
  const files = [runFile('ada.json', [0.1, 0.2]), runFile('ben.json', [0.3, 0.4])];
  const { failed, text } = await openClass(memoryShelf(), files);
  expect({ failed, text }).toEqual({
    failed: false,
    text: '4 networks of 2 files are in Trade-off, under the names of their files.',
  });
  expect(fromFiles()).toEqual([
    ['ada', 0.1],
    ['ada', 0.2],
    ['ben', 0.3],
    ['ben', 0.4],
  ]);

  // What Trade-off saves is opened the same way, beside files that are no good.
  const own = resultsOfEntries(useArchive.getState().entries.slice(0, 1), 'http://here/');
  const again = await openClass(memoryShelf(), [
    new File([JSON.stringify(own)], 'cleo.json'),
    new File(['{'], 'broken.json'),
    new File(['{"a":1}'], 'other.json'),
  ]);
  expect(again.failed).toBe(true);
  expect(again.text).toBe(
    '1 network of 1 file is in Trade-off, under the names of their files. broken.json was not opened. It is not JSON, or damaged. other.json was not opened. It is not a file of results: choose one that was saved here as JSON.',
  );
  expect(fromFiles()).toContainEqual(['cleo', 0.1]);
});

it('says why none of the files is any good', async () => {
  const { failed, text } = await openClass(memoryShelf(), [new File(['x'], 'a.json')]);
  expect({ failed, text }).toEqual({
    failed: true,
    text: 'a.json was not opened. It is not JSON, or damaged.',
  });
});
