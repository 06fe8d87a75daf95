/** Backgrounds from files in the whole lab: what is dropped or chosen, and links to files that are not open. */
import { afterEach, describe, expect, it } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { writeNpz } from '../../engine/files/npz.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { openPage, type World } from './world.testing.ts';

const fileOf = (name: string, c: number[]): File => {
  const bytes = writeNpz({ c: { shape: [2, 2], data: Float64Array.from(c) } });
  return new File([Uint8Array.from(bytes)], name);
};
const scene = ({ state }: World) => state().experiment.scene;
const issuesOf = ({ state }: World) =>
  state().issues.map(({ key, message }) => `${key}: ${message}`);

let world: World | undefined;
const page = (texts: Record<string, string> = {}): World => {
  world = openPage(experimentFrom(texts));
  return world;
};
afterEach(() => {
  world = undefined;
});

describe('a background from a file', () => {
  it('that is dropped takes the place of a random one, and goes with “Use none”', async () => {
    const one = page({ 'scene.contrast': '2' });
    const outcome = await one.lab.files.open(fileOf('hill.npz', [1, 1, 1, 2]));
    expect(outcome).toEqual({
      failed: false,
      text: 'hill.npz is the background: 2 × 2 points, c from 1 to 2 m/s.',
    });
    expect(scene(one)).toMatchObject({
      contrast: 1,
      medium: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    expect(issuesOf(one)).toEqual([]);
    one.lab.settings.setField('scene.medium', '');
    expect(issuesOf(one)).toEqual([]);
  });

  it('that is no good changes nothing, and the answer says why', async () => {
    const one = page();
    const before = scene(one);
    const bad = await one.lab.files.openBackground(fileOf('bad.npz', [1, 1, 0, 2]));
    expect(bad.failed).toBe(true);
    expect(bad.text).toContain('c[1, 0] is 0 (row 2, column 1)');
    const text = await one.lab.files.openBackground(new File(['hello there'], 'a.txt'));
    expect(text.text).toContain('neither an .npz with an array c nor a picture');
    expect(scene(one)).toBe(before);
  });

  it('that is still being read gives way to what is opened after it', async () => {
    const one = page();
    const [slow, fast] = [fileOf('slow.npz', [1, 1, 1, 2]), fileOf('fast.npz', [1, 1, 1, 3])];
    let read = () => {};
    const held = new Promise<void>((resolve) => (read = resolve));
    const slice = slow.slice.bind(slow);
    slow.slice = (from, to) =>
      Object.assign(slice(from, to), {
        arrayBuffer: () => held.then(() => slice(from, to).arrayBuffer()),
      });
    const { files, settings } = one.lab;
    const [first, second] = [files.open(slow), files.openBackground(fast)];
    await second;
    const { medium } = scene(one);
    const [third] = [files.openBackground(slow)];
    settings.openLink('#v=3&preset=quick');
    read();
    const outcome = {
      failed: true,
      text: 'slow.npz was not opened: something else was chosen meanwhile.',
    };
    expect(await Promise.all([first, third])).toEqual([outcome, outcome]);
    expect(medium).not.toBe('');
    expect(scene(one).medium).toBe('');
  });

  it('is asked for by a link; another file is refused, and the one that it names is taken', async () => {
    const one = page();
    await one.lab.files.openBackground(fileOf('other.npz', [1, 1, 1, 3]));
    // As in another browser: nobody has opened this file yet.
    const named = '00f1e2d3c4b5a697';
    one.lab.settings.openLink(`#v=3&preset=quick&scene.medium=${named}&source.frequency=2`);
    expect(scene(one).medium).toBe(named);
    expect(issuesOf(one)).toEqual([
      `scene.medium: The background is in a file that is not open (fingerprint ${named}): open that file under Scene, drop it on the page, or use none.`,
    ]);
    const refused = await one.lab.files.open(fileOf('hill.npz', [1, 1, 1, 2]));
    expect(refused.failed).toBe(true);
    expect(refused.text).toMatch(/hill\.npz is another one \(fingerprint [0-9a-f]{16}\)/);
    expect(scene(one).medium).toBe(named);
  });

  it('is still asked for when something on the stage is moved', () => {
    const one = page();
    one.lab.settings.openLink('#v=3&preset=quick&scene.medium=00f1e2d3c4b5a697');
    const asked = issuesOf(one);
    expect(asked).toHaveLength(1);
    const before = one.state().experiment;
    one.lab.scene.moveZone({ x: 0.05, y: 0 });
    expect(one.state().stageProblem).toContain('open that file');
    expect(one.state().experiment).toBe(before);
    one.lab.settings.setValidExperiment({ ...before, backend: 'wasm' }, ['backend']);
    expect(issuesOf(one)).toEqual(asked);
  });

  it('is judged with what a link says that was read before it was open', async () => {
    const one = page();
    // As a page opens it that has never seen the file.
    const asked = decodeLink('#v=3&preset=quick&scene.medium=00f1e2d3c4b5a697');
    await one.lab.files.openBackground(fileOf('hill.npz', [1, 1, 1, 2]));
    const { medium } = scene(one);
    const { experiment } = asked;
    const named = { ...experiment, scene: { ...experiment.scene, medium, contrast: 2 } };
    one.lab.settings.open({ ...asked, experiment: named });
    expect(issuesOf(one)).toEqual([expect.stringMatching(/^scene.contrast: .*either/)]);
  });

  it('that a link names and that is open by then needs no question', async () => {
    const one = page();
    await one.lab.files.openBackground(fileOf('hill.npz', [1, 1, 1, 2]));
    const { medium } = scene(one);
    one.lab.settings.openLink(`#v=3&preset=quick&scene.medium=${medium}`);
    expect(issuesOf(one)).toEqual([]);
    expect(one.state().shown.scene.medium).toBe(medium);
  });
});
