import { useMemo, useState } from 'react';
import { Segmented } from '../shared/Segmented.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useArchive } from '../archive/archive.ts';
import { ClearEntries } from './ClearEntries.tsx';
import { entryKey, groupOf } from '../archive/entry.ts';
import { EntryTable } from './EntryTable.tsx';
import { isDrawn, type Size } from './figure.ts';
import { paretoFront } from './pareto.ts';
import { SaveEntries } from './SaveEntries.tsx';
import { SweepSection } from './SweepSection.tsx';
import { TradeOffChart } from './TradeOffChart.tsx';
import section from '../shared/section.module.css';
import { countOf } from '../shared/numbers.ts';
import styles from './tradeoff.module.css';

const sizes: readonly { value: Size; label: string }[] = [
  { value: 'convolutionParameters', label: 'Conv. parameters' },
  { value: 'parameters', label: 'All' },
  { value: 'macs', label: 'MACs' },
];

/** Error against size of every network trained so far, and a sweep that adds more. */
export function TradeOffPanel() {
  const [size, setSize] = useState<Size>('convolutionParameters');
  const [chosen, setChosen] = useState<string>();
  const shown = useLab((state) => state.shown);
  const group = useMemo(() => groupOf(shown), [shown]);
  const all = useArchive((state) => state.entries);
  const problem = useArchive((state) => state.problem);
  const entries = useMemo(() => all.filter((entry) => entry.group === group), [all, group]);
  const drawn = useMemo(() => entries.filter(isDrawn), [entries]);
  const front = useMemo(
    () =>
      paretoFront(
        drawn,
        (entry) => entry[size],
        ({ test }) => test,
      ),
    [drawn, size],
  );
  const sweeping = useLab((state) => state.sweeping);
  const others = all.length - entries.length;
  return (
    <>
      <section
        className={`${section.section} ${styles.tradeoff}`}
        aria-labelledby="tradeoff-title"
        data-testid="tradeoff"
      >
        <h2 id="tradeoff-title">
          <Tip text="Every network that finishes training on this page with the scene, data, architecture and training of the current settings. Kept in this browser.">
            Error against size
          </Tip>
        </h2>
        <Segmented label="Size" options={sizes} value={size} onChange={setSize} />
        {drawn.length > 0 ? (
          <TradeOffChart
            entries={drawn}
            front={front}
            size={size}
            chosen={drawn.find((entry) => entryKey(entry) === chosen)}
            onChoose={setChosen}
          />
        ) : (
          <p className={styles.empty}>
            {sweeping
              ? 'The sweep is running: its first networks appear here when they have finished.'
              : 'No network has been trained with these settings yet. Press Train, or start a sweep below: test error against size appears here, one mark per network.'}
          </p>
        )}
        {entries.length > 0 && (
          <EntryTable
            entries={entries}
            front={front}
            size={size}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
        {others > 0 && (
          <p
            className={section.note}
          >{`${countOf(others, 'network')} of other scenes, tasks or trainings ${others === 1 ? 'is' : 'are'} kept, and shown with their settings.`}</p>
        )}
        {problem !== undefined && <output className={styles.problem}>{problem}</output>}
        {all.length > 0 && <SaveEntries shown={entries} all={all} />}
        {all.length > 0 && <ClearEntries group={group} shown={entries.length} others={others} />}
      </section>
      <SweepSection entries={all} />
    </>
  );
}
