import { useEffect, useRef } from 'react';
import { useActions } from '../lab/context.ts';
import type { Settings } from '../lab/settings.ts';
import {
  formatCount,
  formatMoment,
  formatMs,
  formatPercent,
  formatPlain,
  formatPrefixed,
} from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { changedKeys, entryKey, networkTitle, openedAsB, type Entry } from '../archive/entry.ts';
import { isOutlined, sizeTitles, type Size } from './figure.ts';
import { Mark } from './Mark.tsx';
import table from '../shared/table.module.css';
import styles from './tradeoff.module.css';

interface EntryTableProps {
  entries: readonly Entry[];
  front: readonly Entry[];
  size: Size;
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

const byError = (a: Entry, b: Entry): number => (a.test ?? Infinity) - (b.test ?? Infinity);

/** All networks of the chart, the best first; those that diverged last. */
export function EntryTable({ entries, front, size, chosen, onChoose }: EntryTableProps) {
  return (
    <table
      className={`${table.numbers} ${styles.entries}`}
      data-testid="entries"
      aria-label="Networks trained so far"
    >
      <thead>
        <tr>
          <th scope="col">
            <Tip text="★ marks the Pareto front: no other network here is at least as small and at least as good, and better in one of the two.">
              Network
            </Tip>
          </th>
          <th scope="col">
            <Tip
              text={`${sizeTitles[size]}, counted from the layers. The switch above the chart changes it.`}
            >
              Size
            </Tip>
          </th>
          <th scope="col">
            <Tip text="Relative L2 error: mean over all test samples of ‖forecast − truth‖/‖truth‖, after training.">
              Test
            </Tip>
          </th>
          <th scope="col">
            <span className="visually-hidden">Open</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.toSorted(byError).map((entry) => (
          <EntryRow
            key={entryKey(entry)}
            entry={entry}
            best={front.includes(entry)}
            size={size}
            chosen={entryKey(entry) === chosen}
            onChoose={onChoose}
          />
        ))}
      </tbody>
    </table>
  );
}

interface EntryRowProps extends Pick<EntryTableProps, 'size' | 'onChoose'> {
  entry: Entry;
  best: boolean;
  chosen: boolean;
}

const rateText = ({ rate, searched }: Entry): string =>
  `rate ${formatPlain(rate)}${searched ? ' (range test)' : ''}`;

function describe(entry: Entry): string {
  const { convolutionParameters, parameters, macs, stepMs, train, silent, backend, date } = entry;
  return [
    `${formatCount(convolutionParameters)} convolution parameters, ${formatCount(parameters)} in all`,
    `${formatPrefixed(macs)} MACs per forecast`,
    stepMs &&
      `${formatMs(stepMs)} per step${backend && ` on ${backend}`} (median, beside the other networks of its run)`,
    train !== undefined && `train error ${formatPercent(train)}`,
    silent !== undefined && `${silent} silent test samples left out`,
    rateText(entry),
    formatMoment(date),
  ]
    .filter(Boolean)
    .join('; ');
}

function EntryRow({ entry, best, size, chosen, onChoose }: EntryRowProps) {
  const { settings } = useActions();
  const row = useRef<HTMLTableRowElement>(null);
  const title = networkTitle(entry);
  const choose = () => onChoose(entryKey(entry));
  useEffect(() => {
    // Chosen in the chart it may be out of sight; what has the pointer or the focus is in sight.
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <tr
      ref={row}
      data-chosen={chosen || undefined}
      data-pareto={best || undefined}
      onPointerEnter={choose}
      onFocus={choose}
    >
      <th scope="row">
        <Mark format={entry.format} outlined={isOutlined(entry)} />
        <Tip text={`${title}: ${describe(entry)}.`}>
          <span translate="no">{title}</span>
        </Tip>
        {best && (
          <span className={styles.pareto}>
            <span aria-hidden="true">★</span>
            <span className="visually-hidden">on the Pareto front</span>
          </span>
        )}
        <span className={styles.entryNote}>{rateText(entry)}</span>
        {entry.medianL1 !== undefined && (
          <span className={styles.entryNote}>{`median L1 ${formatPercent(entry.medianL1)}`}</span>
        )}
      </th>
      <td translate="no">{formatPrefixed(entry[size])}</td>
      <td>{entry.diverged ? 'diverged' : formatPercent(entry.test ?? NaN)}</td>
      <td>
        <button
          type="button"
          aria-label={`Open ${title} as B (${formatPrefixed(entry[size])})`}
          onClick={() => openAsB(settings, entry)}
        >
          As B
        </button>
      </td>
    </tr>
  );
}

function openAsB(settings: Settings, entry: Entry): void {
  const { shown } = useLab.getState();
  const next = openedAsB(entry, shown);
  settings.setValidExperiment(next, changedKeys(shown, next));
}
