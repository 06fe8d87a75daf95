import { useMemo, useState } from 'react';
import { Advisor } from '../advisor/Advisor.tsx';
import { originOf } from '../../engine/tasks/index.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useArchive } from '../archive/archive.ts';
import { ClearEntries } from './ClearEntries.tsx';
import { groupOf } from '../archive/entry.ts';
import { familyOf } from '../archive/family.ts';
import { pointsOf } from '../archive/points.ts';
import { ColumnChoice } from './ColumnChoice.tsx';
import type { Chosen } from './EntryRow.tsx';
import { EntryTable } from './EntryTable.tsx';
import { isDrawn, type Size } from './figure.ts';
import { paretoFront } from './pareto.ts';
import { OpenResults } from './OpenResults.tsx';
import { SaveChart, SaveEntries } from './SaveEntries.tsx';
import { SweepSection } from './SweepSection.tsx';
import { TradeOffChart } from './TradeOffChart.tsx';
import { showSize, useView } from './view.ts';
import section from '../shared/section.module.css';
import { countOf } from '../shared/numbers.ts';
import styles from './tradeoff.module.css';

const sizes: readonly { value: Size; label: string }[] = [
  { value: 'parameters', label: 'All parameters' },
  { value: 'macs', label: 'MACs' },
  { value: 'convolutionParameters', label: 'Conv. only' },
];

/** Why nothing is drawn. */
function emptyText(needsFile: boolean, sweeping: boolean): string {
  if (needsFile) return 'Open the data file to see the networks that were trained on it.';
  return sweeping
    ? 'The sweep is running: its first networks appear here when they have finished.'
    : 'No network has been trained with these settings yet. Press Train, or start a sweep below: test error against size appears here, one mark per network.';
}

/** Error against size of every network trained so far, and a sweep that adds more. */
export function TradeOffPanel() {
  const size = useView((state) => state.size);
  const [chosen, setChosen] = useState<Chosen>();
  const shown = useLab((state) => state.shown);
  const fileKey = useLab((state) => state.fileKey);
  const family = useMemo(() => familyOf(groupOf(shown, fileKey)), [shown, fileKey]);
  const needsFile = fileKey === undefined && originOf(shown).fromFile;
  const all = useArchive((state) => state.entries);
  const problem = useArchive((state) => state.problem);
  const entries = useMemo(
    () => all.filter(({ group }) => familyOf(group) === family),
    [all, family],
  );
  const points = useMemo(() => pointsOf(entries), [entries]);
  const drawn = useMemo(() => points.filter(isDrawn), [points]);
  const front = useMemo(
    () =>
      paretoFront(
        drawn,
        ({ latest }) => latest[size],
        ({ test }) => test.mean,
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
        <div className={section.head}>
          <h2 id="tradeoff-title">
            <Tip text="Every network that finishes training on this page with the scene, data, architecture and training of the current settings, whatever its seeds. Kept in this browser.">
              Error against size
            </Tip>
          </h2>
          {drawn.length > 0 && <SaveChart points={drawn} front={front} size={size} />}
        </div>
        <Segmented label="Size" options={sizes} value={size} onChange={showSize} />
        {drawn.length > 0 ? (
          <TradeOffChart
            points={drawn}
            front={front}
            size={size}
            chosen={drawn.find(({ key }) => key === chosen?.key)}
            onChoose={(key) => setChosen({ key, inChart: true })}
          />
        ) : (
          <p className={styles.empty}>{emptyText(needsFile, sweeping)}</p>
        )}
        {points.length > 0 && (
          <>
            <ColumnChoice several={points.length > 1} />
            <EntryTable
              points={points}
              front={front}
              chosen={chosen}
              onChoose={(key) => setChosen({ key, inChart: false })}
            />
          </>
        )}
        {others > 0 && (
          <p
            className={section.note}
          >{`${countOf(others, 'network')} of other scenes, tasks, data files or trainings ${others === 1 ? 'is' : 'are'} kept, and shown with their settings.`}</p>
        )}
        {problem !== undefined && <output className={styles.problem}>{problem}</output>}
        {all.length > 0 && <SaveEntries shown={entries} all={all} />}
        <OpenResults />
        {all.length > 0 && <ClearEntries family={family} shown={entries.length} others={others} />}
      </section>
      <Advisor />
      <SweepSection entries={all} />
    </>
  );
}
