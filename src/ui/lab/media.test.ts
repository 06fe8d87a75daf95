/** Backgrounds from files in the whole lab: what is dropped or chosen, and links to files that are not open. */
import { afterEach, describe, expect, it } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { writeNpz } from '../../engine/files/npz.ts';
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

  it('that a link names and that is open by then needs no question', async () => {
    const one = page();
    await one.lab.files.openBackground(fileOf('hill.npz', [1, 1, 1, 2]));
    const { medium } = scene(one);
    one.lab.settings.openLink(`#v=3&preset=quick&scene.medium=${medium}`);
    expect(issuesOf(one)).toEqual([]);
    expect(one.state().shown.scene.medium).toBe(medium);
  });
});
