import { ComparisonTable } from './ComparisonTable.tsx';
import { Curves } from './Curves.tsx';
import { LayerTable } from './LayerTable.tsx';
import { Submodel } from './Submodel.tsx';
import { Trace } from './Trace.tsx';
import { Wave } from './Wave.tsx';

/** Curves, the comparison, the wave itself, and where the parameters are. */
export function Overview() {
  return (
    <>
      <Curves />
      <ComparisonTable />
      <Trace />
      <Submodel />
      <Wave />
      <LayerTable />
      <p className="results-foot">
        <a href="./checks.html" target="_blank" rel="noreferrer">
          How we know it is right
        </a>
        : the wave model against exact solutions, computed in your browser.
      </p>
    </>
  );
}
