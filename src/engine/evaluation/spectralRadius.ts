/**
 * The spectral radius of a linear operator that is known by what it does to vectors: the largest |λ| of its eigenvalues.
 *
 * By the method of Arnoldi (1951): the operator is projected onto the space of what it makes of a random vector again and
 * again; the eigenvalues of the small matrix approach the outermost ones of the operator. A power iteration would need many
 * more applications where many eigenvalues are near the largest one, as those of a wave propagator are, and would never
 * settle on a pair of complex ones.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { randomStream } from '../random.ts';

export interface SpectralRadius {
  radius: number;
  /** How often the operator was applied. */
  applications: number;
  /** Whether the last applications changed it by less than the tolerance. */
  settled: boolean;
}

/** Applications between two looks at the eigenvalues. */
const PIECE = 10;
const MOST = 150;
const TOLERANCE = 1e-4;
/** What is left of a vector next to its length (operators in 32 bits) when the space holds all that the operator can reach. */
const COMPLETE = 1e-5;

const norm = (values: Float64Array): number => Math.sqrt(dot(values, values));

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Takes the parts along the orthonormal `vectors` out of `v`, and returns them; twice, against rounding. */
function orthogonalise(v: Float64Array, vectors: readonly Float64Array[]): Float64Array {
  const parts = new Float64Array(vectors.length);
  for (let pass = 0; pass < 2; pass++) {
    vectors.forEach((q, i) => {
      const part = dot(q, v);
      parts[i] += part;
      for (let k = 0; k < v.length; k++) v[k] -= part * q[k];
    });
  }
  return parts;
}

/** Of the upper Hessenberg matrix with these columns, each one entry longer than its number. */
function largestEigenvalue(columns: readonly Float64Array[]): number {
  const m = columns.length;
  const matrix = Matrix.zeros(m, m);
  columns.forEach((column, j) => {
    for (let i = 0; i < Math.min(m, column.length); i++) matrix.set(i, j, column[i]);
  });
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrix);
  return realEigenvalues.reduce(
    (most, real, i) => Math.max(most, Math.hypot(real, imaginaryEigenvalues[i])),
    0,
  );
}

/**
 * Of the operator `apply` on vectors of `size` values; between two pieces of work `goOn` is asked, and with false it ends with
 * undefined.
 */
export async function spectralRadius(
  apply: (vector: Float64Array) => Promise<ArrayLike<number>>,
  size: number,
  goOn: () => Promise<boolean> = async () => true,
): Promise<SpectralRadius | undefined> {
  const random = randomStream(1, 'spectral radius');
  const start = Float64Array.from({ length: size }, () => random.normal());
  const length = norm(start);
  const vectors = [start.map((value) => value / length)];
  const columns: Float64Array[] = [];
  let radius = NaN;
  for (let applications = 1; applications <= Math.min(MOST, size); applications++) {
    const next = Float64Array.from(await apply(vectors.at(-1)!));
    const reach = norm(next);
    const parts = orthogonalise(next, vectors);
    const rest = norm(next);
    columns.push(Float64Array.of(...parts, rest));
    const complete = rest <= COMPLETE * reach || applications === size;
    if (complete || applications % PIECE === 0) {
      const before = radius;
      radius = largestEigenvalue(columns);
      const settled = complete || Math.abs(radius - before) <= TOLERANCE * radius;
      if (settled || applications === MOST) return { radius, applications, settled };
    }
    vectors.push(next.map((value) => value / rest));
    if (!(await goOn())) return undefined;
  }
  return { radius, applications: columns.length, settled: false };
}
