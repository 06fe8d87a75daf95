import { useStore } from 'zustand';
import { useActions } from '../lab/context.ts';
import type { Asking } from '../lab/data/asking.ts';

/** The questions on the files that are being opened, if there are any. */
export const useAsking = (): Asking | undefined =>
  useStore(useActions().files.asked, ({ asking }) => asking);
