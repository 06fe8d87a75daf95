/** The sheets of a lesson for paper, and which of them is shown. */
import { create } from 'zustand';

export type Sheet = 'worksheet' | 'results' | 'instructor';

export const useSheet = create<{ shown?: Sheet }>(() => ({}));

export const showSheet = (shown: Sheet | undefined): void => useSheet.setState({ shown });
