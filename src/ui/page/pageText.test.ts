import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import embedding from '../../../docs/embedding.md?raw';
import { changes } from '../../engine/experiment/arbitrary.testing.ts';
import { decodeLink, encodeLink, MAX_LENGTH } from '../../engine/opening/link.ts';
import { mishaps } from '../../engine/opening/mishaps.testing.ts';
import { pageKeys } from '../../engine/opening/pageKeys.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { findHideable, hideableNames, hideables } from './hideable.ts';
import { readPage, standardPage, views, writePage, type PageSettings } from './pageText.ts';

const pathPart = fc.stringMatching(/^[a-zäé0-9._-]{0,12}[a-z0-9]$/u);
const lesson = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/),
  fc
    .tuple(fc.constantFrom('./', '../', '/'), fc.array(pathPart, { minLength: 1, maxLength: 3 }))
    .map(([start, parts]) => `${start}${parts.join('/')}.md`),
);

const pages: fc.Arbitrary<PageSettings> = fc.record({
  view: fc.constantFrom(...views),
  // In the order of the table, as they are read.
  hide: fc.subarray(hideableNames).map((names) => new Set(names)),
  autorun: fc.boolean(),
  theme: fc.option(fc.constantFrom('light' as const, 'dark' as const), { nil: undefined }),
  projector: fc.boolean(),
  lesson: fc.option(lesson, { nil: undefined }),
});

describe('the page keys', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(pages, (page) => {
        expect(readPage(`#${writePage(page).slice(1)}`)).toEqual({ page, notes: [] });
      }),
    );
  });

  it('are not written where the page is as usual', () => {
    expect(writePage(standardPage)).toBe('');
    expect(readPage('').page).toEqual(standardPage);
  });

  it('and the experiment’s share a link, whatever happens to it on its way', () => {
    // A path has capitals of its own, and a quotation mark that gets escaped is beyond repair.
    const all = Object.entries(mishaps).filter(([name]) => !/mail|query/.test(name));
    fc.assert(
      fc.property(
        changes,
        pages,
        fc.constantFrom(...all),
        ({ preset, experiment }, page, [name, mishap]) => {
          fc.pre(validateExperiment(experiment).length === 0);
          const hash = encodeLink(experiment, preset) + writePage(page);
          expect(hash.length).toBeLessThan(MAX_LENGTH / 2);
          const capitals = /capitals/.test(name) && page.lesson !== undefined;
          const link = mishap(hash);
          const decoded = decodeLink(link);
          expect(decoded.notes).toEqual([]);
          expect(decoded.experiment).toEqual(experiment);
          const read = readPage(link);
          expect(read.notes).toEqual([]);
          const compared = capitals ? { ...page, lesson: read.page.lesson } : page;
          expect(read.page).toEqual(compared);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never throw, and say what they ignore', () => {
    const keys = fc.constantFrom('view', 'hide', 'autorun', 'theme', 'projector', 'lesson');
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.string()), { maxLength: 8 }), (pairs) => {
        const { page, notes } = readPage(`#${pairs.map(([k, t]) => `${k}=${t}`).join('&')}`);
        expect(views).toContain(page.view);
        for (const name of page.hide) expect(hideableNames).toContain(name);
        for (const note of notes) expect(note).toMatch(/^[“T].*\.$/s);
      }),
    );
  });
});

describe('reading', () => {
  it.each([
    ['view=kiosk', '“view=kiosk” was ignored: it must be one of lab, stage, compare, lesson.'],
    ['theme=blue', '“theme=blue” was ignored: it must be one of light, dark.'],
    ['projector=maybe', '“projector=maybe” was ignored: it must be on or off.'],
    ['autorun=on&autorun=off', '“autorun=off” was ignored: the link already has this key.'],
  ])('%s says what is wrong', (keys, note) => {
    expect(readPage(`#${keys}`).notes).toEqual([note]);
  });

  it('of unknown names to hide hides the others, and lists the names there are', () => {
    const { page, notes } = readPage('#hide=scene,nonsense,Own%20Data,x,y,z');
    expect([...page.hide]).toEqual(['own-data', 'scene']);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('by the name of “nonsense”, “x”, “y” and 1 more. Names: topbar,');
  });

  it('takes only a lesson of this server', () => {
    for (const text of ['tour', './mine.md', '../course/week-1.md', '/mine.md', 'mine.md'])
      expect(readPage(`#lesson=${text}`).page.lesson).toBe(text);
    for (const text of [
      '//example.org/x.md',
      'data:text/plain,x',
      '',
      '..\\x.md',
      'javascript:x',
    ]) {
      const { page, notes } = readPage(`#lesson=${text}`);
      expect(page.lesson).toBeUndefined();
      expect(notes.join(' ')).toContain('such as ./mine.md');
    }
    expect(readPage('#lesson=https://example.org/x.md').page.lesson).toBeUndefined();
  });

  it('knows a switch in every usual form', () => {
    for (const on of ['autorun', 'autorun=on', 'autorun=1', 'AUTORUN=TRUE', 'autorun='])
      expect(readPage(`#${on}&preset=quick`).page.autorun, on).toBe(true);
    for (const off of ['', 'autorun=off', 'autorun=0', 'autorun=no'])
      expect(readPage(`#${off}&preset=quick`).page.autorun, off).toBe(false);
  });
});

describe('what can be hidden', () => {
  it('has the names that were published', () => {
    expect(hideableNames.join(' ')).toBe(
      'topbar preset backend share lessons theme projector help settings task own-data scene source zone recording random-fields medium data architecture training networks trainbar repeat handles playback sample legend results overview errors kernels tradeoff why takehome numbers verdict answers',
    );
  });

  it('is found under each name as somebody may write it', () => {
    for (const name of hideableNames) {
      expect(findHideable(name.toUpperCase())).toBe(name);
      expect(findHideable(name.replaceAll('-', '_'))).toBe(name);
    }
    expect(findHideable('__proto__')).toBeUndefined();
    expect(findHideable('')).toBeUndefined();
  });

  it('is in docs/embedding.md with the same meaning', () => {
    const rows = [...embedding.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|$/gm)];
    const listed = new Map(rows.map(([, name, what]) => [name, what]));
    for (const name of hideableNames) expect(listed.get(name), name).toBe(hideables[name].what);
    for (const view of views) expect(embedding).toContain(`\`view=${view}\``);
    for (const key of pageKeys) expect(embedding).toContain(`\`${key}`);
  });
});
