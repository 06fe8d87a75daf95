/** The layouts in which samples can be saved. h5wasm, which most of them need, is loaded with the first file. */
import type { DataLayout } from './layout.ts';
import { cno } from './cno.ts';
import { npz } from './npz.ts';
import { pdebench } from './pdebench.ts';
import { pdebenchSeeds } from './pdebenchSeeds.ts';
import { theWell } from './theWell.ts';

export const dataLayouts = [npz, pdebench, pdebenchSeeds, theWell, cno] as const;

/** Undefined for a name that is none. */
export const dataLayout = (id: string): DataLayout | undefined =>
  dataLayouts.find((layout) => layout.id === id);
