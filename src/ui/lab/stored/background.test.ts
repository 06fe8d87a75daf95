/** Stored runs whose background is in a file, which a page does not have after a reload. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mediumOfArrays, openMedium } from '../../../engine/scene/mediumFile.ts';
import { expectWhole, pageOn, phase, storage, trained, type Storage } from '../runs.testing.ts';
import { settled, work } from '../world.testing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The page is gone, and its only run has the background of a file that the next one has not seen. */
function reloadWithout({ shelf, reload }: Storage, medium: string) {
  const [run] = shelf.runs.values();
  const link = `${run.link}&scene.medium=${medium}`;
  shelf.runs.set(run.id, { ...run, link, rule: undefined, file: 'hill.npz' });
  reload();
  return run.id;
}

it('an unfinished one waits until the file is open, and goes on then', async () => {
  const kept = storage();
  const first = await pageOn(kept);
  first.lab.run.train();
  await work(first, trained(first, 'b', 3));
  for (const id of ['a', 'b'] as const) first.networks.checkpoint(id);
  await settled();
  const medium = '00112233445566aa';
  const id = reloadWithout(kept, medium);
  // Not even after a reload that the page has proposed.
  kept.reload({ proposed: true });
  const world = await pageOn(kept);
  const { stored } = world.lab;
  const isOffered = () => stored.offered.getState().offer !== undefined;
  await stored.accept();
  expect([phase(world), isOffered(), kept.shelf.runs.size]).toEqual(['idle', true, 1]);
  await stored.open(id);
  expect(world.state().notices.map(({ text }) => text)).toContain(
    `The background of this run is in hill.npz, which is not open (fingerprint ${medium}): open that file first, under Scene or by dropping it on the page.`,
  );
  expect(await stored.goOn(id)).toBe(false);
  const c = { shape: [2, 2], data: Float64Array.of(1, 1, 1, 2), dtype: '<f8' };
  openMedium({ ...mediumOfArrays('hill.npz', c), fingerprint: medium });
  await stored.accept();
  await work(world);
  expectWhole(world);
  expect(world.state().run?.scene.medium).toBe(medium);
  expect([...kept.shelf.runs.values()].map(({ file }) => file)).toEqual(['hill.npz']);
});

it('a finished one shows its results without its networks', async () => {
  const kept = storage();
  const first = await pageOn(kept);
  first.lab.run.train();
  await work(first);
  const { result } = first.state().networks.a;
  reloadWithout(kept, '00112233445566bb');
  const world = await pageOn(kept);
  await world.lab.stored.accept();
  await work(world);
  expect(phase(world)).toBe('finished');
  expect(world.state().networks.a).toMatchObject({ status: 'finished', result });
  expect(world.state().weightless).toMatch(
    /^The background of this run is in hill\.npz, .*again\.$/,
  );
  expect(world.state().issues.map(({ key }) => key)).toEqual(['scene.medium']);
});
