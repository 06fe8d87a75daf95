/** How this page shows the experiment: what its link says, and what the visitor has switched since. */
import { create, type StoreApi } from 'zustand';
import { allHidden, membersOf, type Hideable } from './hideable.ts';
import { standardPage, type PageSettings, type View } from './pageText.ts';

export interface Page extends PageSettings {
  /** Whether the page is a frame in another one. */
  framed: boolean;
  /** Whether the visitor came by a link that says what to open. */
  arrivedByLink: boolean;
  /** What the view leaves out but the present page of a lesson is about; what the link hides stays hidden. */
  needed: ReadonlySet<Hideable>;
  /** Whether the settings are open where they lie over the page or make room for the stage. */
  sheet: boolean;
}

/** As a store that tests can make for themselves. */
export type PageStore = Pick<StoreApi<Page>, 'getState' | 'setState' | 'subscribe'>;

const isFramed = (): boolean => typeof window !== 'undefined' && window.self !== window.top;

/** Read from the address when the lab starts (`lab/settings.ts`), and kept there as the experiment changes. */
export const usePage = create<Page>()(() => ({
  ...standardPage,
  framed: isFramed(),
  arrivedByLink: false,
  needed: new Set(),
  sheet: false,
}));

/** What each view leaves out. */
const outside: Readonly<Record<View, readonly Hideable[]>> = {
  lab: [],
  stage: ['topbar', 'settings', 'trainbar', 'results'],
  compare: ['topbar', 'settings', 'trainbar'],
  // A lesson has its reader train.
  lesson: ['topbar', 'settings', 'results'],
};

type Looks = Pick<Page, 'view' | 'hide' | 'needed'>;

/** Everything that is hidden, by the view or by name. */
export function hiddenOf({ view, hide, needed }: Looks): ReadonlySet<Hideable> {
  const byView = outside[view].flatMap((group) => {
    const members = [...allHidden(new Set([group]))];
    return members.some((name) => needed.has(name))
      ? members.filter((name) => name !== group && !needed.has(name))
      : members;
  });
  return allHidden(new Set([...byView, ...hide]));
}

/**
 * Whether there are settings at all. Large type leaves no room for them beside the stage: there they come when somebody
 * asks for them, or a lesson is about them.
 */
export function settingsShown(page: Page): boolean {
  if (hiddenOf(page).has('settings')) return false;
  const asked = page.sheet || membersOf('settings').some((name) => page.needed.has(name));
  return !page.projector || asked;
}

/** Whether a group of controls, or what else has a name, is hidden. */
export const useHidden = (name: Hideable): boolean => usePage((page) => hiddenOf(page).has(name));
