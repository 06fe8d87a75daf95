import { describe, expect, it } from 'vitest';
import { targetsOf, simulatorFor } from '../../data/samples.ts';
import { sampleParameters } from '../../data/sampling.ts';
import type { SetName } from '../../data/dataset.ts';
import { experimentFrom } from '../../experiment/presets.ts';
import { MemorySink } from '../../files/byteSink.ts';
import { readHdf5 } from '../../files/hdf5.ts';
import { readNpz } from '../../files/npz.ts';
import { openContainer } from '../../files/container/open.ts';
import { memorySource } from '../../files/container/memorySource.ts';
import { openMapped } from '../../mapping/open.ts';
import { openDataFile } from '../../files/ownData.ts';
import { contentOf, describeSamples, pointsOf, type SampleContent } from './content.ts';
import { dataLayout } from './index.ts';
import { filesOf, samplesIn, type Part } from './layout.ts';

const SCENE = {
  'scene.elements': '16',
  'source.frequency': '1..1.6',
  'source.x': '0.2',
  'scene.inclusions': 'circle(0.7,0.5,0.02..0.3,1.5,2)',
  'zone.x': '0.5..1',
  'scene.right': 'fixed',
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '5',
  'data.test': '3',
};
const FIELDS = { 'task.kind': 'propagator', 'task.grid': '9', 'data.train': '3', 'data.test': '2' };

/** All samples of an experiment, simulated once for all tests. */
const made = new Map<string, ReturnType<typeof simulated>>();

function simulated(settings: Record<string, string>) {
  const experiment = experimentFrom(settings);
  const content = contentOf(experiment);
  const describeSample = describeSamples(experiment, content);
  const simulator = simulatorFor(experiment);
  const drawn = sampleParameters(experiment);
  const samplesOf = (set: SetName): SampleContent[] =>
    targetsOf(experiment, drawn[set], set, simulator).map((target, i) =>
      describeSample(drawn[set][i], set, target),
    );
  return { content, samples: { train: samplesOf('train'), test: samplesOf('test'), shifted: [] } };
}

/** One of the files that a layout makes of the training and test samples of an experiment. */
async function written(settings: Record<string, string>, id: string, file = 0) {
  const key = JSON.stringify(settings);
  made.set(key, made.get(key) ?? simulated(settings));
  const { content, samples: all } = made.get(key)!;
  const layout = dataLayout(id)!;
  const counts = { train: all.train.length, test: all.test.length, shifted: 0 };
  const parts: Part[] = filesOf(layout, counts)[file];
  const samples = parts.flatMap(({ set }) => all[set]);
  expect(samples).toHaveLength(samplesIn(parts));
  const sink = new MemorySink();
  const writer = await layout.open(content, parts, sink);
  for (const sample of samples) writer.put(sample);
  writer.finish();
  return { content, parts, samples, bytes: sink.bytes };
}

const stacked = (arrays: readonly (Float32Array | Float64Array)[]): number[] =>
  arrays.flatMap((array) => [...array]);

