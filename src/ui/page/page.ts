/** How this page shows the experiment: what its link says, and what the visitor has switched since. */
import { create, type StoreApi } from 'zustand';
import type { Hideable } from './hideable.ts';
import { standardPage, type PageSettings } from './pageText.ts';

export interface Page extends PageSettings {
  /** Whether the page is a frame in another one. */
  framed: boolean;
  /** Whether the visitor came by a link that says what to open. */
  arrivedByLink: boolean;
}

/** As a store that tests can make for themselves. */
export type PageStore = Pick<StoreApi<Page>, 'getState' | 'setState' | 'subscribe'>;

const isFramed = (): boolean => typeof window !== 'undefined' && window.self !== window.top;

/** Read from the address when the lab starts (`lab/settings.ts`), and kept there as the experiment changes. */
export const usePage = create<Page>()(() => ({
  ...standardPage,
  framed: isFramed(),
  arrivedByLink: false,
}));

/** Whether the link hides a group of controls. */
export const useHidden = (name: Hideable): boolean => usePage(({ hide }) => hide.has(name));
