import { idsOf } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { scatteringSeeds } from '../../engine/train/series.ts';
import { useComparedPlans } from '../networks/comparedPlans.ts';
import { cellOf, ratioText, rows, seedsCell, UNKNOWN, type Cell } from '../results/comparison.ts';
import { useLab } from '../state.ts';
import styles from './PrintPage.module.css';

/** The comparison with everything in one line, and without what is not known. */
export function PrintTable({ compared }: { compared: Experiment }) {
  const ids = idsOf(compared);
  const plans = useComparedPlans();
  const networks = useLab((state) => state.networks);
  const seeds = useLab(({ series }) => scatteringSeeds(series));
  if (!plans) return null;
  const lines = rows
    .filter((row) => row.applies?.(compared) ?? true)
    .map((row) => {
      const cells = ids.map((id): Cell => {
        const plan = plans.get(id)!;
        const present = networks[id];
        return seeds ? seedsCell(row, plan, { seeds, id, present }) : cellOf(row, plan, present);
      });
      return { row, cells, base: cells[ids.indexOf(compared.reference)].value };
    })
    .filter(({ cells }) => cells.some(({ text }) => text !== UNKNOWN));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{seeds && `Means of ${seeds.length} seeds`}</th>
          {ids.map((id) => (
            <th key={id} scope="col" className={`network-${id}`}>
              {id.toUpperCase()}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ row, cells, base }) => (
          <tr key={row.title}>
            <th scope="row">{row.title}</th>
            {cells.map(({ text, value, deviation }, i) => {
              const ratio = ids[i] === compared.reference ? undefined : ratioText(row, value, base);
              return (
                <td key={ids[i]}>
                  <span>{[text, deviation].filter(Boolean).join(' ')}</span>
                  {ratio !== undefined && <small>{` ${ratio}`}</small>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