describe('a data set of a scene', () => {
  it('in PDEBench’s layout has tests first, and the speed as the coefficient', async () => {
    const { samples, bytes, content } = await written(SCENE, 'pdebench');
    const arrays = await readHdf5(bytes);
    expect(arrays.get('tensor')!.shape).toEqual([8, 4, 8, 8]);
    expect([...arrays.get('tensor')!.data]).toEqual(stacked(samples.map(({ field }) => field)));
    expect([...arrays.get('nu')!.data]).toEqual(stacked(samples.map(({ medium }) => medium[0])));
    expect([...arrays.get('density')!.data]).toEqual(
      stacked(samples.map(({ medium }) => medium[1])),
    );
    expect([...arrays.get('parameters')!.data]).toEqual(
      stacked(samples.map(({ parameters }) => parameters)),
    );
    expect([...arrays.get('x-coordinate')!.data]).toEqual([
      ...Float32Array.from(content.space[0].at),
    ]);
    expect(arrays.get('x-coordinate')!.data.at(0)).toBe(0.5);
    expect([...arrays.get('t-coordinate')!.data]).toEqual([...Float32Array.from(content.times)]);
    // The inclusion and its radius are in the medium.
    expect(new Set(samples[0].medium[0])).toEqual(new Set([1, 1.5]));
    expect(samples[0].medium[0]).not.toEqual(samples[1].medium[0]);
  });

  it('by seed has a group for every sample', async () => {
    const { samples, bytes } = await written(SCENE, 'pdebench-seed');
    const arrays = await readHdf5(bytes);
    samples.forEach(({ field, medium, parameters }, i) => {
      const group = `000${i}`;
      expect(arrays.get(`${group}/data`)!.shape).toEqual([4, 8, 8, 1]);
      expect(arrays.get(`${group}/data`)!.data).toEqual(field);
      expect(arrays.get(`${group}/speed_of_sound`)!.data).toEqual(medium[0]);
      expect(arrays.get(`${group}/parameters`)!.data).toEqual(parameters);
      expect(arrays.get(`${group}/grid/t`)!.shape).toEqual([4]);
    });
  });

  it('in The Well’s layout has a file for every set, with every sample’s parameters', async () => {
    const { samples, bytes, parts, content } = await written(SCENE, 'the-well', 1);
    expect(parts).toEqual([{ set: 'test', count: 3 }]);
    const arrays = await readHdf5(bytes);
    expect(arrays.get('t0_fields/displacement')!.shape).toEqual([3, 4, 8, 8]);
    expect([...arrays.get('t0_fields/displacement')!.data]).toEqual(
      stacked(samples.map(({ field }) => field)),
    );
    expect(arrays.get('t0_fields/speed_of_sound')!.shape).toEqual([3, 8, 8]);
    content.parameters.forEach(({ key, low, high }, p) => {
      const { shape, data } = arrays.get(`scalars/${key}`)!;
      expect(shape).toEqual(low < high ? [3] : []);
      expect([...data]).toEqual(
        low < high
          ? samples.map(({ parameters }) => Math.fround(parameters[p]))
          : [Math.fround(low)],
      );
    });
    // The zone ends at the fixed side of the square on the right alone.
    const ends = (name: string) => [...arrays.get(`boundary_conditions/${name}/mask`)!.data];
    expect(ends('x_wall')).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(ends('x_open')).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(ends('y_open')).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('in a uniform medium has it once', async () => {
    const uniform = { ...SCENE, 'scene.inclusions': '' };
    const { bytes } = await written(uniform, 'the-well');
    expect((await readHdf5(bytes)).get('t0_fields/speed_of_sound')!.shape).toEqual([8, 8]);
    const npz = await written(uniform, 'npz');
    expect((await readNpz(npz.bytes)).get('speed_of_sound')!.shape).toEqual([8, 8]);
  });

  it('of traces has arc lengths in place of x and y', async () => {
    const trace = { ...SCENE, 'task.kind': 'boundary-trace', 'task.arc': '16' };
    const { bytes, samples } = await written(trace, 'pdebench');
    const arrays = await readHdf5(bytes);
    expect(arrays.get('tensor')!.shape).toEqual([8, 4, 16]);
    expect(arrays.get('nu')!.shape).toEqual([8, 16]);
    expect([...arrays.get('tensor')!.data]).toEqual(stacked(samples.map(({ field }) => field)));
    const well = await readHdf5((await written(trace, 'the-well')).bytes);
    expect([...well.get('boundary_conditions/arc_length_periodic/mask')!.data]).toEqual(
      Array.from({ length: 16 }, (_, i) => Number(i === 0 || i === 15)),
    );
  });
});

describe('a data set from field to field', () => {
  it('in CNO’s layout has input and output of every sample, and their extremes', async () => {
    const { samples, bytes } = await written({ ...FIELDS, 'modes.time': '5' }, 'cno');
    const arrays = await readHdf5(bytes);
    samples.forEach(({ field }, i) => {
      expect(arrays.get(`Sample_${i}_t_5/input`)!.shape).toEqual([9, 9]);
      expect(arrays.get(`Sample_${i}_t_5/input`)!.data).toEqual(field.subarray(0, 81));
      expect(arrays.get(`Sample_${i}_t_5/output`)!.data).toEqual(field.subarray(81));
    });
    const outputs = stacked(samples.map(({ field }) => field.subarray(81)));
    expect(arrays.get('min_u')!.data[0]).toBe(Math.min(...outputs));
    expect(arrays.get('max_u')!.data[0]).toBe(Math.max(...outputs));
    expect(dataLayout('cno')!.problem!(contentOf(experimentFrom(SCENE)))).toMatch(/one field/);
  });

  it('in PDEBench’s layout begins with the field at rest', async () => {
    const { samples, bytes, content } = await written(FIELDS, 'pdebench');
    const arrays = await readHdf5(bytes);
    expect(content.times).toEqual([0, 5]);
    expect(arrays.get('tensor')!.shape).toEqual([5, 2, 9, 9]);
    expect([...arrays.get('tensor')!.data]).toEqual(stacked(samples.map(({ field }) => field)));
    expect(arrays.has('parameters')).toBe(false);
  });

  it('in a medium has its speed, sample by sample', async () => {
    const medium = { ...FIELDS, 'task.kind': 'medium', 'modes.count': '3', 'medium.cells': '1' };
    const { samples, bytes } = await written(medium, 'the-well');
    const arrays = await readHdf5(bytes);
    expect([...arrays.get('t0_fields/speed_of_sound')!.data]).toEqual(
      stacked(samples.map((sample) => sample.medium[0])),
    );
    const npz = await written(medium, 'npz');
    const inputs = (await readNpz(npz.bytes)).get('train_inputs')!;
    expect(inputs.shape).toEqual([3, 2, 9, 9]);
    const [{ field, medium: media }] = npz.samples;
    expect(inputs.data.subarray(0, 162)).toEqual(
      Float32Array.from([...field.subarray(0, 81), ...media[0]]),
    );
  });
});

describe('one set as .npz', () => {
  it.each([
    ['parameters', SCENE],
    ['fields', FIELDS],
  ])('is opened again as own data: %s', async (_, settings) => {
    const { content, samples } = await written(settings, 'npz');
    const sink = new MemorySink();
    const part = { set: 'train', count: samples.length } as const;
    const writer = await dataLayout('npz')!.open(content, [part], sink);
    for (const sample of samples) writer.put(sample);
    writer.finish();
    const { inputs, outputs } = await openDataFile('samples.npz', sink.bytes);
    const points = pointsOf(content);
    const from = content.beginsWithField ? points : 0;
    expect([...outputs.data]).toEqual(stacked(samples.map(({ field }) => field.subarray(from))));
    expect([...inputs.data]).toEqual(
      stacked(
        samples.map(({ field, parameters }) =>
          content.beginsWithField ? field.subarray(0, points) : parameters,
        ),
      ),
    );
  });

  it('can’t be mistaken for whole before it is', async () => {
    const { content, samples } = await written(SCENE, 'npz');
    const sink = new MemorySink();
    const part = { set: 'train', count: samples.length + 1 } as const;
    const writer = await dataLayout('npz')!.open(content, [part], sink);
    for (const sample of samples) writer.put(sample);
    expect(() => writer.finish()).toThrow('Rows of an array are missing');
    await expect(readNpz(sink.bytes)).rejects.toThrow('cut off or damaged');
  });
});

describe('a sink that fails', () => {
  it('is what a writer throws, and the library goes on', async () => {
    const { content, samples } = await written(SCENE, 'pdebench');
    class Full extends MemorySink {
      override write(at: number, bytes: Uint8Array): void {
        if (at + bytes.length > 10_000) throw new Error('There is no room.');
        super.write(at, bytes);
      }
    }
    const part = { set: 'train', count: samples.length } as const;
    const writer = await dataLayout('pdebench')!.open(content, [part], new Full());
    expect(() => {
      for (const sample of samples) writer.put(sample);
      writer.finish();
    }).toThrow('There is no room.');
    writer.abandon();
    const { bytes } = await written(SCENE, 'pdebench');
    expect((await readHdf5(bytes)).get('tensor')!.shape[0]).toBe(8);
  });
});

describe('what is written is recognised again, with the same fields', () => {
  it.each([
    ['pdebench', '.hdf5'],
    ['pdebench-seed', '.h5'],
    ['the-well', '.hdf5'],
    ['cno', '.h5'],
  ])('%s', async (id, ending) => {
    const { samples, bytes } = await written({ ...FIELDS, 'modes.time': '5' }, id);
    const container = await openContainer([memorySource(`data${ending}`, bytes)]);
    const { own } = await openMapped(container, undefined);
    expect([...own.outputs.data]).toEqual(stacked(samples.map(({ field }) => field.subarray(81))));
    const { data, shape } = own.inputs;
    const [count, channels] = shape;
    const last = Array.from({ length: count }, (_, i) =>
      data.subarray(((i + 1) * channels - 1) * 81, (i + 1) * channels * 81),
    );
    expect(last.flatMap((values) => [...values])).toEqual(
      stacked(samples.map(({ field }) => field.subarray(0, 81))),
    );
  });
});
