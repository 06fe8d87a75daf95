/**
 * The WGSL of filter gradients.
 *
 *   dW[i, j, s, o] = Σ_{n, y, x} input[n, y·stride + i − padY, x·stride + j − padX, s] dy[n, y, x, o]
 *
 * The sum over all positions is cut into slices (split-K), which a second pass adds up: without that there
 * are only as many threads as weights. One invocation keeps some taps × channels of dW in registers and goes
 * over a slice patch by patch; each position of a patch is loaded once for all its taps.
 */
import { range, vectorType } from './program.ts';

export interface CorrelationCode {
  /** Depthwise with multiplier 1 ('each') or more ('spread'); or 'full'. */
  channels: 'full' | 'each' | 'spread';
  stride: readonly [number, number];
  /** Taps of an invocation along y and x. */
  taps: readonly [number, number];
  /** Positions of dy in a patch. */
  rows: number;
  columns: number;
  /** Input channels of an invocation. */
  inputs: 1 | 2 | 4;
  /** Vectors of output channels of an invocation. */
  vectors: number;
  width: 1 | 2 | 4;
  /** Whether patches may leave dy, windows the input, and taps the filter. */
  partial: boolean;
  padded: boolean;
  ragged: boolean;
  /** Where the sums of dy go, the gradient of a bias: to the end of each slice, or to `biasSum` where there is one slice. */
  bias: 'none' | 'behind' | 'apart';
}

/** Rows or columns of the input that a patch and its taps meet. */
const inputOffsets = (count: number, stride: number, taps: number): number[] =>
  [...new Set(range(count).flatMap((p) => range(taps).map((t) => p * stride + t)))].toSorted(
    (a, b) => a - b,
  );

function addressing(axis: 'Y' | 'X', all: number[], origin: string): string {
  return all
    .map(
      (offset, k) => `
      let raw${axis}${k} = in${axis} + ${offset};
      let at${axis}${k} = ${origin} + clamp(raw${axis}${k}, 0, uniforms.in${axis} - 1) * uniforms.step${axis};
      let ok${axis}${k} = raw${axis}${k} == clamp(raw${axis}${k}, 0, uniforms.in${axis} - 1);`,
    )
    .join('');
}

function outputLoads({ rows, columns, vectors, width, partial }: CorrelationCode): string {
  return range(rows)
    .flatMap((r) =>
      range(columns).flatMap((p) => {
        const inside = `(outY + ${r} < uniforms.outY) & (outX + ${p} < uniforms.outX)`;
        const pixel = `(image * uniforms.outY + outY + ${r}) * uniforms.outX + outX + ${p}`;
        return range(vectors).map((v) => {
          const load = `dy[(${pixel}) * uniforms.vectors + vector + ${v}]`;
          const value = partial ? `select(${vectorType(width)}(0.0), ${load}, ${inside})` : load;
          return `let d${r}_${p}_${v} = ${value};`;
        });
      }),
    )
    .join('\n');
}

/** Each input position of the patch, loaded and multiplied with every dy that a tap brings it to. */
function products(code: CorrelationCode, offsetsY: number[], offsetsX: number[]): string {
  const { channels, stride, taps, rows, columns, inputs, vectors, width, padded } = code;
  const each = channels === 'each';
  const type = vectorType(each ? width : inputs);
  const lines: string[] = [];
  offsetsY.forEach((dy, y) => {
    offsetsX.forEach((dx, x) => {
      const load = `x[atY${y} + atX${x}]`;
      const value = padded ? `select(${type}(0.0), ${load}, okY${y} & okX${x})` : load;
      lines.push(`{ let v = ${value};`);
      for (const i of range(taps[0])) {
        const r = (dy - i) / stride[0];
        if (!Number.isInteger(r) || r < 0 || r >= rows) continue;
        for (const j of range(taps[1])) {
          const p = (dx - j) / stride[1];
          if (!Number.isInteger(p) || p < 0 || p >= columns) continue;
          for (const s of range(inputs)) {
            const term = each || inputs === 1 ? 'v' : `v.${'xyzw'[s]}`;
            for (const v of range(vectors)) {
              lines.push(`a${i}_${j}_${s}_${v} += ${term} * d${r}_${p}_${v};`);
            }
          }
        }
      }
      lines.push('}');
    });
  });
  return lines.join('\n');
}

