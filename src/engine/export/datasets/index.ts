/** The layouts in which samples can be saved. h5wasm, which most of them need, is loaded with the first file. */
import type { DataLayout } from './layout.ts';
import type { LayoutId } from './layoutNames.ts';
import { cno } from './cno.ts';
import { npz } from './npz.ts';
import { pdebench } from './pdebench.ts';
import { pdebenchSeeds } from './pdebenchSeeds.ts';
import { theWell } from './theWell.ts';

const layouts: Readonly<Record<LayoutId, DataLayout>> = {
  npz,
  pdebench,
  'pdebench-seed': pdebenchSeeds,
  'the-well': theWell,
  cno,
};

/** Undefined for a name that is none. */
export const dataLayout = (id: string): DataLayout | undefined =>
  Object.values(layouts).find((layout) => layout.id === id);
