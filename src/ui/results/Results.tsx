import { lazy, Suspense, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Overview } from './Overview.tsx';

/** What is not in view at the start is loaded when it is opened. */
const views = [
  { id: 'results', title: 'Results', View: Overview },
  {
    id: 'kernels',
    title: 'Kernels',
    View: lazy(async () => ({
      default: (await import('../kernels/KernelsPanel.tsx')).KernelsPanel,
    })),
  },
  {
    id: 'tradeoff',
    title: 'Trade-off',
    View: lazy(async () => ({
      default: (await import('../tradeoff/TradeOffPanel.tsx')).TradeOffPanel,
    })),
  },
  {
    id: 'why',
    title: 'Why',
    View: lazy(async () => ({ default: (await import('../why/WhyPanel.tsx')).WhyPanel })),
  },
  {
    id: 'takehome',
    title: 'Take home',
    View: lazy(async () => ({
      default: (await import('../takehome/TakeHomePanel.tsx')).TakeHomePanel,
    })),
  },
] as const;

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
  const { View } = views[open];
  return (
    <section className="results" aria-label="Results">
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
        <Suspense fallback={<p className="muted card-note">Loading…</p>}>
          <View />
        </Suspense>
      </div>
    </section>
  );
}
