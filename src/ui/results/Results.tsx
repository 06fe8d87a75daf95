import { ComparisonTable } from './ComparisonTable.tsx';
import { Curves } from './Curves.tsx';
import { LayerTable } from './LayerTable.tsx';

/** What the run means: curves, the comparison, and where the parameters are. */
export function Results() {
  return (
    <section className="results" aria-label="Results">
      <Curves />
      <ComparisonTable />
      <LayerTable />
    </section>
  );
}