function stores({ taps, inputs, vectors, ragged }: CorrelationCode): string {
  return range(taps[0])
    .flatMap((i) =>
      range(taps[1]).map((j) => {
        const [y, x] = [`(tapY + ${i})`, `(tapX + ${j})`];
        const tap = `(${y} * uniforms.filterX + ${x})`;
        const lines = range(inputs).flatMap((s) =>
          range(vectors).map(
            (v) =>
              `result[slice * uniforms.perSlice + (${tap} * uniforms.rowsOfFilter + input + ${s}) * uniforms.vectors + vector + ${v}] = a${i}_${j}_${s}_${v};`,
          ),
        );
        const guard = ragged ? `if ((${y} < uniforms.filterY) & (${x} < uniforms.filterX)) ` : '';
        return `${guard}{ ${lines.join('\n')} }`;
      }),
    )
    .join('\n');
}

/** dy of a patch added up, by those invocations that have the first tap and the first input channel. */
const biasTerms = ({ rows, columns, vectors, bias }: CorrelationCode): string => {
  if (bias === 'none') return '';
  const terms = range(vectors).map((v) => {
    const all = range(rows).flatMap((r) => range(columns).map((p) => `d${r}_${p}_${v}`));
    return `b${v} += ${all.join(' + ')};`;
  });
  return `if (isFirst) { ${terms.join(' ')} }`;
};

const biasStores = ({ vectors, bias }: CorrelationCode): string => {
  if (bias === 'none') return '';
  const at = (v: number) =>
    bias === 'apart'
      ? `biasSum[vector + ${v}]`
      : `result[(slice + 1) * uniforms.perSlice - uniforms.vectors + vector + ${v}]`;
  return `if (isFirst) { ${range(vectors)
    .map((v) => `${at(v)} = b${v};`)
    .join(' ')} }`;
};

const SOURCE_CHANNEL: Record<CorrelationCode['channels'], (code: CorrelationCode) => string> = {
  full: ({ inputs }) => `input / ${inputs}`,
  each: () => 'vector',
  spread: ({ width }) => `(vector * ${width}) / uniforms.multiplier`,
};

/** The code for `run`, with inputs `x` and `dy`; writes the slices one after the other. */
export function correlationCode(code: CorrelationCode): string {
  const { taps, rows, columns, inputs, vectors, width, stride } = code;
  const offsetsY = inputOffsets(rows, stride[0], taps[0]);
  const offsetsX = inputOffsets(columns, stride[1], taps[1]);
  const accumulators = range(taps[0]).flatMap((i) =>
    range(taps[1]).flatMap((j) =>
      range(inputs).flatMap((s) =>
        range(vectors).map((v) => `var a${i}_${j}_${s}_${v} = ${vectorType(width)}(0.0);`),
      ),
    ),
  );
  if (code.bias !== 'none') {
    accumulators.push(...range(vectors).map((v) => `var b${v} = ${vectorType(width)}(0.0);`));
  }
  const origin = 'image * uniforms.inY * uniforms.stepY + sourceChannel';
  return `
    fn main(index : i32) {
      let vector = (index % uniforms.blocks) * ${vectors};
      let rest = index / uniforms.blocks;
      let input = (rest % uniforms.inputBlocks) * ${inputs};
      let tapPart = (rest / uniforms.inputBlocks) % (uniforms.tapPartsY * uniforms.tapPartsX);
      let slice = rest / (uniforms.inputBlocks * uniforms.tapPartsY * uniforms.tapPartsX);
      if (slice >= uniforms.slices) { return; }
      let tapY = (tapPart / uniforms.tapPartsX) * ${taps[0]};
      let tapX = (tapPart % uniforms.tapPartsX) * ${taps[1]};
      let sourceChannel = ${SOURCE_CHANNEL[code.channels](code)};
      let isFirst = (input + tapPart) == 0;
      ${accumulators.join('\n')}
      let end = min((slice + 1) * uniforms.patchesPerSlice, uniforms.patches);
      for (var patchIndex = slice * uniforms.patchesPerSlice; patchIndex < end; patchIndex++) {
        let outX = (patchIndex % uniforms.patchesX) * ${columns};
        let outY = ((patchIndex / uniforms.patchesX) % uniforms.patchesY) * ${rows};
        let image = patchIndex / (uniforms.patchesX * uniforms.patchesY);
        let inY = outY * ${stride[0]} + tapY - uniforms.padY;
        let inX = outX * ${stride[1]} + tapX - uniforms.padX;
        ${addressing('Y', offsetsY, origin)}
        ${addressing('X', offsetsX, '0')}
        ${outputLoads(code)}
        ${biasTerms(code)}
        ${products(code, offsetsY, offsetsX)}
      }
      ${stores(code)}
      ${biasStores(code)}
    }`;
}
