import { useState } from 'react';
import { referenceIn, type Point } from '../archive/points.ts';
import { networkTitle } from '../archive/entry.ts';
import { Tip } from '../shared/Tip.tsx';
import { ordered, shownColumns, type Column } from './columns.ts';
import { EntryRow, type Chosen } from './EntryRow.tsx';
import { orderBy, useView } from './view.ts';
import table from '../shared/table.module.css';
import styles from './tradeoff.module.css';

interface EntryTableProps {
  points: readonly Point[];
  front: readonly Point[];
  chosen: Chosen | undefined;
  onChoose: (key: string) => void;
}

/** All networks of the chart; at first the best ones first, and those that diverged last. */
export function EntryTable({ points, front, chosen, onChoose }: EntryTableProps) {
  const { columns: wanted, differing, order } = useView();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const columns = shownColumns(points, wanted, differing);
  const reference = referenceIn(points);
  const toggle = (key: string) =>
    setOpen((now) =>
      now.has(key) ? new Set([...now].filter((one) => one !== key)) : new Set([...now, key]),
    );
  return (
    // It is wider than a narrow window with many columns, and then scrolls, by keyboard, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must have the focus
    <section className={styles.scroll} tabIndex={0} aria-label="Table of trained networks">
      <table
        className={`${table.numbers} ${styles.entries}`}
        data-testid="entries"
        aria-label="Networks trained so far"
      >
        <thead>
          <tr>
            <Head
              id="name"
              title="Network"
              help="★ marks the Pareto front: no other network here is at least as small and at least as good, and better in one of the two."
            />
            {columns.map(({ id, title, help }) => (
              <Head key={id} {...{ id, title, help }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered(points, order, ({ latest }) => networkTitle(latest)).map((point) => (
            <EntryRow
              key={point.key}
              point={point}
              columns={columns}
              reference={reference}
              best={front.includes(point)}
              chosen={point.key === chosen?.key ? chosen : undefined}
              onChoose={onChoose}
              open={open.has(point.key)}
              onToggle={toggle}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The title of a column: pressed, the table is ordered by it. */
function Head({ id, title, help }: Pick<Column, 'id' | 'title' | 'help'>) {
  const { by, descending } = useView((state) => state.order);
  const sorted = by === id;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
      className={styles.head}
    >
      <Tip text={help}>{title}</Tip>
      <button
        type="button"
        className={styles.sort}
        data-sorted={sorted || undefined}
        aria-label={`Order by ${title}`}
        onClick={() => orderBy(id)}
      >
        <span aria-hidden="true">{sorted ? (descending ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  );
}
