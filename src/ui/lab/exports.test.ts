import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** A worker that the test answers for. */
class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onerror: ((event: { preventDefault(): void; message: string }) => void) | null = null;
  posted: { type: string }[] = [];

  constructor(
    _url: URL,
    readonly options: { name: string },
  ) {
    FakeWorker.all.push(this);
  }
  postMessage(command: { type: string }): void {
    this.posted.push(command);
  }
  terminate(): void {}
  say(event: Record<string, unknown>): void {
    this.onmessage?.({ data: event });
  }
  die(message: string): void {
    this.onerror?.({ preventDefault: () => {}, message });
  }
}

const workerOf = (id: 'a' | 'b'): FakeWorker =>
  FakeWorker.all.findLast(({ options }) => options.name === `network ${id}`)!;

async function lab() {
  const [{ askForFiles }, { listen }, { networks }] = await Promise.all([
    import('./exports.ts'),
    import('./events.ts'),
    import('./workers.ts'),
  ]);
  listen();
  return { askForFiles, networks };
}

beforeEach(() => {
  FakeWorker.all = [];
  vi.resetModules();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
});
afterEach(() => vi.unstubAllGlobals());

const file = { name: 'x.json', bytes: new Uint8Array(1) };

it('files that are asked for twice are made once, and go to both', async () => {
  const { askForFiles } = await lab();
  const [one, two] = [askForFiles('b', 'weights'), askForFiles('b', 'weights')];
  const worker = workerOf('b');
  expect(worker.posted.filter(({ type }) => type === 'export')).toHaveLength(1);
  worker.say({ type: 'exported', network: 'b', runId: 0, what: 'weights', files: [file] });
  expect(await one).toEqual([file]);
  expect(await two).toEqual([file]);
});

it('a worker that dies refuses all it was to make, and only that', async () => {
  const { askForFiles } = await lab();
  const asked = [askForFiles('a', 'model'), askForFiles('a', 'dataset')];
  const other = askForFiles('b', 'model');
  workerOf('a').die('out of memory');
  for (const one of asked) {
    await expect(one).rejects.toThrow(
      'Nothing was saved: the worker of network A stopped (out of memory) before the files were made. Save again as soon as the network is back.',
    );
  }
  workerOf('b').say({ type: 'exported', network: 'b', runId: 0, what: 'model', files: [file] });
  expect(await other).toEqual([file]);
});

it('a worker that is replaced, or closed since the networks share one, refuses, too', async () => {
  const { askForFiles, networks } = await lab();
  const replaced = askForFiles('a', 'model');
  networks.a.replace();
  await expect(replaced).rejects.toThrow('the worker of network A was replaced');
  const closed = askForFiles('b', 'model');
  networks.share();
  await expect(closed).rejects.toThrow('the worker of network B was replaced');
  const shared = [askForFiles('a', 'model'), askForFiles('b', 'model')];
  workerOf('a').die('gone');
  for (const one of shared) await expect(one).rejects.toThrow('stopped (gone)');
});

it('after a death the next question goes to a new worker and is answered', async () => {
  const { askForFiles } = await lab();
  const lost = askForFiles('a', 'weights');
  workerOf('a').die('gone');
  await expect(lost).rejects.toThrow('Nothing was saved');
  const again = askForFiles('a', 'weights');
  workerOf('a').say({
    type: 'exported',
    network: 'a',
    runId: 0,
    what: 'weights',
    files: [],
    problem: 'There are no weights yet: train first.',
  });
  await expect(again).rejects.toThrow('There are no weights yet: train first.');
});
