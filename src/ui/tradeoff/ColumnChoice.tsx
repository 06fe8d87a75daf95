import { columns } from './columns.ts';
import { showColumn, showDiffering, useView } from './view.ts';
import styles from './tradeoff.module.css';

/** Which columns the table has. */
export function ColumnChoice({ several }: { several: boolean }) {
  const { columns: chosen, differing } = useView();
  return (
    <div className={styles.choice}>
      {several && (
        <label>
          <input
            type="checkbox"
            checked={differing}
            onChange={(event) => showDiffering(event.target.checked)}
          />
          <span>Only what differs</span>
        </label>
      )}
      <details className={styles.columns}>
        <summary>Columns</summary>
        <fieldset>
          <legend className="visually-hidden">Columns</legend>
          {columns.map(({ id, title }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={(event) => showColumn(id, event.target.checked)}
              />
              <span>{title}</span>
            </label>
          ))}
        </fieldset>
      </details>
    </div>
  );
}
