import { Suspense, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Boundary } from './faults/Boundary.tsx';
import { Rescue } from './saving/Rescue.tsx';
import { later, type Later } from './loading/later.tsx';
import { Overview } from './results/Overview.tsx';

/** What is not in view at the start is loaded when it is opened. */
const views: readonly ({ id: string; title: string } & Later)[] = [
  { id: 'results', title: 'Results', View: Overview, retry: () => {} },
  {
    id: 'kernels',
    title: 'Kernels',
    ...later(
      'The tab Kernels',
      () => import('./kernels/KernelsPanel.tsx'),
      ({ KernelsPanel }) => KernelsPanel,
    ),
  },
  {
    id: 'tradeoff',
    title: 'Trade-off',
    ...later(
      'The tab Trade-off',
      () => import('./tradeoff/TradeOffPanel.tsx'),
      ({ TradeOffPanel }) => TradeOffPanel,
    ),
  },
  {
    id: 'why',
    title: 'Why',
    ...later(
      'The tab Why',
      () => import('./why/WhyPanel.tsx'),
      ({ WhyPanel }) => WhyPanel,
    ),
  },
  {
    id: 'takehome',
    title: 'Take home',
    ...later(
      'The tab Take home',
      () => import('./takehome/TakeHomePanel.tsx'),
      ({ TakeHomePanel }) => TakeHomePanel,
    ),
  },
];

/** What the run means, in tabs; the arrow keys go from one to the next. */
export function Results() {
  const [open, setOpen] = useState(0);
  const base = useId();
  const tabs = useRef<(HTMLButtonElement | null)[]>([]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = (open + step + views.length) % views.length;
    setOpen(next);
    tabs.current[next]?.focus();
    event.preventDefault();
  };
  const { id: shown, title: shownTitle, View, retry } = views[open];
  return (
    <section className="results" id="results" tabIndex={-1} aria-label="Results">
      <div className="results-tabs" role="tablist" aria-label="Views">
        {views.map(({ id, title }, i) => (
          <button
            key={id}
            ref={(element) => {
              tabs.current[i] = element;
            }}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            aria-selected={i === open}
            aria-controls={`${base}-panel`}
            tabIndex={i === open ? 0 : -1}
            onClick={() => setOpen(i)}
            onKeyDown={onKeyDown}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${views[open].id}`}
        className="results-panel"
      >
        <Boundary key={shown} what={`The tab ${shownTitle}`} onRetry={retry} rescue={<Rescue />}>
          <Suspense fallback={<p className="muted card-note">Loading…</p>}>
            <View />
          </Suspense>
        </Boundary>
      </div>
    </section>
  );
}
