import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allHidden, hideableNames, type Hideable } from './hideable.ts';
import { hiddenOf } from './page.ts';
import { views } from './pageText.ts';

const none: ReadonlySet<Hideable> = new Set();
const names = fc.subarray(hideableNames).map((list) => new Set(list));

it('a group hides its members, and goes when the last one does', () => {
  expect([...allHidden(new Set(['trainbar']))].toSorted()).toEqual(['repeat', 'trainbar']);
  expect(allHidden(new Set(['results']))).toContain('kernels');
  const tabs: Hideable[] = ['overview', 'errors', 'kernels', 'tradeoff', 'why', 'takehome'];
  expect(allHidden(new Set(tabs))).toContain('results');
  expect(allHidden(new Set(tabs.slice(1)))).not.toContain('results');
  expect(
    allHidden(new Set(['preset', 'backend', 'share', 'lessons', 'theme', 'projector', 'help'])),
  ).not.toContain('topbar');
});

it('without numbers there is nothing made of them', () => {
  const hidden = allHidden(new Set(['numbers']));
  for (const name of ['verdict', 'overview', 'errors', 'tradeoff'] as const)
    expect(hidden).toContain(name);
  expect(hidden).not.toContain('results');
});

it('what is hidden by name stays so in every view, whatever a lesson needs', () => {
  fc.assert(
    fc.property(fc.constantFrom(...views), names, names, (view, hide, needed) => {
      const hidden = hiddenOf({ view, hide, needed });
      for (const name of allHidden(hide)) expect(hidden).toContain(name);
      // Nothing is left to be added.
      expect(allHidden(hidden)).toEqual(hidden);
    }),
  );
});

it('the views are what they say', () => {
  const shown = (view: (typeof views)[number], needed = none) => {
    const hidden = hiddenOf({ view, hide: none, needed });
    return ['topbar', 'settings', 'trainbar', 'results', 'playback', 'networks'].filter(
      (name) => !hidden.has(name as Hideable),
    );
  };
  expect(shown('lab')).toEqual([
    'topbar',
    'settings',
    'trainbar',
    'results',
    'playback',
    'networks',
  ]);
  expect(shown('stage')).toEqual(['playback']);
  expect(shown('compare')).toEqual(['results', 'playback']);
  expect(shown('lesson')).toEqual(['trainbar', 'playback']);
  expect(shown('lesson', new Set<Hideable>(['networks']))).toEqual([
    'settings',
    'trainbar',
    'playback',
    'networks',
  ]);
});
