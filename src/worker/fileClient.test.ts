import { describe, expect, it } from 'vitest';
import { MissingShapeError } from '../engine/files/container/missingShape.ts';
import { writeNpz } from '../engine/files/npz.ts';
import { FakeWorker } from './fakeWorker.testing.ts';
import { openDataFiles, readDataFile } from './fileClient.ts';
import { FileDesk } from './fileDesk.ts';
import { fileTransferables, type FileCommand, type FileEvent } from './fileProtocol.ts';

const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
const npz = (samples: number) =>
  writeNpz({
    parameters: { shape: [samples, 2], data: wave(2 * samples) },
    fields: { shape: [samples, 8, 8], data: wave(64 * samples) },
  });
const fileOf = (bytes: Uint8Array, name = 'a.npz') => new File([Uint8Array.from(bytes)], name);

/** A worker that answers; what it is told is kept. */
class Answering extends FakeWorker<FileCommand, FileEvent> {
  private readonly desk = new FileDesk((event) => this.say(event));
  override postMessage(command: FileCommand): void {
    super.postMessage(command);
    void this.desk.handle(command);
  }
}

function reading(file: File, worker = new Answering()) {
  const shares: number[] = [];
  const ends = new AbortController();
  const make = () => worker as unknown as Worker;
  const outcome = readDataFile(file, (share) => shares.push(share), ends.signal, make);
  return { worker, shares, ends, outcome };
}

const silent = () => new FakeWorker<FileCommand, FileEvent>() as Answering;

const opening = (file: File, worker: FakeWorker<FileCommand, FileEvent> = new Answering()) =>
  openDataFiles([file], undefined, undefined, () => worker as unknown as Worker);

describe('readDataFile', () => {
  it('gives what the worker read, tells how far it is, and ends the worker', async () => {
    const file = fileOf(npz(3));
    const { worker, shares, outcome } = reading(file);
    expect(worker.posted).toEqual([{ type: 'open', files: [file] }]);
    expect((await outcome).outputs.shape).toEqual([3, 1, 8, 8]);
    expect(shares[0]).toBeGreaterThan(0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    expect(worker.terminated).toBe(true);
  });

  it('ends the worker at once when it is cancelled, and says so', async () => {
    const { worker, ends, outcome } = reading(fileOf(npz(3)), silent());
    ends.abort();
    expect(worker.terminated).toBe(true);
    await expect(outcome).rejects.toThrow('a.npz was not read: it was cancelled.');
  });

  it.each([
    ['dies', (worker: Answering) => worker.die('oh')],
    ['fails', (worker: Answering) => worker.say({ type: 'failed', message: 'oh.' })],
  ])('gives a sentence when the worker %s', async (_, act) => {
    const { worker, outcome } = reading(fileOf(npz(3)), silent());
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

  it('hands a sentence on for a file that is no good', async () => {
    const { outcome } = reading(fileOf(npz(3).subarray(0, 100)));
    await expect(outcome).rejects.toThrow(/^a\.npz: The zip file is cut off/);
  });
});

describe('openDataFiles', () => {
  it('lists the arrays, and answers any number of questions', async () => {
    const worker = new Answering();
    const session = await opening(fileOf(npz(3)), worker);
    expect(session.listing.arrays.map(({ name }) => name)).toEqual(['parameters', 'fields']);
    const [statistics, loaded] = await Promise.all([
      session.statistics('fields'),
      session.load(undefined),
    ]);
    expect(statistics).toMatchObject({ total: 192, nan: 0 });
    expect(loaded.data.inputs.shape).toEqual([3, 2]);
    await expect(session.statistics('gone')).rejects.toThrow('a.npz: The file has no array gone.');
    expect(worker.terminated).toBe(false);
    session.close();
    expect(worker.terminated).toBe(true);
  });

  it('can be asked again after loading was cancelled', async () => {
    const session = await opening(fileOf(npz(3)));
    const ends = new AbortController();
    const cancelled = session.load(undefined, () => ends.abort(), ends.signal);
    await expect(cancelled).rejects.toThrow('a.npz was not read: it was cancelled.');
    expect((await session.load(undefined)).data.outputs.shape).toEqual([3, 1, 8, 8]);
  });

  it('refuses what is not answered when it is closed', async () => {
    const worker = silent();
    const session = opening(fileOf(npz(3)), worker);
    worker.say({ type: 'opened', listing: { kind: 'npz', arrays: [], groups: [], notes: [] } });
    const question = (await session).statistics('fields');
    (await session).close();
    await expect(question).rejects.toThrow('a.npz was closed.');
  });

  it('asks for the shape of numbers without a header', async () => {
    const outcome = opening(fileOf(new Uint8Array(64), 'wave.npy'));
    await expect(outcome).rejects.toThrow(MissingShapeError);
    await expect(outcome).rejects.toMatchObject({ file: 'wave.npy', count: 16 });
  });
});

describe('FileDesk', () => {
  async function events(samples: number, now?: () => number): Promise<FileEvent[]> {
    const said: FileEvent[] = [];
    const desk = new FileDesk((event) => said.push(event), now);
    await desk.handle({ type: 'open', files: [fileOf(npz(samples))] });
    await desk.handle({ type: 'load', id: 1 });
    return said;
  }

  it('hands the arrays over rather than copying them', async () => {
    const loaded = (await events(3)).at(-1)!;
    if (loaded.type !== 'loaded') throw new Error('not loaded');
    expect(fileTransferables(loaded)).toEqual([
      loaded.data.inputs.data.buffer,
      loaded.data.outputs.data.buffer,
    ]);
  });

  it('reports now and then, whatever the number of pieces', async () => {
    let moment = 0;
    const said = await events(40_000, () => moment++);
    const progress = said.filter(({ type }) => type === 'progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThan(10);
  });
});
