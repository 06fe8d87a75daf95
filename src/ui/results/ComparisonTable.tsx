import { formatRatio } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useComparedPlans, type ComparedPlans } from './comparedPlans.ts';
import { rows, type Row } from './comparison.ts';

export function ComparisonTable() {
  const plans = useComparedPlans();
  const running = useLab((state) => state.run !== undefined);
  return (
    <section className="results-section" aria-labelledby="table-title">
      <h2 id="table-title">Comparison</h2>
      <p className="results-note">
        {running ? 'Of the current run.' : 'Of the settings; errors come with training.'}
      </p>
      <table className="numbers" data-testid="table" aria-labelledby="table-title">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Quantity</span>
            </th>
            <th scope="col" className="network-a">
              A
            </th>
            <th scope="col" className="network-b">
              B
            </th>
            <th scope="col">
              <Tip text="Value of B divided by the value of A: below 1, B needs or errs less.">
                B / A
              </Tip>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ComparisonRow key={row.title} row={row} plans={plans} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ComparisonRowProps {
  row: Row;
  plans?: ComparedPlans;
}

function ComparisonRow({ row, plans }: ComparisonRowProps) {
  const a = useLab((state) => plans && row.value(plans.a, state.a));
  const b = useLab((state) => plans && row.value(plans.b, state.b));
  const show = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '–' : row.format(value);
  return (
    <tr className={row.begins && 'begins'}>
      <th scope="row">
        <Tip text={row.help}>{row.title}</Tip>
      </th>
      <td data-value={a}>{show(a)}</td>
      <td data-value={b}>{show(b)}</td>
      <td className="ratio">{a && b ? formatRatio(b / a) : '–'}</td>
    </tr>
  );
}
