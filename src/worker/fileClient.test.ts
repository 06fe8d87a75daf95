import { describe, expect, it } from 'vitest';
import { writeNpz } from '../engine/files/npz.ts';
import { FakeWorker } from './fakeWorker.testing.ts';
import { readDataFile } from './fileClient.ts';
import { readFileFor } from './fileDesk.ts';
import { fileTransferables, type FileCommand, type FileEvent } from './fileProtocol.ts';

const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
const npz = (samples: number) =>
  writeNpz({
    parameters: { shape: [samples, 2], data: wave(2 * samples) },
    fields: { shape: [samples, 8, 8], data: wave(64 * samples) },
  });
const fileOf = (bytes: Uint8Array, name = 'a.npz') => new File([Uint8Array.from(bytes)], name);

type FileWorker = FakeWorker<FileCommand, FileEvent | { type: 'failed'; message: string }>;

function reading(file: File) {
  const worker: FileWorker = new FakeWorker();
  const shares: number[] = [];
  const ends = new AbortController();
  const outcome = readDataFile(
    file,
    (share) => shares.push(share),
    ends.signal,
    () => worker as unknown as Worker,
  );
  return { worker, shares, ends, outcome };
}

describe('readDataFile', () => {
  it('gives what the worker read, tells how far it is, and ends the worker', async () => {
    const file = fileOf(npz(3));
    const { worker, shares, outcome } = reading(file);
    expect(worker.posted).toEqual([{ file }]);
    await readFileFor(worker.posted[0], (event) => worker.say(event));
    expect((await outcome).outputs.shape).toEqual([3, 1, 8, 8]);
    expect(shares[0]).toBeGreaterThan(0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    expect(worker.terminated).toBe(true);
  });

  it('ends the worker at once when it is cancelled, and says so', async () => {
    const { worker, ends, outcome } = reading(fileOf(npz(3)));
    ends.abort();
    expect(worker.terminated).toBe(true);
    await expect(outcome).rejects.toThrow('a.npz was not read: it was cancelled.');
  });

  it.each([
    ['dies', (worker: FileWorker) => worker.die('oh')],
    ['fails', (worker: FileWorker) => worker.say({ type: 'failed', message: 'oh.' })],
  ])('gives a sentence when the worker %s', async (_, act) => {
    const { worker, outcome } = reading(fileOf(npz(3)));
    act(worker);
    await expect(outcome).rejects.toThrow(/^a\.npz (was not|can’t be) read: .*oh.*\.$/);
    expect(worker.terminated).toBe(true);
  });

  it('gives a sentence when no worker can be made', async () => {
    const none = () => {
      throw new Error('refused by the policy');
    };
    const outcome = readDataFile(fileOf(npz(3)), () => {}, new AbortController().signal, none);
    await expect(outcome).rejects.toThrow('refused by the policy');
  });
});

describe('readFileFor', () => {
  it('hands a sentence on for a file that is no good', async () => {
    const events: FileEvent[] = [];
    await readFileFor({ file: fileOf(npz(3).subarray(0, 100)) }, (event) => events.push(event));
    expect(events).toEqual([
      { type: 'refused', message: expect.stringMatching(/^a\.npz: The zip file is cut off/) },
    ]);
  });

  it('hands the arrays over rather than copying them', async () => {
    const events: FileEvent[] = [];
    await readFileFor({ file: fileOf(npz(3)) }, (event) => events.push(event));
    const opened = events.at(-1)!;
    if (opened.type !== 'opened') throw new Error('not opened');
    expect(fileTransferables(opened)).toEqual([
      opened.data.inputs.data.buffer,
      opened.data.outputs.data.buffer,
    ]);
  });

  it('reports now and then, whatever the number of arrays', async () => {
    const events: FileEvent[] = [];
    let moment = 0;
    await readFileFor(
      { file: fileOf(npz(40_000)) },
      (event) => events.push(event),
      () => moment++,
    );
    const progress = events.filter(({ type }) => type === 'progress');
    // Ten megabytes are unpacked in about 160 pieces.
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThan(4);
  });
});
