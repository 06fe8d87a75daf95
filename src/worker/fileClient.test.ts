import { describe, expect, it } from 'vitest';
import { memorySource } from '../engine/files/container/memorySource.ts';
import { writeNpz } from '../engine/files/npz.ts';
import { FakeWorker } from './fakeWorker.testing.ts';
import { FileSession } from './fileClient.ts';
import { FileDesk } from './fileDesk.ts';
import {
  fileTransferables,
  type ArrayLook,
  type FileCommand,
  type FileEvent,
} from './fileProtocol.ts';

const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
const npz = (samples: number) =>
  writeNpz({
    parameters: { shape: [samples, 2], data: wave(2 * samples) },
    fields: { shape: [samples, 8, 8], data: wave(64 * samples) },
  });
const fileOf = (bytes: Uint8Array, name = 'a.npz') => new File([Uint8Array.from(bytes)], name);

type FileWorker = FakeWorker<FileCommand, FileEvent | { type: 'failed'; message: string }>;

/** A session whose worker answers only what the test has it answer. */
function sessionOn(bytes: Uint8Array) {
  const workers: FileWorker[] = [];
  const session = new FileSession([fileOf(bytes)], () => {
    workers.push(new FakeWorker());
    return workers.at(-1) as unknown as Worker;
  });
  const worker = () => workers.at(-1)!;
  const desk = new FileDesk(
    (event) => worker().say(event),
    ({ name }) => memorySource(name, bytes),
  );
  /** Has the worker carry out everything it was asked for. */
  const work = async () => {
    for (const command of worker().posted.splice(0)) await desk.hear(command);
  };
  return { session, worker, workers, work };
}

const signal = () => new AbortController().signal;

async function listed(on: ReturnType<typeof sessionOn>) {
  const listing = on.session.open({});
  await on.work();
  return listing;
}

describe('a session', () => {
  it('lists what the files hold, and reads what was chosen of them', async () => {
    const on = sessionOn(npz(3));
    const { arrays, proposals } = await listed(on);
    expect(arrays.map(({ name, shape }) => [name, shape])).toEqual([
      ['parameters', [3, 2]],
      ['fields', [3, 8, 8]],
    ]);
    const shares: number[] = [];
    const data = on.session.read(proposals[0].mapping, (share) => shares.push(share), signal());
    await on.work();
    expect((await data).outputs.shape).toEqual([3, 1, 8, 8]);
    // As in every link of before there were mappings.
    expect((await data).mapping).toBeUndefined();
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  it('looks at arrays, and previews the last mapping that was asked for', async () => {
    const on = sessionOn(npz(3));
    const { proposals } = await listed(on);
    const looks: ArrayLook[] = [];
    on.session.look('fields', (look) => looks.push(look));
    const early = on.session.preview(proposals[0].mapping);
    const late = on.session.preview(proposals[0].mapping);
    await on.work();
    expect(looks[0]).toMatchObject({ name: 'fields', statistics: { looked: 192, nan: 0 } });
    expect(await early).toBeUndefined();
    expect((await late)?.outputs[0].values).toEqual(wave(192).subarray(0, 64));
    expect((await late)?.numbers).toEqual(Float64Array.from(wave(2)));
  });

  it('ends the worker at once when reading is cancelled, and starts another one to go on', async () => {
    const on = sessionOn(npz(3));
    const { proposals } = await listed(on);
    const ends = new AbortController();
    const data = on.session.read(proposals[0].mapping, () => {}, ends.signal);
    const [first] = on.workers;
    ends.abort();
    expect(first.terminated).toBe(true);
    await expect(data).rejects.toThrow('a.npz was not read: it was cancelled.');
    const again = on.session.read(proposals[0].mapping, () => {}, signal());
    expect(on.worker().posted.map(({ type }) => type)).toEqual(['open', 'read']);
    await on.work();
    expect((await again).inputs.shape).toEqual([3, 2]);
  });

  it.each([
    ['dies', (worker: FileWorker) => worker.die('oh')],
    ['fails', (worker: FileWorker) => worker.say({ type: 'failed', message: 'oh.' })],
  ])('gives a sentence when the worker %s', async (_, act) => {
    const { session, worker } = sessionOn(npz(3));
    const listing = session.open({});
    act(worker());
    await expect(listing).rejects.toThrow(/^a\.npz (was not|can’t be) read: .*oh.*\.$/);
  });

  it('gives a sentence when no worker can be made', async () => {
    const session = new FileSession([fileOf(npz(3))], () => {
      throw new Error('refused by the policy');
    });
    await expect(session.open({})).rejects.toThrow('refused by the policy');
  });

  it('hands a sentence on for a file that is no good', async () => {
    const on = sessionOn(npz(3).subarray(0, 100));
    const listing = on.session.open({});
    const refused = expect(listing).rejects.toThrow(/^a\.npz: The zip file is cut off/);
    await on.work();
    await refused;
  });
});

describe('FileDesk', () => {
  const deskOn = (bytes: Uint8Array, now?: () => number) => {
    const events: FileEvent[] = [];
    const desk = new FileDesk(
      (event) => events.push(event),
      ({ name }) => memorySource(name, bytes),
      now,
    );
    return { desk, events };
  };
  const open = { type: 'open', files: [fileOf(new Uint8Array(1))], shapes: {} } as const;

  async function readAll({ desk, events }: ReturnType<typeof deskOn>) {
    await desk.hear(open);
    const [answer] = events;
    if (answer.type !== 'listed') throw new Error('not listed');
    await desk.hear({ type: 'read', mapping: answer.listing.proposals[0].mapping });
    return events.at(-1)!;
  }

  it('hands the arrays over rather than copying them', async () => {
    const read = await readAll(deskOn(npz(3)));
    if (read.type !== 'read') throw new Error('not read');
    expect(fileTransferables(read)).toEqual([
      read.data.inputs.data.buffer,
      read.data.outputs.data.buffer,
    ]);
  });

  it('reports now and then, however much there is to read', async () => {
    let moment = 0;
    const on = deskOn(npz(4000), () => moment++);
    await readAll(on);
    const progress = on.events.filter(({ type }) => type === 'progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThan(4);
  });

  it('asks for the shape of numbers without a header', async () => {
    const { desk, events } = deskOn(new Uint8Array(wave(6 * 64).buffer));
    const files = [fileOf(new Uint8Array(1), 'u.npy')];
    await desk.hear({ type: 'open', files, shapes: {} });
    expect(events[0]).toMatchObject({ type: 'shape needed', file: 'u.npy', count: 384 });
    await desk.hear({ type: 'open', files, shapes: { 'u.npy': [6, 8, 8] } });
    expect(events[1]).toMatchObject({
      type: 'listed',
      listing: { arrays: [{ shape: [6, 8, 8] }] },
    });
  });
});
