/** Which of the tabs below the stage is open. */
import { create } from 'zustand';

export const tabIds = ['results', 'errors', 'kernels', 'tradeoff', 'why', 'takehome'] as const;

export type TabId = (typeof tabIds)[number];

export const isTab = (id: string): id is TabId => tabIds.some((tab) => tab === id);

export const useResultTab = create<{ open: TabId }>(() => ({ open: 'results' }));

export const openResultTab = (open: TabId): void => useResultTab.setState({ open });
