import { Announcer } from './announce/Announcer.tsx';
import { Boundary } from './faults/Boundary.tsx';
import { PrintHead } from './print/PrintHead.tsx';
import { ResultTabs } from './ResultTabs.tsx';
import { Sidebar } from './Sidebar.tsx';
import { SkipLinks } from './SkipLinks.tsx';
import { FileDrop } from './FileDrop.tsx';
import { Stage } from './stage/Stage.tsx';
import { TopBar } from './topbar/TopBar.tsx';

export function App() {
  return (
    <div className="app">
      <SkipLinks />
      <Boundary what="The top bar" className="topbar">
        <TopBar />
      </Boundary>
      <PrintHead />
      <Sidebar />
      <main>
        <Boundary what="The stage" className="stage">
          <Stage />
        </Boundary>
        <Boundary what="The results" className="results">
          <ResultTabs />
        </Boundary>
      </main>
      <Announcer />
      <FileDrop />
    </div>
  );
}
