import { Boundary } from '../faults/Boundary.tsx';
import { Coverable } from '../lessons/Coverable.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import { Curves } from './Curves.tsx';
import { LayerTable } from './LayerTable.tsx';
import { Submodel } from './Submodel.tsx';
import { Trace } from './Trace.tsx';
import { Wave } from './Wave.tsx';
import section from '../shared/section.module.css';

const parts = [
  { what: 'The learning curves', Part: Curves, covers: ['errors', 'curves'], testId: 'curves' },
  {
    what: 'The comparison',
    Part: ComparisonTable,
    covers: ['errors', 'counts', 'table'],
    testId: 'table',
  },
  { what: 'The trace', Part: Trace, covers: ['errors'], testId: 'trace' },
  { what: 'The submodel', Part: Submodel, covers: ['errors', 'submodel'], testId: 'submodel' },
  { what: 'The wave', Part: Wave, covers: [], testId: 'wave' },
  { what: 'The layers', Part: LayerTable, covers: ['counts'], testId: 'layers' },
] as const;

/** Curves, the comparison, the wave itself, and where the parameters are. */
export function Overview() {
  return (
    <>
      {parts.map(({ what, Part, covers, testId }) => (
        <Boundary key={what} what={what} className={section.section}>
          <Coverable by={covers} testId={testId} className={section.section}>
            <Part />
          </Coverable>
        </Boundary>
      ))}
      <p className={section.foot}>
        <a href="./checks.html" target="_blank" rel="noreferrer">
          How we know it is right
        </a>
        : the wave model compared with exact solutions, computed in your browser.
      </p>
    </>
  );
}
