/** From files in the layouts of public data sets to a run, as the page does it: how many clicks, and none typed. */
import { expect, it, vi } from 'vitest';
import { publicLayouts, type PublicLayout } from '../../engine/files/container/layouts.testing.ts';
import type { ByteSource } from '../../engine/files/container/container.ts';
import { findPreset } from '../../engine/experiment/presets.ts';
import { FileDesk } from '../../worker/fileDesk.ts';
import { FileSession } from '../../worker/fileClient.ts';
import type { FileCommand } from '../../worker/fileProtocol.ts';
import { openPage } from '../lab/world.testing.ts';
import { summarise } from './summary.ts';

/** A worker in this thread. */
class NearWorker {
  onmessage?: (event: { data: unknown }) => void;
  onerror?: () => void;
  private readonly desk: FileDesk;

  constructor(source: (file: File) => ByteSource) {
    this.desk = new FileDesk((data) => this.onmessage?.({ data }), source);
  }

  postMessage(command: FileCommand): void {
    void this.desk.hear(command);
  }

  terminate(): void {
    this.onmessage = undefined;
  }
}

const layouts = Object.keys(publicLayouts) as PublicLayout[];

async function pageFor(layout: PublicLayout) {
  const sources = await publicLayouts[layout]({ samples: 12, times: 4, x: 12, y: 12 });
  const source = ({ name }: File) => sources.find((one) => one.name === name)!;
  const world = openPage(
    findPreset('quick')!.experiment,
    undefined,
    undefined,
    (files) => new FileSession(files, () => new NearWorker(source) as unknown as Worker),
  );
  return { world, files: sources.map(({ name }) => new File(['x'], name)) };
}

it.each(layouts)('%s: at most three clicks from the file to training', async (layout) => {
  const { world, files } = await pageFor(layout);
  const { lab, state } = world;
  // Choosing the files.
  let clicks = 1;
  const [file, ...more] = files;
  let ended = false;
  const outcome = lab.files.open(file, ...more).finally(() => (ended = true));
  const asking = () => lab.files.asked.getState().asking;
  await vi.waitUntil(() => ended || asking(), { timeout: 5000, interval: 5 });
  const asked = asking();
  if (asked) {
    if (asked.question.kind !== 'data') throw new Error('A shape was asked for.');
    const { first, listing } = asked.question;
    expect(summarise(listing.arrays, first!, state().experiment.data).problems).toEqual([]);
    // “Open”, which is enabled.
    clicks += 1;
    await asked.use(first!);
  }
  expect(await outcome).toMatchObject({ failed: false });
  expect(state().experiment.task.kind).toBe('own');
  expect(state().experiment.task.map).not.toBe('');
  // “Train”, which is enabled.
  expect(state().issues).toEqual([]);
  clicks += 1;
  lab.run.train();
  expect(state().phase).toBe('starting');
  expect(clicks).toBeLessThanOrEqual(3);
  // What is only guessed is always asked about.
  if (layout === 'npy' || layout === 'npz') expect(clicks).toBe(3);
});
