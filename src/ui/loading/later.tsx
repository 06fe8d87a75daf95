import { lazy, type ComponentType } from 'react';
import { chunk } from './chunk.ts';

export interface Later {
  View: ComponentType;
  /** What a boundary does before it shows the view again: a part that could not be loaded is requested again. */
  retry: () => void;
}

/** A component that is loaded when it is first shown. What goes wrong with that is left to the nearest boundary. */
export function later<Module>(
  what: string,
  load: () => Promise<Module>,
  pick: (module: Module) => ComponentType,
): Later {
  const get = chunk(what, load);
  let failed = false;
  const begin = () =>
    lazy(async () => {
      try {
        return { default: pick(await get()) };
      } catch (error) {
        failed = true;
        throw error;
      }
    });
  let Current = begin();
  return {
    View: () => <Current />,
    retry: () => {
      if (failed) Current = begin();
      failed = false;
    },
  };
}
