import { Announcer } from './announce/Announcer.tsx';
import { Boundary } from './faults/Boundary.tsx';
import { useHidden, usePage } from './page/page.ts';
import { Shown } from './page/Shown.tsx';
import { PrintHead } from './print/PrintHead.tsx';
import { ResultTabs } from './ResultTabs.tsx';
import { Sidebar } from './Sidebar.tsx';
import { SkipLinks } from './SkipLinks.tsx';
import { FileDrop } from './FileDrop.tsx';
import { Stage } from './stage/Stage.tsx';
import { TopBar } from './topbar/TopBar.tsx';
import styles from './App.module.css';
import topbar from './topbar/topbar.module.css';
import stage from './stage/Stage.module.css';
import resultTabs from './ResultTabs.module.css';

export function App() {
  const settings = !useHidden('settings');
  const results = !useHidden('results');
  const view = usePage((page) => page.view);
  return (
    <div className={styles.app} data-view={view} data-settings={settings || undefined}>
      <SkipLinks />
      <Shown name="topbar">
        <Boundary what="The top bar" className={topbar.topbar}>
          <TopBar />
        </Boundary>
      </Shown>
      <PrintHead />
      <Sidebar />
      <main className={styles.main} data-results={results || undefined}>
        <Boundary what="The stage" className={stage.stage}>
          <Stage />
        </Boundary>
        {results && (
          <Boundary what="The results" className={resultTabs.results}>
            <ResultTabs />
          </Boundary>
        )}
      </main>
      <Announcer />
      <FileDrop />
    </div>
  );
}
