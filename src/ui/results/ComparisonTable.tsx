import type { NetworkId } from '../../engine/experiment/schema.ts';
import { formatRatio } from '../shared/numbers.ts';
import { MOVED, settingsMoved } from '../lab/moved.ts';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useComparedPlans, type ComparedPlans } from '../networks/comparedPlans.ts';
import { rows, type Remark, type Row } from './comparison.ts';
import { ErrorMeasures } from './ErrorMeasures.tsx';
import section from '../shared/section.module.css';
import table from '../shared/table.module.css';
import styles from './tables.module.css';
import tip from '../shared/Tip.module.css';

export function ComparisonTable() {
  const plans = useComparedPlans();
  const compared = useLab((state) => state.run ?? state.experiment);
  const shown = rows.filter((row) => row.applies?.(compared) ?? true);
  const names = { a: useNetworkName('a'), b: useNetworkName('b') };
  const moved = useLab(settingsMoved);
  const running = useLab((state) => state.run !== undefined);
  return (
    <section className={section.section} aria-labelledby="table-title">
      <h2 id="table-title">Comparison</h2>
      <p className={section.note}>
        <span>{`A: ${names.a}. B: ${names.b}. ${running ? 'From the current run.' : 'For the current settings; errors appear with training.'} `}</span>
        <span>{moved && `${MOVED} `}</span>
        <Tip text="Compressed formats often need a larger rate than dense kernels. The range test (More, on a network’s card) tries five rates around the one set there and uses the largest of those that do about as well as the best.">
          Fair
        </Tip>{' '}
        when each network runs at its own best learning rate.
      </p>
      <table className={table.numbers} data-testid="table" aria-labelledby="table-title">
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
              <Tip text="Value of B divided by the value of A: below 1, B needs less or has the smaller error.">
                B / A
              </Tip>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <ComparisonRow key={row.title} row={row} plans={plans} />
          ))}
        </tbody>
      </table>
      <ErrorMeasures />
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
    <tr className={row.begins && table.begins}>
      <th scope="row">
        <Tip text={row.help}>{row.title}</Tip>
      </th>
      <td translate="no" data-value={a}>
        <span>{show(a)}</span>
        {row.remark && <Remarked id="a" remark={row.remark} />}
      </td>
      <td translate="no" data-value={b}>
        <span>{show(b)}</span>
        {row.remark && <Remarked id="b" remark={row.remark} />}
      </td>
      <td translate="no" className={table.ratio}>
        {a && b ? formatRatio(b / a) : '–'}
      </td>
    </tr>
  );
}

interface RemarkedProps {
  id: NetworkId;
  remark: NonNullable<Row['remark']>;
}

function Remarked({ id, remark }: RemarkedProps) {
  const trials = useLab((state) => state[id].trials);
  const found: Remark | undefined = remark({ trials });
  if (!found) return null;
  return (
    <span className={styles.cellRemark}>
      <Tip
        text={found.lines.map((line) => (
          <span key={line} className={tip.line}>
            {line}
          </span>
        ))}
      >
        {found.word}
      </Tip>
    </span>
  );
}
