import { useEffect, useRef } from 'react';
import { entryKey, networkTitle, type Entry } from '../archive/entry.ts';
import { openAsB } from '../archive/openAsB.ts';
import { sampleSeedOf, seedText } from '../archive/family.ts';
import { pointOf, type Point } from '../archive/points.ts';
import { useActions } from '../lab/context.ts';
import {
  countOf,
  formatCount,
  formatMoment,
  formatMs,
  formatPercentScatter,
  formatPrefixed,
} from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { rateText, type Column } from './columns.ts';
import { isOutlined } from './figure.ts';
import { Mark } from './Mark.tsx';
import styles from './tradeoff.module.css';

export interface Chosen {
  key: string;
  /** Chosen there, its row may be out of sight. */
  inChart: boolean;
}

interface EntryRowProps {
  point: Point;
  columns: readonly Column[];
  /** What savings are relative to. */
  reference: Point | undefined;
  best: boolean;
  chosen: Chosen | undefined;
  onChoose: (key: string) => void;
  /** Whether every seed has its row below. */
  open: boolean;
  onToggle: (key: string) => void;
}

const ratesOf = (point: Point): string =>
  `rate ${rateText(point)}${point.latest.searched ? ' (range test)' : ''}`;

function describe(point: Point): string {
  const { train, stepMs, latest } = point;
  const { convolutionParameters, parameters, macs, silent, backend, date } = latest;
  return [
    `${formatCount(parameters)} parameters in all, ${formatCount(convolutionParameters)} of them in convolutions`,
    `${formatPrefixed(macs)} MACs per forecast`,
    stepMs &&
      `${formatMs(stepMs)} per step${backend && ` on ${backend}`} (median, beside the other networks of its run)`,
    train.count > 0 && `train error ${formatPercentScatter(train)}`,
    silent !== undefined && `${silent} silent test samples left out`,
    ratesOf(point),
    formatMoment(date),
  ]
    .filter(Boolean)
    .join('; ');
}

/** A network; one that was trained with several seeds can be opened to see each of them. */
export function EntryRow(props: EntryRowProps) {
  const { point, columns, reference, best, chosen, onChoose, open, onToggle } = props;
  const { key, entries, latest } = point;
  const row = useRef<HTMLTableRowElement>(null);
  const title = networkTitle(latest);
  const choose = () => onChoose(key);
  useEffect(() => {
    // What has the pointer or the focus is in sight, and must not move under it.
    if (chosen?.inChart) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const several = entries.length > 1;
  return (
    <>
      <tr
        ref={row}
        data-chosen={chosen !== undefined || undefined}
        data-pareto={best || undefined}
        onPointerEnter={choose}
        onFocus={choose}
      >
        <th scope="row">
          <Mark format={latest.format} outlined={isOutlined(latest)} />
          <Tip text={`${title}: ${describe(point)}.`}>
            <span translate="no">{title}</span>
          </Tip>
          {best && (
            <span className={styles.pareto}>
              <span aria-hidden="true">★</span>
              <span className="visually-hidden">on the Pareto front</span>
            </span>
          )}
          {latest.from !== undefined && <strong translate="no">{latest.from}</strong>}
          <span className={styles.entryNote}>{ratesOf(point)}</span>
          <span className={styles.rowButtons}>
            <OpenButton entry={latest} name={`Open ${title} as B`} />
            {several && (
              <button
                type="button"
                aria-expanded={open}
                aria-label={`${title}: ${countOf(entries.length, 'seed')}`}
                onClick={() => onToggle(key)}
              >
                <span aria-hidden="true">{open ? '▾ ' : '▸ '}</span>
                <span>{seedsText(point)}</span>
              </button>
            )}
          </span>
        </th>
        <Cells {...{ columns, point }} reference={reference === point ? undefined : reference} />
      </tr>
      {several &&
        open &&
        entries.map((entry) => (
          <tr key={entryKey(entry)} className={styles.seedRow} data-seed={seedText(entry.group)}>
            <th scope="row">
              <span>{seedOf(entry, entries)}</span>
              <span className={styles.rowButtons}>
                <OpenButton entry={entry} name={`Open ${title} as B, ${seedOf(entry, entries)}`} />
              </span>
            </th>
            <Cells columns={columns} point={pointOf(entryKey(entry), [entry])} />
          </tr>
        ))}
    </>
  );
}

const seedsText = ({ entries, test }: Point): string =>
  `${countOf(entries.length, 'seed')}${test.failed > 0 && test.count > 0 ? `, ${test.failed} diverged` : ''}`;

/** Its seed, and that of its samples where it is not the same for all. */
function seedOf({ group }: Entry, all: readonly Entry[]): string {
  const samples = new Set(all.map((entry) => sampleSeedOf(entry.group)));
  return `seed ${seedText(group)}${samples.size > 1 ? `, samples ${sampleSeedOf(group)}` : ''}`;
}

interface CellsProps {
  columns: readonly Column[];
  point: Point;
  reference?: Point;
}

const Cells = ({ columns, point, reference }: CellsProps) =>
  columns.map(({ id, text, ratio }) => (
    <td key={id} translate="no" data-column={id}>
      <span>{text(point)}</span>
      {ratio && reference && <span className={styles.ratio}>{ratio(point, reference)}</span>}
    </td>
  ));

interface OpenButtonProps {
  entry: Entry;
  /** Accessible: which network, since there are many such buttons. */
  name: string;
}

function OpenButton({ entry, name }: OpenButtonProps) {
  const { settings } = useActions();
  return (
    <button
      type="button"
      aria-label={`${name} (${formatPrefixed(entry.parameters)})`}
      onClick={() => openAsB(settings, entry)}
    >
      As B
    </button>
  );
}
