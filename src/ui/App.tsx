import { Suspense } from 'react';
import { Announcer } from './announce/Announcer.tsx';
import { ModelDialog } from './models/ModelDialog.tsx';
import { Boundary } from './faults/Boundary.tsx';
import { useLessons, useOpenLesson } from './lessons/open.ts';
import { later } from './loading/later.tsx';
import { settingsShown, useHidden, usePage } from './page/page.ts';
import { Shown } from './page/Shown.tsx';
import { Printed } from './print/Printed.tsx';
import { ResultTabs } from './ResultTabs.tsx';
import { Sidebar } from './Sidebar.tsx';
import { SkipLinks } from './SkipLinks.tsx';
import { FileDrop } from './FileDrop.tsx';
import { DataDialog } from './owndata/DataDialog.tsx';
import { Stage } from './stage/Stage.tsx';
import { TopBar } from './topbar/TopBar.tsx';
import { Welcome } from './welcome/Welcome.tsx';
import styles from './App.module.css';
import topbar from './topbar/topbar.module.css';
import stage from './stage/Stage.module.css';
import resultTabs from './ResultTabs.module.css';

const lesson = later(
  'The lesson',
  () => import('./tutor/panel/LessonPanel.tsx'),
  ({ LessonPanel }) => LessonPanel,
);

const lessonList = later(
  'The list of lessons',
  () => import('./tutor/panel/LessonList.tsx'),
  ({ LessonList }) => LessonList,
);

export function App() {
  const settings = usePage(settingsShown);
  const topbarShown = !useHidden('topbar');
  const results = !useHidden('results');
  const view = usePage((page) => page.view);
  const lessonOpen = useOpenLesson() !== undefined;
  return (
    <div
      className={styles.app}
      data-view={view}
      data-settings={settings || undefined}
      data-lesson={lessonOpen || undefined}
    >
      <SkipLinks />
      {!topbarShown && (
        <header className="visually-hidden">
          <h1 translate="no">Slimwave</h1>
        </header>
      )}
      <Shown name="topbar">
        <Boundary what="The top bar" className={topbar.topbar}>
          <TopBar />
        </Boundary>
      </Shown>
      {lessonOpen && <LessonBeside />}
      <Boundary what="The printed page">
        <Printed />
      </Boundary>
      <Sidebar />
      <div className={styles.frame}>
        <main className={styles.main} data-results={results || undefined}>
          <Boundary what="The stage" className={stage.stage}>
            <Stage Opening={Welcome} />
          </Boundary>
          {results && (
            <Boundary what="The results" className={resultTabs.results}>
              <ResultTabs />
            </Boundary>
          )}
        </main>
      </div>
      <LessonChoice />
      <Announcer />
      <DataDialog />
      <FileDrop />
      <ModelDialog />
    </div>
  );
}

/** Loaded with the first lesson. */
const LessonBeside = () => (
  <div className={styles.lesson}>
    <Boundary what="The lesson" onRetry={lesson.retry} className={styles.lessonFault}>
      <Suspense fallback={<p className="muted">Loading…</p>}>
        <lesson.View />
      </Suspense>
    </Boundary>
  </div>
);

function LessonChoice() {
  const listed = useLessons((state) => state.listed);
  if (!listed) return null;
  return (
    <Boundary what="The list of lessons" onRetry={lessonList.retry}>
      <Suspense>
        <lessonList.View />
      </Suspense>
    </Boundary>
  );
}
