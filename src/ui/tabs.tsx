/** The tabs below the stage, in order. A new one is a line here. */
import { later, type Later } from './loading/later.tsx';
import type { Cover } from './lessons/cover.ts';
import type { Hideable } from './page/hideable.ts';
import type { TabId } from './shared/resultTab.ts';
import { Overview } from './results/Overview.tsx';

export interface Tab extends Later {
  id: TabId;
  /** As links call it. */
  name: Hideable;
  title: string;
  /** What of it a lesson may cover, if not the parts themselves ask. */
  covers?: readonly Cover[];
}

/** What is not in view at the start is loaded when it is opened. */
export const tabs: readonly Tab[] = [
  { id: 'results', name: 'overview', title: 'Results', View: Overview, retry: () => {} },
  {
    id: 'errors',
    name: 'errors',
    title: 'Errors',
    covers: ['errors', 'analysis'],
    ...later(
      'The tab Errors',
      () => import('./errors/ErrorsPanel.tsx'),
      ({ ErrorsPanel }) => ErrorsPanel,
    ),
  },
  {
    id: 'kernels',
    name: 'kernels',
    title: 'Kernels',
    ...later(
      'The tab Kernels',
      () => import('./kernels/KernelsPanel.tsx'),
      ({ KernelsPanel }) => KernelsPanel,
    ),
  },
  {
    id: 'tradeoff',
    name: 'tradeoff',
    title: 'Trade-off',
    covers: ['errors', 'counts'],
    ...later(
      'The tab Trade-off',
      () => import('./tradeoff/TradeOffPanel.tsx'),
      ({ TradeOffPanel }) => TradeOffPanel,
    ),
  },
  {
    id: 'why',
    name: 'why',
    title: 'Why',
    ...later(
      'The tab Why',
      () => import('./why/WhyPanel.tsx'),
      ({ WhyPanel }) => WhyPanel,
    ),
  },
  {
    id: 'takehome',
    name: 'takehome',
    title: 'Take home',
    ...later(
      'The tab Take home',
      () => import('./takehome/TakeHomePanel.tsx'),
      ({ TakeHomePanel }) => TakeHomePanel,
    ),
  },
];
