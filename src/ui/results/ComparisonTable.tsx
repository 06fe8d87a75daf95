import { Fragment, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { comparisonRows, statisticsRows } from '../../engine/export/results.ts';
import { scatteringSeeds } from '../../engine/train/series.ts';
import { type NetworkId, idsOf } from '../../engine/experiment/network.ts';
import { MOVED, settingsMoved } from '../lab/moved.ts';
import { NetworkHeads } from '../networks/NetworkHeads.tsx';
import { networkName } from '../networks/networkName.ts';
import { comparedExperiment, useNetworkIds } from '../networks/useNetworkIds.ts';
import { outcomesOf } from '../saving/saving.ts';
import { tableItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useComparedPlans, type ComparedPlans } from '../networks/comparedPlans.ts';
import {
  cellOf,
  ratioText,
  rows,
  seedsCell,
  UNKNOWN,
  type Cell,
  type Remark,
  type Row,
} from './comparison.ts';
import { DifferenceRow, SeedsNote } from './Seeds.tsx';
import { ErrorMeasures } from './ErrorMeasures.tsx';
import section from '../shared/section.module.css';
import table from '../shared/table.module.css';
import styles from './tables.module.css';
import tip from '../shared/Tip.module.css';

/** All quantities of all networks, each relative to the reference. */
export function ComparisonTable() {
  const plans = useComparedPlans();
  const compared = useLab(comparedExperiment);
  const ids = useNetworkIds();
  const shown = rows.filter((row) => row.applies?.(compared) ?? true);
  const moved = useLab(settingsMoved);
  const running = useLab((state) => state.run !== undefined);
  const names = ids.map((id) => `${id.toUpperCase()}: ${networkName(compared, id)}.`).join(' ');
  const reference = compared.reference.toUpperCase();
  const [wanted, setDiffering] = useState(false);
  const differing = wanted && ids.length > 1;
  return (
    <section className={section.section} aria-labelledby="table-title">
      <div className={section.head}>
        <h2 id="table-title">Comparison</h2>
        {plans && running && <SaveComparison plans={plans} />}
      </div>
      <SeedsNote ids={ids} />
      <p className={section.note}>
        <span>{`${names} ${running ? 'From the current run.' : 'For the current settings; errors appear with training.'} `}</span>
        <span>{moved && `${MOVED} `}</span>
        <Tip text="One number does not suit all formats: at the same rate, a kernel made of factors usually changes more slowly than a dense one. The automatic rate of each factor follows from the usual size of its weights and from how many factors its kernel has, by one rule for all formats.">
          Fair
        </Tip>{' '}
        when each network trains at its automatic learning rate.
      </p>
      {ids.length > 1 && (
        <label className={styles.differing}>
          <input
            type="checkbox"
            checked={differing}
            onChange={(event) => setDiffering(event.target.checked)}
          />
          <span>Only what differs</span>
        </label>
      )}
      <table className={table.numbers} data-testid="table" aria-labelledby="table-title">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Quantity</span>
            </th>
            <NetworkHeads ids={ids} />
            {ids.length === 2 && <RatioHead compared={compared} />}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Fragment key={row.title}>
              <ComparisonRow {...{ row, plans, compared, differing }} />
              {row.differs && <DifferenceRow compared={compared} />}
            </Fragment>
          ))}
        </tbody>
      </table>
      {ids.length > 2 && (
        <p className={section.note}>{`Small numbers: relative to ${reference}, the reference.`}</p>
      )}
      <ErrorMeasures />
    </section>
  );
}

/** Raw numbers: fractions, milliseconds, bytes. Of a series there are its statistics, too. */
function SaveComparison({ plans }: { plans: ComparedPlans }) {
  const all = () => {
    const { series } = useLab.getState();
    const compared = comparedExperiment(useLab.getState());
    const seeds = scatteringSeeds(series);
    return [
      ...comparisonRows(outcomesOf(plans)),
      ...(seeds ? statisticsRows(compared, idsOf(compared), seeds) : []),
    ];
  };
  return <SaveMenu what="the comparison" items={tableItems('comparison', all)} />;
}

/** With two networks the ratio has its own column; with more it is below the value. */
function RatioHead({ compared }: { compared: Experiment }) {
  const reference = compared.reference.toUpperCase();
  const other = idsOf(compared)
    .find((id) => id !== compared.reference)!
    .toUpperCase();
  return (
    <th scope="col">
      <Tip
        text={`Value of ${other} divided by the value of ${reference}: below 1, ${other} needs or errs less.`}
      >{`${other} / ${reference}`}</Tip>
    </th>
  );
}

interface ComparisonRowProps {
  row: Row;
  plans: ComparedPlans | undefined;
  compared: Experiment;
  /** Whether a row in which all networks have the same value is left out. */
  differing: boolean;
}

function ComparisonRow({ row, plans, compared, differing }: ComparisonRowProps) {
  const ids = idsOf(compared);
  const seeds = useLab(({ series }) => scatteringSeeds(series));
  const networks = useLab(useShallow((state) => ids.map((id) => state.networks[id])));
  const cells = ids.map((id, i): Cell => {
    const plan = plans?.get(id);
    const present = networks[i];
    if (!plan) return { text: UNKNOWN };
    return seeds ? seedsCell(row, plan, { seeds, id, present }) : cellOf(row, plan, present);
  });
  const values = cells.map(({ value }) => value);
  const base = values[ids.indexOf(compared.reference)];
  const ratios = values.map((value) => ratioText(row, value, base));
  const other = ids.findIndex((id) => id !== compared.reference);
  const texts = cells.map(({ text }) => text);
  if (differing && new Set(texts).size === 1) return null;
  return (
    <tr className={row.begins && table.begins}>
      <th scope="row">
        <Tip text={row.help}>{row.title}</Tip>
      </th>
      {ids.map((id, i) => (
        <td key={id} translate="no" data-value={values[i]}>
          <span>{texts[i]}</span>
          {cells[i].deviation !== undefined && (
            <span className={styles.cellRemark}>{cells[i].deviation}</span>
          )}
          {ids.length > 2 && id !== compared.reference && ratios[i] !== undefined && (
            <span className={styles.cellRatio}>{ratios[i]}</span>
          )}
          {row.remark && <Remarked id={id} remark={row.remark} />}
        </td>
      ))}
      {ids.length === 2 && (
        <td translate="no" className={table.ratio}>
          {ratios[other] ?? (row.ratio === 'none' ? '' : '–')}
        </td>
      )}
    </tr>
  );
}

interface RemarkedProps {
  id: NetworkId;
  remark: NonNullable<Row['remark']>;
}

function Remarked({ id, remark }: RemarkedProps) {
  const trials = useLab((state) => state.networks[id].trials);
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
