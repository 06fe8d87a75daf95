import { factorOf, type KernelTerms } from '../../engine/inspection/terms.ts';
import { Tip } from '../shared/Tip.tsx';
import type { ColourTable } from '../stage/colours.ts';
import { aspectOf, paintKernel } from './paintKernel.ts';
import { Painting } from './Painting.tsx';
import styles from './kernels.module.css';

interface FactorsProps {
  terms: KernelTerms;
  size: readonly number[];
  /** Names of the kernel's axes. */
  axes: readonly string[];
  kernel: number;
  term: number;
  table: ColourTable;
}

/** The filters of one term: bars along one axis, an image along two. */
export function Factors({ terms, size, axes, kernel, term, table }: FactorsProps) {
  const weight = terms.weights[kernel * terms.count + term];
  return (
    <div className={styles.factors}>
      <p>
        <Tip text="A term is the product of its filters, each of norm 1, times this weight. In a singular value decomposition the weight is the singular value. Kernels have no unit: the networks work on scaled fields.">{`Term ${term + 1}`}</Tip>
        <span>{`: weight ${weight.toPrecision(2)}, times`}</span>
      </p>
      <div>
        {terms.groups.map((group, i) => {
          const values = factorOf(terms, i, kernel, term);
          const name = group.map((axis) => axes[axis]).join(', ');
          return group.length === 1 ? (
            <Bars key={name} values={values} name={name} />
          ) : (
            <FilterImage
              key={name}
              values={values}
              size={group.map((axis) => size[axis])}
              name={name}
              table={table}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Half the height of the bars' picture; filters have norm 1, so that no value is larger than 1. */
const HALF = 20;
const PITCH = 10;

function Bars({ values, name }: { values: Float32Array; name: string }) {
  const width = PITCH * values.length;
  const text = Array.from(values, (value) => value.toFixed(2)).join(', ');
  return (
    <figure>
      <figcaption>{`filter along ${name}`}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${2 * HALF}`}
        preserveAspectRatio="none"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, not an image file
        role="img"
        aria-label={`Filter along ${name}: ${text}`}
      >
        {Array.from(values, (value, i) => (
          <rect
            key={i}
            x={PITCH * i + 1.5}
            width={PITCH - 3}
            y={HALF - Math.max(0, value) * HALF}
            height={Math.abs(value) * HALF}
          />
        ))}
        <path d={`M0 ${HALF}H${width}`} />
      </svg>
    </figure>
  );
}

interface FilterImageProps {
  values: Float32Array;
  size: readonly number[];
  name: string;
  table: ColourTable;
}

function FilterImage({ values, size, name, table }: FilterImageProps) {
  const range = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const draw = (context: CanvasRenderingContext2D, width: number, height: number) =>
    paintKernel(context, values, size, table, range, { left: 0, top: 0, width, height });
  return (
    <figure className={styles.filterImage}>
      <figcaption>{`image in ${name}`}</figcaption>
      <Painting aspect={aspectOf(size)} draw={draw} label={`Filter in ${name}`} />
    </figure>
  );
}
