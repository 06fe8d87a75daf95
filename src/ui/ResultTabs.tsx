import { Suspense, useId, useRef, type KeyboardEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { Boundary } from './faults/Boundary.tsx';
import { Coverable } from './lessons/Coverable.tsx';
import { Rescue } from './saving/Rescue.tsx';
import { openResultTab, useResultTab } from './shared/resultTab.ts';
import { tabAt } from './shared/tabKeys.ts';
import { hiddenOf, usePage } from './page/page.ts';
import { tabs as all } from './tabs.tsx';
import styles from './ResultTabs.module.css';

/** What the run means, in tabs; the arrow keys go from one to the next, Home and End to the first and the last. */
export function ResultTabs() {
  const openId = useResultTab((state) => state.open);
  const hidden = usePage(useShallow(hiddenOf));
  const tabs = all.filter(({ name }) => !hidden.has(name));
  const open = Math.max(
    0,
    tabs.findIndex(({ id }) => id === openId),
  );
  const base = useId();
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = tabAt(event.key, open, tabs.length);
    if (next === undefined) return;
    openResultTab(tabs[next].id);
    buttons.current[next]?.focus();
    event.preventDefault();
  };
  const { id: shown, title: shownTitle, covers = [], View, retry } = tabs[open];
  return (
    <section className={styles.results} id="results" tabIndex={-1} aria-label="Results">
      <div className={styles.tabs} role="tablist" aria-label="Views">
        {tabs.map(({ id, title }, i) => (
          <button
            key={id}
            ref={(element) => {
              buttons.current[i] = element;
            }}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            aria-selected={i === open}
            aria-controls={`${base}-panel`}
            tabIndex={i === open ? 0 : -1}
            onClick={() => openResultTab(id)}
            onKeyDown={onKeyDown}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${tabs[open].id}`}>
        <Boundary key={shown} what={`The tab ${shownTitle}`} onRetry={retry} rescue={<Rescue />}>
          <Suspense fallback={<p className={`muted ${styles.loading}`}>Loading…</p>}>
            <Coverable by={covers}>
              <View />
            </Coverable>
          </Suspense>
        </Boundary>
      </div>
    </section>
  );
}
