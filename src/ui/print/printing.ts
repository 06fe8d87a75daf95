/**
 * Paper is white and does not wait: before printing, everything is drawn, in light colours and at once. So the layout of
 * the page is loaded ahead: some time after the start, or when the menu asks for a page.
 */
import type { ComponentType } from 'react';
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { loadPlotly } from '../chart/plotly.ts';
import { chunk } from '../loading/chunk.ts';
import { usePrinter } from '../saving/printer.ts';
import { setPrinting } from '../theme.ts';

const loadLayout = chunk('The layout of printed pages', () => import('./PrintPage.tsx'));

/** Undefined until it is loaded. */
export const usePrintLayout = create<{ Page?: ComponentType }>()(() => ({}));

async function prepare(): Promise<void> {
  const { PrintPage } = await loadLayout();
  flushSync(() => usePrintLayout.setState({ Page: PrintPage }));
}

/** After the start, when nothing else is to be loaded (ms). */
const IDLE_MS = 20_000;

/** Whoever prints later is told so by the page itself. */
const ahead = (): void => void prepare().catch(() => {});

async function print(): Promise<void> {
  await Promise.all([prepare(), loadPlotly()]);
  // The chart takes its library in the next task.
  await new Promise((resolve) => setTimeout(resolve));
  window.print();
}

/** Call once. */
export function followPrinting(): void {
  usePrinter.setState({ print });
  setTimeout(ahead, IDLE_MS);
  window.addEventListener('beforeprint', () => {
    flushSync(() => setPrinting(new Date()));
    ahead();
  });
  window.addEventListener('afterprint', () => setPrinting(undefined));
}
