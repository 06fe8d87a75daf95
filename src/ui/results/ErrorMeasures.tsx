import { Fragment } from 'react';
import type { Errors } from '../../engine/train/errors.ts';
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

const showCount = (errors: Errors | undefined, name: 'silent' | 'flat') =>
  errors ? `${errors[name]} of ${errors.samples}` : '–';

/** All error measures of both networks, folded away. */
export function ErrorMeasures() {
  const a = useLab((state) => state.a.result);
  const b = useLab((state) => state.b.result);
  const benchmarked = useLab(({ run }) => run !== undefined && taskOf(run).benchmark === true);
  if (!a && !b) return null;
  const shown = benchmarked ? [...measures, benchmark] : measures;
  const sets = [
    { title: 'Test samples', a: a?.testErrors, b: b?.testErrors },
    { title: 'Shifted samples (another distribution)', a: a?.shiftedErrors, b: b?.shiftedErrors },
  ].filter((set) => set.a ?? set.b);
  const show = (errors: Errors | undefined, name: Measure['name']) =>
    errors ? formatPercent(errors[name]) : '–';
  return (
    <details className={styles.measured}>
      <summary>All error measures</summary>
      <table className={table.numbers} data-testid="measures" aria-label="All error measures">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Measure</span>
            </th>
            <th scope="col" className="network-a">
              A
            </th>
            <th scope="col" className="network-b">
              B
            </th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <Fragment key={set.title}>
              <tr>
                <th scope="colgroup" colSpan={3}>
                  {set.title}
                </th>
              </tr>
              {counts
                .filter(({ name }) => (set.a?.[name] ?? 0) + (set.b?.[name] ?? 0) > 0)
                .map(({ name, title, help }) => (
                  <tr key={name}>
                    <th scope="row">
                      <Tip text={help}>{title}</Tip>
                    </th>
                    <td translate="no">{showCount(set.a, name)}</td>
                    <td translate="no">{showCount(set.b, name)}</td>
                  </tr>
                ))}
              {shown.map(({ name, title, help }) => (
                <tr key={name}>
                  <th scope="row">
                    <Tip text={help}>{title}</Tip>
                  </th>
                  <td translate="no">{show(set.a, name)}</td>
                  <td translate="no">{show(set.b, name)}</td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </details>
  );
}
