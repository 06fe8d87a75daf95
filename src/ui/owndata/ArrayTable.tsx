import type { Mapping } from '../../engine/mapping/mapping.ts';
import type { ArrayLook } from '../../worker/fileProtocol.ts';
import { formatCount, formatPrefixed, formatRound } from '../shared/numbers.ts';
import { usageOf, type Use } from './draft.ts';
import styles from './owndata.module.css';
import { Picture } from './Picture.tsx';
import { isNumbered, type Row } from './rows.ts';
import { typeName } from './texts.ts';

interface ArrayTableProps {
  rows: readonly Row[];
  looks: ReadonlyMap<string, ArrayLook>;
  mapping: Mapping;
  onUse: (row: Row, use: Use) => void;
}

const uses: Readonly<Record<Use, string>> = {
  none: 'not used',
  input: 'goes in',
  output: 'comes out',
  both: 'goes in and comes out',
};

const shapeOf = ({ shape }: Row): string =>
  shape.length === 0 ? 'one number' : shape.map(formatCount).join(' × ');

/** As far as it was looked at; larger arrays are not read as a whole for that. */
function rangeOf(look: ArrayLook | undefined): string {
  if (!look) return '…';
  if ('problem' in look) return 'can’t be read';
  const { min, max, looked } = look.statistics;
  if (Number.isNaN(min)) return looked === 0 ? 'empty' : 'no finite value';
  return min === max
    ? `${formatRound(min)} everywhere`
    : `${formatRound(min)} to ${formatRound(max)}`;
}

/** Of large arrays only a part was looked at. */
function missingOf(look: ArrayLook | undefined): string {
  if (!look || 'problem' in look) return '…';
  const { nan, infinite, looked, total } = look.statistics;
  const found = [
    ...(nan > 0 ? [formatCount(nan)] : []),
    ...(infinite > 0 ? [`${formatCount(infinite)} infinite`] : []),
  ].join(', ');
  return `${found || 'none'}${looked < total ? ` of ${formatPrefixed(looked)} seen` : ''}`;
}

/** All arrays of the files, and what each is used as. */
export function ArrayTable({ rows, looks, mapping, onUse }: ArrayTableProps) {
  return (
    <table className={styles.arrays}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Picture</span>
          </th>
          <th scope="col">Array</th>
          <th scope="col">Shape</th>
          <th scope="col">Type</th>
          <th scope="col">Range</th>
          <th scope="col">NaN</th>
          <th scope="col">Use</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ArrayRow
            key={row.name + row.shape.join('x')}
            row={row}
            look={looks.get(row.example)}
            use={usageOf(mapping, row.name)}
            onUse={(use) => onUse(row, use)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface ArrayRowProps {
  row: Row;
  look?: ArrayLook;
  use: Use;
  onUse: (use: Use) => void;
}

function ArrayRow({ row, look, use, onUse }: ArrayRowProps) {
  const problem = row.problem ?? (look && 'problem' in look ? look.problem : undefined);
  const thumbnail = look && 'statistics' in look ? look.statistics.thumbnail : undefined;
  return (
    <tr data-use={use} data-array={row.name}>
      <td className={styles.thumbnail}>
        {thumbnail && thumbnail.values.length > 1 && (
          <Picture rows={thumbnail.rows} columns={thumbnail.columns} values={thumbnail.values} />
        )}
      </td>
      <th scope="row" translate="no">
        <span>{row.name}</span>
        {row.count > 1 && (
          <span className={styles.count}>
            {` ${formatCount(row.count)} arrays${isNumbered(row) ? ', one per sample' : ''}`}
          </span>
        )}
        {problem !== undefined && <span className={styles.problem}>{problem}</span>}
      </th>
      <td data-label="Shape">{shapeOf(row)}</td>
      <td data-label="Type" translate="no">
        {typeName(row.dtype)}
      </td>
      <td data-label="Range">{rangeOf(look)}</td>
      <td data-label="NaN">{missingOf(look)}</td>
      <td data-label="Use">
        <select
          aria-label={`Use of ${row.name}`}
          value={use}
          disabled={row.problem !== undefined}
          onChange={({ target }) => onUse(target.value as Use)}
        >
          {Object.entries(uses).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </td>
    </tr>
  );
}
