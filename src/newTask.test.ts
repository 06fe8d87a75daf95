/** A task that only its definition and the registry know goes all the way, from the schema to the saved files. */
import { beforeAll, expect, it, vi } from 'vitest';
import { buildDataSets } from './engine/data/samples.ts';
import { samplesKey } from './engine/data/samplesKey.ts';
import { chooseBackend } from './engine/device/choose.ts';
import { experimentFrom, presets } from './engine/experiment/presets.ts';
import { findLeaf, withValue } from './engine/experiment/leaves.ts';
import { describeDataset, datasetFiles } from './engine/export/dataset.ts';
import { describeModel } from './engine/export/description.ts';
import { readNpz } from './engine/files/npz.ts';
import { decodeLink, encodeLink } from './engine/opening/link.ts';
import { validateExperiment } from './engine/opening/validate.ts';
import { TrainingSession } from './engine/train/session.ts';
import type * as Registry from './engine/tasks/registry.ts';
import { groups } from './ui/controls/groups.ts';
import { axisNames } from './ui/kernels/axes.ts';

/** The zone, its points one after the other along one axis: 2-way kernels (t, x). */
vi.mock('./engine/tasks/registry.ts', async (original) => {
  const { registry } = await original<typeof Registry>();
  const { alongTime, alongX, oneChannel } = await import('./engine/tasks/task.ts');
  const [zoneFrames] = registry;
  const zoneStrip = {
    ...zoneFrames,
    id: 'zone-strip',
    label: 'Zone strip (2-way)',
    help: 'Strip: the points of the zone in one row.',
    axes: ({ frames, grid }: { frames: number; grid: number }) => [
      alongTime(frames, { setting: 'frames' }),
      alongX(grid * grid, { padding: 'circular' }),
    ],
    channels: () => oneChannel,
    words: { ...zoneFrames.words, summary: () => 'a strip' },
  };
  return { registry: [...registry, zoneStrip] };
});

const strip = experimentFrom({
  'task.kind': 'zone-strip',
  'task.grid': '8',
  'task.frames': '4',
  'scene.elements': '16',
  'source.frequency': '1..1.6',
  'data.train': '8',
  'data.test': '4',
  'net.width': '4',
  'net.kernel': '3',
  'training.steps': '3',
  'training.batch': '4',
});

beforeAll(async () => {
  await chooseBackend('wasm');
});

it('is offered, kept in links and judged', () => {
  expect(findLeaf('task.kind')!.field).toMatchObject({
    labels: { 'zone-strip': 'Zone strip (2-way)' },
  });
  const { experiment, notes } = decodeLink(encodeLink(strip, presets[0]));
  expect(notes).toEqual([]);
  expect(experiment).toEqual(strip);
  expect(validateExperiment(strip)).toEqual([]);
  expect(validateExperiment(withValue(strip, 'task.frames', 6))).toMatchObject([
    { key: 'task.frames', message: expect.stringContaining('Output times must be divisible by 4') },
  ]);
  expect(samplesKey(strip)).not.toBe(samplesKey(withValue(strip, 'task.kind', 'zone-frames')));
});

it('has its settings and axes on the page', () => {
  expect(groups.task.summary(strip)).toBe('a strip');
  expect(groups.task.keys.filter((key) => groups.task.relevant(strip, key))).toEqual([
    'task.kind',
    'task.grid',
    'task.frames',
  ]);
  expect(axisNames(strip)).toEqual(['t', 'x']);
  expect(groups.net.summary(strip)).toContain('3×3');
});

it('is simulated, trained, forecast and saved', async () => {
  const sets = buildDataSets(strip);
  const frames = buildDataSets(withValue(strip, 'task.kind', 'zone-frames'));
  expect(sets.scaling).toEqual(frames.scaling);
  const session = new TrainingSession(strip, 'b', sets);
  const never = () => false;
  await session.run(3, never, () => {});
  const result = await session.result(never, () => {});
  expect(result!.test).toBeGreaterThan(0);
  const forecast = await session.forecast({ x: 0.25, y: 0.5, frequency: 1.2, others: [] });
  expect(forecast).toHaveLength(4 * 64);
  const { model } = session.trainer;
  expect(model.outputs[0].shape).toEqual([null, 4, 64, 1]);
  const scaling = { input: sets.inputScaling, output: sets.scaling! };
  expect(describeModel(model, strip, 'b', scaling).output.axes).toEqual(['time', 'x', 'channel']);
  session.dispose();

  expect(describeDataset(strip).fields.axes).toEqual(['sample', 'time', 'x']);
  const [npz] = await datasetFiles(sets, strip, 'npz');
  const arrays = await readNpz(npz.bytes);
  expect(arrays.get('train_fields')!.shape).toEqual([8, 4, 64]);
});
