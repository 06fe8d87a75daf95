import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { leaves } from '../experiment/leaves.ts';
import { decodeFile } from './file.ts';
import { decodeLink, isLink, namesSettings, pagePairs } from './link.ts';
import { mishaps } from './mishaps.testing.ts';
import { pageKeys } from './pageKeys.ts';

const PAGE = 'view=stage&hide=scene,tradeoff&autorun&theme=dark&projector=on&lesson=tour';

it('the page keys are those that were published, and no setting has one of them', () => {
  expect(pageKeys).toEqual(['view', 'hide', 'autorun', 'theme', 'projector', 'lesson']);
  const taken = leaves.map(({ key }) => key.toLowerCase());
  expect(taken.filter((key) => pageKeys.some((name) => name === key))).toEqual([]);
});

describe('page keys in a link', () => {
  it.each(Object.entries(mishaps))('leave the experiment as it is: %s', (_, mishap) => {
    for (const experiment of ['v=3&preset=quick&b.format=one-way&b.rank=25%25', 'preset=layers']) {
      const meant = decodeLink(`#${experiment}`);
      for (const hash of [`#${experiment}&${PAGE}`, `#${PAGE}&${experiment}`])
        expect(decodeLink(mishap(hash))).toEqual(meant);
    }
  });

  it('alone open what a page without a link opens', () => {
    const [standard] = presets;
    for (const link of [`#${PAGE}`, '#autorun', '#projector.', '#LESSON=TOUR', '?view=stage'])
      expect(decodeLink(link), link).toEqual({
        preset: standard,
        experiment: standard.experiment,
        notes: [],
      });
  });

  it('make it a link, but do not name a setting', () => {
    for (const link of ['#view=stage', '#autorun', '#Projector', 'https://x.org/#/lesson=a']) {
      expect(isLink(link), link).toBe(true);
      expect(namesSettings(link), link).toBe(false);
    }
    expect(namesSettings(`#${PAGE}&preset=quick`)).toBe(true);
    for (const anchor of ['#autoruns', '#view', '#theme', 'a'.repeat(70_000)])
      expect(pagePairs(anchor), anchor.slice(0, 20)).toEqual([]);
  });

  it('do not hide what else is unknown', () => {
    const { notes } = decodeLink(`#${PAGE}&wiew=stage&nonsense`);
    expect(notes).toEqual([
      '“nonsense” was ignored: it does not have the form key=value.',
      '“wiew=stage” was ignored: there is no setting of that name.',
    ]);
  });

  it('are ignored in a file, too', () => {
    const opened = decodeFile('{"preset": "quick", "view": "stage", "projector": "on"}');
    expect(opened).toEqual(decodeFile('{"preset": "quick"}'));
  });
});
