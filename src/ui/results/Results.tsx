import { ComparisonTable } from './ComparisonTable.tsx';
import { Curves } from './Curves.tsx';
import { LayerTable } from './LayerTable.tsx';
import { Submodel } from './Submodel.tsx';
import { Wave } from './Wave.tsx';

/** What the run means: curves, the comparison, the wave itself, and where the parameters are. */
export function Results() {
  return (
    <section className="results" aria-label="Results">
      <Curves />
      <ComparisonTable />
      <Submodel />
      <Wave />
      <LayerTable />
      <p className="results-foot">
        <a href="./checks.html" target="_blank" rel="noreferrer">
          How we know it is right
        </a>
        : the wave model against exact solutions, computed in your browser.
      </p>
    </section>
  );
}
