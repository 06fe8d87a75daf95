import { Suspense, useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { Boundary } from './faults/Boundary.tsx';
import { Coverable } from './lessons/Coverable.tsx';
import { Rescue } from './saving/Rescue.tsx';
import { openResultTab, useResultTab } from './shared/resultTab.ts';
import { TabList } from './shared/TabList.tsx';
import { hiddenOf, usePage } from './page/page.ts';
import { tabs as all } from './tabs.tsx';
import styles from './ResultTabs.module.css';

/** What the run means, in tabs. */
export function ResultTabs() {
  const openId = useResultTab((state) => state.open);
  const hidden = usePage(useShallow(hiddenOf));
  const tabs = all.filter(({ name }) => !hidden.has(name));
  const open = Math.max(
    0,
    tabs.findIndex(({ id }) => id === openId),
  );
  const base = useId();
  const { id: shown, title: shownTitle, covers = [], View, retry } = tabs[open];
  return (
    <section className={styles.results} id="results" tabIndex={-1} aria-label="Results">
      <TabList
        label="Views"
        tabs={tabs}
        open={shown}
        onOpen={openResultTab}
        base={base}
        className={styles.tabs}
      />
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${shown}`}>
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
