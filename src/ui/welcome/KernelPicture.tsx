import styles from './Welcome.module.css';

/** One-way filters, across and down; their product is the kernel that is drawn. */
const across = [0.3, 0.7, 1, 0.6, 0.2];
const down = [0.25, 0.65, 1, 0.75, 0.35];
const CELL = 11;

interface CellsProps {
  x: number;
  y: number;
  /** Rows of numbers from 0 to 1. */
  rows: readonly (readonly number[])[];
}

const Cells = ({ x, y, rows }: CellsProps) =>
  rows.flatMap((row, i) =>
    row.map((value, j) => (
      <rect
        key={`${i} ${j}`}
        x={x + j * CELL}
        y={y + i * CELL}
        width={CELL - 1}
        height={CELL - 1}
        rx={1.5}
        fillOpacity={0.12 + 0.88 * value}
      />
    )),
  );

/** A dense kernel as the product of two one-way filters: the idea of the page. */
export function KernelPicture() {
  const kernel = down.map((v) => across.map((u) => u * v));
  return (
    <svg
      className={styles.picture}
      viewBox="-5 0 168 74"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, not an image file
      role="img"
      aria-label={`A dense kernel of ${across.length} by ${down.length} numbers is a column times a row of ${across.length} numbers each.`}
    >
      <g className={styles.dense}>
        <Cells x={0} y={0} rows={kernel} />
      </g>
      <text x={67} y={32}>
        =
      </text>
      <g className={styles.slim}>
        <Cells x={79} y={0} rows={down.map((v) => [v])} />
      </g>
      <text x={96} y={32}>
        ×
      </text>
      <g className={styles.slim}>
        <Cells x={103} y={22} rows={[across]} />
      </g>
      <text x={27} y={70}>{`${across.length * down.length} numbers`}</text>
      <text x={118} y={70}>{`${across.length + down.length} numbers`}</text>
    </svg>
  );
}
