/** How many tasks of the page that is shown are still to be done. */
import { create } from 'zustand';

interface Tasks {
  open: number;
  /** Counts a task while it is shown; returns what takes it off again. */
  add: (done: boolean) => () => void;
}

export const useTasks = create<Tasks>()((set) => ({
  open: 0,
  add: (done) => {
    const by = done ? 0 : 1;
    set(({ open }) => ({ open: open + by }));
    return () => set(({ open }) => ({ open: open - by }));
  },
}));
