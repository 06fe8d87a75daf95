/** Whether the dialog Share is open, and the tab that it opens with. */
import { create } from 'zustand';

export type ShareTab = 'link' | 'embed' | 'cite';

export const useShare = create<{ open?: ShareTab }>()(() => ({}));

export const openShare = (open: ShareTab = 'link'): void => useShare.setState({ open });

export const closeShare = (): void => useShare.setState({ open: undefined });
