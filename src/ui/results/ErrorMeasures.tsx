import { Fragment } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { NetworkHeads } from '../networks/NetworkHeads.tsx';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import type { MeasuredErrors } from '../../engine/train/progress.ts';
import { formatPercent } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { CNO_SCORE, hasCnoScore, LEFT_OUT, MEDIAN_L1 } from './comparison.ts';
import styles from './tables.module.css';
import table from '../shared/table.module.css';

interface Measure {
  name: 'relativeL2' | 'relativeL1' | 'nrmse' | 'wellVrmse' | 'vrmse' | 'medianL1';
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
    name: 'wellVrmse',
    title: 'VRMSE',
    help: 'As the benchmark The Well computes it (arXiv 2412.00568): of every sample, output time and channel, √(mean square error/(variance of the truth + 10⁻⁷)) over the points, then the mean of all, of the fields as scaled for training. Predicting the mean would give 100 %. Frames in which hardly any wave is to be seen count like all others, and can dominate it.',
  },
];
/** Shown only of runs that were stored with it. */
const earlier: Measure = {
  name: 'vrmse',
  title: 'Relative to spread',
  help: 'Mean over samples of ‖forecast − truth‖/‖truth − its mean‖, without samples whose values are almost the same everywhere. Earlier versions measured this and called it VRMSE; The Well’s VRMSE comes with a new training.',
};
const benchmark: Measure = { name: 'medianL1', title: 'Median L1, scaled', help: MEDIAN_L1 };
const cnoScore: Measure = { name: 'medianL1', title: 'CNO’s score, median L1', help: CNO_SCORE };

type Counts = Pick<MeasuredErrors, 'samples' | 'frames'>;

/** Shown where there are some. */
const counts = [
  {
    name: 'silent',
    all: ({ samples }: Counts) => samples,
    title: 'Silent samples',
    help: 'Samples that the relative errors leave out. nRMSE, VRMSE and the training include them.',
  },
  {
    name: 'flatFrames',
    all: ({ frames }: Counts) => frames,
    title: 'Frames without spread',
    help: 'Output times (or channels) of single samples in which the truth is almost the same everywhere: its standard deviation is below 10 % of the training samples’ root mean square. They make VRMSE large.',
  },
  {
    name: 'flat',
    all: ({ samples }: Counts) => samples,
    title: 'Samples without spread',
    help: 'Samples that the error relative to spread leaves out, because their values are almost the same everywhere.',
  },
] as const;

/** All error measures of all networks, folded away. */
export function ErrorMeasures() {
  const ids = useNetworkIds();
  const results = useLab(useShallow(({ networks }) => ids.map((id) => networks[id].result)));
  const benchmarked = useLab(({ run }) => run !== undefined && taskOf(run).benchmark === true);
  const cnoScored = useLab(({ run }) => run !== undefined && hasCnoScore(run));
  const sets = [
    { title: 'Test samples', all: results.map((result) => result?.testErrors) },
    {
      title: 'Shifted samples (another distribution)',
      all: results.map((result) => result?.shiftedErrors),
    },
  ].filter(({ all }) => all.some(Boolean));
  if (sets.length === 0) return null;
  const wanted = [
    ...measures,
    earlier,
    ...(benchmarked ? [benchmark] : []),
    ...(cnoScored ? [cnoScore] : []),
  ];
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
                .filter(({ name }) => all.some((errors) => (errors?.[name] ?? 0) > 0))
                .map((count) => (
                  <MeasureRow
                    key={count.name}
                    title={count.title}
                    help={count.help}
                    values={all.map((errors) =>
                      errors?.[count.name] === undefined
                        ? undefined
                        : `${errors[count.name]} of ${count.all(errors)}`,
                    )}
                  />
                ))}
              {wanted
                .filter(({ name }) => all.some((errors) => errors?.[name] !== undefined))
                .map((measure) => (
                  <MeasureRow
                    key={measure.name}
                    {...measure}
                    values={all.map(
                      (errors) => errors && formatPercent(errors[measure.name] ?? NaN),
                    )}
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
