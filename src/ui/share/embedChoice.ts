/** What somebody who embeds the page chooses. Pure. */
import type { Hideable } from '../page/hideable.ts';
import { standardPage, type PageSettings } from '../page/pageText.ts';
import { MAX_SIZE, MIN_SIZE, type Size } from './embedCode.ts';

/** Views that need no lesson. */
export const viewOptions = [
  { value: 'stage', label: 'Stage' },
  { value: 'compare', label: 'Stage and results' },
  { value: 'lab', label: 'Everything' },
] as const;

/** What is worth a box; single groups are hidden by hand, see docs/embedding.md. */
export const hideOptions: readonly { name: Hideable; label: string; onlyIn?: 'lab' | 'results' }[] =
  [
    { name: 'topbar', label: 'Top bar', onlyIn: 'lab' },
    { name: 'settings', label: 'Settings', onlyIn: 'lab' },
    { name: 'trainbar', label: 'Train', onlyIn: 'lab' },
    { name: 'results', label: 'Results', onlyIn: 'results' },
    { name: 'handles', label: 'Handles' },
    { name: 'legend', label: 'Legend' },
    { name: 'playback', label: 'Playback' },
    { name: 'sample', label: 'Sample' },
    { name: 'numbers', label: 'Numbers' },
    { name: 'verdict', label: 'Verdict' },
  ];

export interface EmbedChoice {
  view: (typeof viewOptions)[number]['value'];
  hide: ReadonlySet<Hideable>;
  autorun: boolean;
  projector: boolean;
  theme: 'visitor' | 'light' | 'dark';
  size: Size;
}

export const firstChoice: EmbedChoice = {
  view: 'stage',
  hide: new Set<Hideable>(['sample', 'verdict']),
  autorun: false,
  projector: false,
  theme: 'visitor',
  size: { width: 640, height: 400 },
};

/** The boxes that make a difference in a view. */
export const optionsIn = (view: EmbedChoice['view']) =>
  hideOptions.filter(
    ({ onlyIn }) =>
      onlyIn === undefined || view === 'lab' || (onlyIn === 'results' && view === 'compare'),
  );

/** What the frame's link says about the page. */
export function pageOf({ view, hide, autorun, projector, theme }: EmbedChoice): PageSettings {
  const possible = optionsIn(view).map(({ name }) => name);
  return {
    ...standardPage,
    view,
    hide: new Set([...hide].filter((name) => possible.includes(name))),
    autorun,
    projector,
    theme: theme === 'visitor' ? undefined : theme,
  };
}

/** A size as typed, within what makes sense. */
export const withinSize = (side: 'width' | 'height', pixels: number): number =>
  Math.round(Math.min(MAX_SIZE[side], Math.max(MIN_SIZE[side], pixels)));
