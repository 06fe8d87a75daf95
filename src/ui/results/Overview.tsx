import { Boundary } from '../faults/Boundary.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import { Curves } from './Curves.tsx';
import { LayerTable } from './LayerTable.tsx';
import { Submodel } from './Submodel.tsx';
import { Trace } from './Trace.tsx';
import { Wave } from './Wave.tsx';
import section from '../shared/section.module.css';

const parts = [
  { what: 'The learning curves', Part: Curves },
  { what: 'The comparison', Part: ComparisonTable },
  { what: 'The trace', Part: Trace },
  { what: 'The submodel', Part: Submodel },
  { what: 'The wave', Part: Wave },
  { what: 'The layers', Part: LayerTable },
] as const;

/** Curves, the comparison, the wave itself, and where the parameters are. */
export function Overview() {
  return (
    <>
      {parts.map(({ what, Part }) => (
        <Boundary key={what} what={what} className={section.section}>
          <Part />
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
