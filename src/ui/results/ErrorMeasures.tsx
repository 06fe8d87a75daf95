import { Fragment } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { NetworkHeads } from '../networks/NetworkHeads.tsx';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { LEFT_OUT, MEDIAN_L1 } from './comparison.ts';
import styles from './tables.module.css';
import table from '../shared/table.module.css';

interface Measure {
  name: 'relativeL2' | 'relativeL1' | 'nrmse' | 'vrmse' | 'medianL1';
  title: string;
  help: string;
}

const measures: readonly Measure[] = [
  {
    name: 'relativeL2',
    title: 'Relative L2',
    help: `Mean over samples of ‖forecast − truth‖/‖truth‖. ${LEFT_OUT}`,
  },
  {
    name: 'relativeL1',
    title: 'Relative L1',
    help: `Mean over the same samples of ‖forecast − truth‖₁/‖truth‖₁ (sums of absolute values).`,
  },
  {
    name: 'nrmse',
    title: 'nRMSE',
    help: 'Root mean square error over all samples together, divided by the root mean square of the truth: strong waves count more.',
  },
  {
    name: 'vrmse',
    title: 'VRMSE',
    help: 'Mean over samples of ‖forecast − truth‖/‖truth − its mean‖: predicting the mean would give 1. Samples whose values are almost the same everywhere are left out and counted below.',
  },
];
const benchmark: Measure = { name: 'medianL1', title: 'Median L1, scaled', help: MEDIAN_L1 };

/** Shown where there are some. */
const counts = [
  {
    name: 'silent',
    title: 'Silent samples',
    help: 'Samples that the relative errors leave out. nRMSE and the training include them.',
  },
  {
    name: 'flat',
    title: 'Samples without spread',
    help: 'Samples that VRMSE leaves out, because their values are almost the same everywhere.',
  },
] as const;

/** All error measures of all networks, folded away. */
export function ErrorMeasures() {
  const ids = useNetworkIds();
  const results = useLab(useShallow(({ networks }) => ids.map((id) => networks[id].result)));
  const benchmarked = useLab(({ run }) => run !== undefined && taskOf(run).benchmark === true);
  const sets = [
    { title: 'Test samples', all: results.map((result) => result?.testErrors) },
    {
      title: 'Shifted samples (another distribution)',
      all: results.map((result) => result?.shiftedErrors),
    },
  ].filter(({ all }) => all.some(Boolean));
  if (sets.length === 0) return null;
  const shown = benchmarked ? [...measures, benchmark] : measures;
  return (
    <details className={styles.measured}>
      <summary>All error measures</summary>
      <table className={table.numbers} data-testid="measures" aria-label="All error measures">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Measure</span>
            </th>
            <NetworkHeads ids={ids} />
          </tr>
        </thead>
        <tbody>
          {sets.map(({ title, all }) => (
            <Fragment key={title}>
              <tr>
                <th scope="colgroup" colSpan={1 + ids.length}>
                  {title}
                </th>
              </tr>
              {counts
                .filter(({ name }) =>
                  all.some((errors) => errors !== undefined && errors[name] > 0),
                )
                .map((count) => (
                  <MeasureRow
                    key={count.name}
                    {...count}
                    values={all.map(
                      (errors) => errors && `${errors[count.name]} of ${errors.samples}`,
                    )}
                  />
                ))}
              {shown.map((measure) => (
                <MeasureRow
                  key={measure.name}
                  {...measure}
                  values={all.map((errors) => errors && formatPercent(errors[measure.name]))}
                />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface MeasureRowProps {
  title: string;
  help: string;
  /** By column; undefined until it is known. */
  values: readonly (string | undefined)[];
}

const MeasureRow = ({ title, help, values }: MeasureRowProps) => (
  <tr>
    <th scope="row">
      <Tip text={help}>{title}</Tip>
    </th>
    {values.map((value, column) => (
      // The columns never change places.
      <td key={column} translate="no">
        {value ?? '–'}
      </td>
    ))}
  </tr>
);
