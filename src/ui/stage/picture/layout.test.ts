import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipFrames, clipScale } from './clipFrames.ts';
import { stageContent } from './content.ts';
import { shortened, stageLayout, type, wrapped, type Measure, type StageLayout } from './layout.ts';
import { trainedStage } from './stage.testing.ts';

/** Every letter is half as wide as it is high. */
const measure: Measure = (text, role) => 0.5 * type[role].size * text.length;
const lines = [{ kind: 'zone', label: 'zone' }] as const;
const link = `https://example.org/#v=3&preset=frames&${'scene.obstacles=circle(fixed,0.5,0.5,0.1)&'.repeat(9)}`;

function layoutOf(
  networks: number,
  verdict = 'B is smaller. '.repeat(20),
  large = false,
  aspect?: number,
  scene: { width?: number } = {},
): StageLayout {
  const { state, data } = trainedStage(networks);
  const shown = { ...state.shown, scene: { ...state.shown.scene, ...scene } };
  const sources = { state: { ...state, shown, squareLarge: large }, data, theme: 'light' as const };
  const content = stageContent({ ...sources, numberless: false, covered: false });
  const shaped = aspect === undefined ? content : { ...content, aspect };
  return stageLayout(shaped, { title: 'Zone frames', verdict, link, lines }, measure);
}

/** Left and right end of a text. */
function spanOf({ text, role, x, align }: StageLayout['texts'][number]): [number, number] {
  const width = measure(text, role);
  const left = align === 'right' ? x - width : align === 'center' ? x - width / 2 : x;
  return [left, left + width];
}

describe.each([1, 2, 3, 4])('of %i networks', (networks) => {
  it.each([
    [false, 1],
    [true, 1],
    [false, 5],
    [false, 1.34],
    [true, 0.5],
    [false, 1 / 3],
  ])(
    'nothing leaves the picture, and no panel covers another (enlarged: %s, width by height: %f)',
    (large, aspect) => {
      const layout = layoutOf(networks, undefined, large, aspect);
      for (const { width, height } of layout.panels) expect(width / height).toBeCloseTo(aspect, 9);
      expectInside(layout);
    },
  );

  it.each([
    [3, 3],
    [1 / 3, 232 / (2 * 232 + 34 + 12)],
  ])('a domain of %f times its height stands alone, in a frame of its own', (width, frame) => {
    const layout = layoutOf(networks, undefined, false, undefined, { width });
    const [domain, ...others] = layout.panels;
    expect(domain.width / domain.height).toBeCloseTo(frame, 9);
    for (const panel of others) expect(panel.width / panel.height).toBeCloseTo(1, 9);
    expect(others).toHaveLength(1 + 2 * networks);
    expectInside(layout);
  });
});

/** Everything is inside the picture, and no panel covers another. */
function expectInside({ width, height, panels, texts, bars }: StageLayout) {
  for (const { x, y, width: w, height: h } of [...panels, ...bars]) {
    expect(Math.min(x, y)).toBeGreaterThan(0);
    expect(x + w).toBeLessThan(width);
    expect(y + h).toBeLessThan(height);
  }
  for (const text of texts) {
    const [left, right] = spanOf(text);
    expect(left).toBeGreaterThan(0);
    expect(right).toBeLessThan(width);
    expect(text.y).toBeLessThan(height);
  }
  panels.forEach((a, i) => {
    for (const b of panels.slice(i + 1)) {
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
  });
}

it('has the whole verdict and the whole link, below everything else', () => {
  const verdict = 'B does the same job\nwith a third of the parameters.';
  const { texts, panels } = layoutOf(2, verdict);
  const of = (role: string) => texts.filter((text) => text.role === role);
  expect(of('verdict').map(({ text }) => text)).toEqual(verdict.split('\n'));
  expect(
    of('link')
      .map(({ text }) => text)
      .join(''),
  ).toBe(link);
  const bottom = Math.max(...panels.map(({ y, height }) => y + height));
  expect(Math.min(...of('verdict').map(({ y }) => y))).toBeGreaterThan(bottom);
  expect(Math.min(...of('link').map(({ y }) => y))).toBeGreaterThan(of('verdict')[1].y);
});

it('without a verdict there is no room for it', () => {
  const verdict = layoutOf(2).height - layoutOf(2, '').height;
  expect(verdict).toBeGreaterThan(type.verdict.line);
});

it('wraps texts without losing a word, and no line is too long', () => {
  const width = (text: string) => text.length;
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ') }),
      fc.integer({ min: 1, max: 9 }),
      (text, room) => {
        const all = wrapped(text, room, width);
        expect(all.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of all) expect(line.length).toBeLessThanOrEqual(room);
      },
    ),
  );
});

it('shortens a name only where it has no room', () => {
  const width = (text: string) => text.length;
  expect(shortened('Layer CP', 8, width)).toBe('Layer CP');
  expect(shortened('Layer CP', 7, width)).toBe('Layer …');
});

describe('a clip', () => {
  const usual = { speed: 1, whole: false };
  const clock = { interval: 0.05, frames: 22, timed: true };
  it('is one loop through the frames that are forecast, each as long as on the stage', () => {
    const frames = clipFrames({ clock, loop: 2 }, { speed: 0.5, whole: false });
    expect(frames.map(({ frame }) => frame)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
    for (const { at, duration, frame } of frames) {
      expect(duration).toBeCloseTo(0.1, 12);
      expect(at).toBeCloseTo((frame - 2) * 0.1, 12);
    }
  });

  it('has the times before, too, where the stage shows them', () => {
    const [begin] = clipFrames({ clock, loop: 2 }, { speed: 1, whole: true });
    expect(begin).toEqual({ frame: 0, at: 0, duration: 0.05 });
  });

  it('of frames without times, or of a single one, can be seen, too', () => {
    const untimed = clipFrames({ clock: { ...clock, timed: false }, loop: 0 }, usual);
    expect(new Set(untimed.map(({ duration }) => duration))).toEqual(new Set([0.25]));
    expect(clipFrames({ clock: { ...clock, frames: 3 }, loop: 2 }, usual)).toEqual([
      { frame: 2, at: 0, duration: 2 },
    ]);
  });

  it('is never larger than encoders take, whatever there is to see', () => {
    for (const networks of [1, 2, 3, 4]) {
      const layout = layoutOf(networks);
      const scale = clipScale(layout);
      expect(scale).toBeGreaterThan(1);
      expect(scale * Math.max(layout.width, layout.height)).toBeLessThanOrEqual(1920);
    }
  });
});
