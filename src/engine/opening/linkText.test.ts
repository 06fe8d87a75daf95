import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changes } from '../experiment/arbitrary.testing.ts';
import { decodeLink, encodeLink, isLink, MAX_LENGTH } from './link.ts';
import { numbersOf } from '../experiment/list.ts';
import { presets } from '../experiment/presets.ts';
import { leaves, withValue } from '../experiment/leaves.ts';
import { mishaps, escape } from './mishaps.testing.ts';
import { validateExperiment } from './validate.ts';
import { specOf } from '../experiment/network.ts';

const PLAIN = '#v=3&preset=quick&b.format=one-way&b.rank=25%25&a.rate=0.02';
const LIST =
  '#v=3&preset=quick&scene.mesh=fitted&scene.obstacles=circle(fixed,0.5,0.8,0.05)+polygon(absorbing,0.1,0.1,0.2,0.1,0.15,0.2%29';

describe('a link that something has happened to', () => {
  it.each(Object.entries(mishaps))('is read as it was meant: %s', (_, mishap) => {
    for (const hash of [PLAIN, LIST, `${PLAIN}&b.rank=25%25`, '#preset=layers']) {
      const meant = decodeLink(hash);
      expect(meant.notes).toEqual([]);
      expect(decodeLink(mishap(hash))).toEqual(meant);
    }
  });

  it('is read as it was meant whatever it says, and after two mishaps', () => {
    // A quotation mark that gets escaped, or an escape that gets wrapped, is beyond repair.
    const alone = /mail|query|question mark/;
    const all = Object.entries(mishaps).filter(([name]) => !alone.test(name));
    const mishap = (names: RegExp) =>
      fc.constantFrom(...all.filter(([name]) => names.test(name)).map(([, change]) => change));
    fc.assert(
      fc.property(
        changes,
        mishap(/./),
        mishap(/^(?!.* at the end$)/),
        ({ preset, experiment }, first, second) => {
          fc.pre(validateExperiment(experiment).length === 0);
          const decoded = decodeLink(first(second(encodeLink(experiment, preset))));
          expect(decoded.experiment).toEqual(experiment);
          expect(decoded.preset).toBe(preset);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps the per cent sign of a number in any script, and none behind other text', () => {
    for (const share of ['25%', '२५%', '٢٥%', '２５%', '𝟐𝟓%', '25.%', '25,%', '25%.', '२५%。）']) {
      const { experiment, notes } = decodeLink(`#v=3&preset=quick&b.rank=${share}`);
      expect(notes, share).toEqual([]);
      expect(specOf(experiment, 'b').rank, share).toEqual({ keep: 0.25 });
    }
    expect(decodeLink('#v=3&preset=frames%').preset.id).toBe('frames');
  });

  it('is not completed where part of it is missing', () => {
    // Each could go on in several ways.
    for (const cut of [
      '#preset=quick&source.x=0.2..',
      '#preset=quick&scene.mesh=fitted&scene.obstacles=circle(fixed,0.5,0.8,0.05',
    ]) {
      expect(decodeLink(cut).notes.join(' ')).toMatch(/was ignored: .*must/);
    }
  });
});

describe('reading never throws', () => {
  it.each([
    '#__proto__=1&constructor=2&toString=3&b.__proto__=4&__proto__.rank=5',
    '#a.rate=1e999&b.rate=-1e999&training.steps=0x10&zone.x=-0..-0&net.width=٣٢',
    '#\ud83d=\ud83d&b.rank=\udc00',
    `#${'%'.repeat(60_000)}`,
    `#${'%ff&'.repeat(15_000)}`,
    `#${'a=1&'.repeat(16_000)}`,
    `#a.rate=${'9'.repeat(60_000)}x`,
    `#a.rate=${'.'.repeat(60_000)}x`,
    `#a.rate=1${' '.repeat(60_000)}x`,
    `#zone.x=${'1..'.repeat(20_000)}`,
    `#scene.obstacles=${'circle()'.repeat(8_000)}`,
    `#scene.obstacles=circle(${'1,'.repeat(30_000)}1)`,
    `#scene.obstacles=${'('.repeat(60_000)}`,
    `#b.layers=${'a'.repeat(60_000)}`,
    `#task.outputs=${'1x'.repeat(30_000)}`,
    `#${'&amp;'.repeat(12_000)}`,
    `#${'%25'.repeat(20_000)}41`,
  ])('of %.50s', (link) => {
    expect(link.length).toBeLessThan(MAX_LENGTH);
    const { experiment, notes } = decodeLink(link);
    expect(validateExperiment(experiment)).toEqual([]);
    expect(notes.length).toBeLessThanOrEqual(6);
    for (const note of notes) expect(note).toMatch(/^[“A-Z\d].*[.]$/s);
    expect(({} as Record<string, unknown>).rank).toBeUndefined();
  });
});

describe('links', () => {
  it('stay readable: only what a browser or a chat would change is escaped', () => {
    const opened = decodeLink(LIST);
    expect(encodeLink(opened.experiment, opened.preset)).toBe(LIST);
    fc.assert(
      fc.property(changes, ({ preset, experiment }) => {
        const hash = encodeLink(experiment, preset);
        expect(hash).toMatch(/^#[\w.,()=&+%/:@~-]*[\w%]$/);
        // Only the brackets of a mapping are escaped besides.
        expect(hash).toMatch(/^([^%]|%25|%29$|%[57][BD])*$/);
        // The address bar gives it back as it is.
        expect(new URL(`https://example.org/${hash}`).hash).toBe(hash);
      }),
    );
  });

  it('carry a mapping, with brackets escaped or not', () => {
    const map = 'in(a/u~2b(n,t[0],x,y)),out(Sample_{i}/v(n,t[1:],x,y)),scale(none)';
    const link = encodeLink(withValue(presets[0].experiment, 'task.map', map), presets[0]);
    expect(link).toMatch(/^#[\w.,()=&+%/:@~-]*[\w%]$/);
    for (const text of [link, decodeURIComponent(link), `https://example.org/${link}`]) {
      expect(decodeLink(text).experiment.task.map).toBe(map);
    }
  });

  it('are never longer than what is read, whatever the experiment', () => {
    const digits = (min: number) => (min < 0 ? '-' : '') + '0.123456789012e-10';
    const longest = leaves.map(({ key, field }) => {
      switch (field.kind) {
        case 'list': {
          const items = Object.entries(field.kinds).map(([name, kind]) => {
            const count = kind.numbers.length + 2 * (kind.corners?.max ?? 0);
            const numbers = numbersOf(kind, count).map(
              ({ min }) => `${digits(min)}..${digits(min)}`,
            );
            const option = kind.option?.options
              .map((word) => `${word},`)
              .toSorted((p, q) => q.length - p.length)[0];
            return `${name}(${option ?? ''}${numbers.join()})+`;
          });
          const item = items.toSorted((p, q) => q.length - p.length)[0];
          return `${key}=${item.repeat(field.maxItems)}`;
        }
        case 'choice':
          return `${key}=${field.options.toSorted((p, q) => q.length - p.length)[0]}`;
        case 'mapping':
          return `${key}=in(${'u'.repeat(8192)})`;
        case 'number':
        case 'integer':
        case 'range':
        case 'budget':
        case 'auto':
        case 'shape':
        case 'fingerprint':
        default:
          return `${key}=${digits(-1)}..${digits(-1)}`;
      }
    });
    const length = `#v=3&preset=${presets.map(({ id }) => id).join('')}&${longest.join('&')}`
      .length;
    expect(2 * length).toBeGreaterThan(20_000);
    expect(length).toBeLessThan(MAX_LENGTH);
  });

  it('are told from other anchors', () => {
    for (const link of [PLAIN, escape(PLAIN), 'preset=quick', '#B.RANK=4', '?v=3']) {
      expect(isLink(link)).toBe(true);
    }
    for (const anchor of [
      '',
      '#',
      '#main',
      '#results',
      '?utm_source=mail',
      '#x=1',
      'a'.repeat(70_000),
    ]) {
      expect(isLink(anchor)).toBe(false);
    }
  });
});
