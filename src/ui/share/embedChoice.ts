/** What somebody who embeds the page chooses. Pure. */
import type { Hideable } from '../page/hideable.ts';
import { standardPage, type PageSettings, type View } from '../page/pageText.ts';
import { MAX_SIZE, MIN_SIZE, type Size } from './embedCode.ts';

/** Views that need no lesson. */
const viewOptions = [
  { value: 'stage', label: 'Stage' },
  { value: 'compare', label: 'Stage and results' },
  { value: 'lab', label: 'All' },
] as const;

/** The views that a frame may have, beside a lesson or without one (undefined). */
export const viewsWith = (lesson: string | undefined): readonly { value: View; label: string }[] =>
  lesson === undefined ? viewOptions : [...viewOptions, { value: 'lesson', label: 'Lesson' }];

/** What is worth a box; single groups are hidden by hand, see docs/embedding.md. */
const hideOptions: readonly { name: Hideable; label: string; onlyIn?: readonly View[] }[] = [
  { name: 'topbar', label: 'Top bar', onlyIn: ['lab'] },
  { name: 'settings', label: 'Settings', onlyIn: ['lab'] },
  { name: 'trainbar', label: 'Train', onlyIn: ['lab', 'lesson'] },
  { name: 'results', label: 'Results', onlyIn: ['lab', 'compare'] },
  { name: 'handles', label: 'Handles' },
  { name: 'legend', label: 'Legend' },
  { name: 'playback', label: 'Playback' },
  { name: 'sample', label: 'Sample' },
  { name: 'numbers', label: 'Numbers' },
  { name: 'verdict', label: 'Verdict' },
  { name: 'answers', label: 'Answers', onlyIn: ['lesson'] },
];

export interface EmbedChoice {
  view: View;
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
export const optionsIn = (view: View) =>
  hideOptions.filter(({ onlyIn }) => onlyIn === undefined || onlyIn.includes(view));

/** Another view. A lesson asks for parts that other frames have no room for: nothing is hidden there at first. */
export function withView(choice: EmbedChoice, view: View): EmbedChoice {
  if ((choice.view === 'lesson') === (view === 'lesson')) return { ...choice, view };
  return { ...choice, view, hide: view === 'lesson' ? new Set() : firstChoice.hide };
}

/** What the frame's link says about the page; `lesson`: the one that is open. */
export function pageOf(
  { view, hide, autorun, projector, theme }: EmbedChoice,
  lesson: string | undefined,
): PageSettings {
  const possible = optionsIn(view).map(({ name }) => name);
  return {
    ...standardPage,
    view,
    hide: new Set([...hide].filter((name) => possible.includes(name))),
    autorun,
    projector,
    theme: theme === 'visitor' ? undefined : theme,
    lesson: view === 'lesson' ? lesson : undefined,
  };
}

/** A size as typed, within what makes sense. */
export const withinSize = (side: 'width' | 'height', pixels: number): number =>
  Math.round(Math.min(MAX_SIZE[side], Math.max(MIN_SIZE[side], pixels)));
