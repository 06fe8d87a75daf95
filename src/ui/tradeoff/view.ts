/** How the trade-off is looked at; it stays when another tab is opened meanwhile. */
import { create } from 'zustand';
import { usualColumns, type Order } from './columns.ts';
import type { Size } from './figure.ts';

interface View {
  /** What the chart has to the right. */
  size: Size;
  columns: readonly string[];
  /** Whether columns in which all networks are the same are left out. */
  differing: boolean;
  order: Order;
}

export const useView = create<View>()(() => ({
  size: 'parameters',
  columns: usualColumns,
  differing: false,
  order: { by: 'test', descending: false },
}));

const { setState: set } = useView;

export const showSize = (size: Size): void => set({ size });

export const showColumn = (id: string, on: boolean): void =>
  set(({ columns }) => ({
    columns: on ? [...columns, id] : columns.filter((one) => one !== id),
  }));

export const showDiffering = (differing: boolean): void => set({ differing });

/** By another column, or the other way round. */
export const orderBy = (by: string): void =>
  set(({ order }) => ({ order: { by, descending: order.by === by && !order.descending } }));
