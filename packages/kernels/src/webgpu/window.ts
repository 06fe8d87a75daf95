/**
 * The WGSL of sums over windows: convolutions forward, their input gradients, and both for depthwise filters.
 *
 *   out[n, y, x, o] = Σ_{i, j, s} source[n, base_y(y) + d·i, base_x(x) + d·j, s] W[first_y + a·i, first_x + a·j, s, o]
 *
 * Forward d = 1, a = 1, base(y) = y·stride − pad, first = 0. The input gradient is gathered: d = −1, a = stride,
 * and with first = (y + pad) mod stride, base(y) = (y + pad − first) / stride. Outputs with the same remainder
 * meet the same taps, so a patch takes its outputs `stride` apart.
 *
 * One invocation makes a patch of rows × columns × vectors of outputs in registers, from each input position of
 * the patch and each tap loaded once. No workgroup memory, no barriers, no atomics.
 */
import { range, vectorType } from './program.ts';

/** How the channels of source, filter and output belong together. */
export type Channels =
  /** Every output channel sums over all channels of the source. */
  | 'full'
  /** Depthwise, multiplier 1: vectors of channels throughout. */
  | 'each'
  /** Depthwise forward, multiplier M: a vector of outputs has one source channel. */
  | 'spread'
  /** Depthwise input gradient, multiplier M: every output channel sums over M channels of the source. */
  | 'gather';

export interface WindowCode {
  channels: Channels;
  /** 1 forward, −1 input gradient. */
  direction: 1 | -1;
  stride: readonly [number, number];
  /** Taps unrolled in rows and columns, and whether that leaves some for further passes. */
  taps: readonly [number, number];
  passes: boolean;
  /** Outputs of an invocation. */
  rows: number;
  columns: number;
  vectors: number;
  width: 1 | 2 | 4;
  /** Whether windows may leave the source. */
  padded: boolean;
  /** Whether patches may leave the output. */
  partial: boolean;
  bias: boolean;
  /** Applied to the outputs. */
  activation: Activation;
  /** Whether `result` gets what comes before the activation, and `activated` what comes after it. */
  keeps: boolean;
  /** Whether the outputs are multiplied by the slope of swish at `before`: an input gradient goes on through it. */
  slope: boolean;
  /** Whether the filter is that of the forward pass, whose channels are the other way round. */
  turned: boolean;
}

export type Activation = 'linear' | 'relu' | 'swish';

/** Beyond ±87 the exponential leaves float32; the sigmoid is 0 or 1 there. */
const sigmoid = (type: string): string => `
    fn sigmoid(x : ${type}) -> ${type} {
      return 1.0 / (1.0 + exp(-clamp(x, ${type}(-87.0), ${type}(87.0))));
    }`;

// A note on WGSL in this folder: `&&` branches, `&` does not. With hundreds of branches SwiftShader's compiler
// takes minutes and gigabytes.

/** Positions of the source that a patch needs along an axis, relative to the first output's base. */
const offsets = (count: number, step: number, direction: number, taps: number): number[] =>
  [
    ...new Set(range(count).flatMap((p) => range(taps).map((t) => p * step + direction * t))),
  ].toSorted((a, b) => a - b);

/** How many positions that is. */
export const reach = (count: number, step: number, taps: number): number =>
  step >= taps ? count * taps : (count - 1) * step + taps;

/** Where the patch lies along one axis: `first`, `base` and the outputs' positions. */
function placeAlong(axis: 'Y' | 'X', code: WindowCode): string {
  const a = axis === 'Y' ? 0 : 1;
  const count = axis === 'Y' ? code.rows : code.columns;
  const stride = code.stride[a];
  if (code.direction === 1) {
    return `
      let out${axis} = patch${axis} * ${count};
      let start${axis} = out${axis} * ${stride} - uniforms.pad${axis};
      let first${axis} = 0;`;
  }
  return `
      let phase${axis} = patch${axis} % ${stride};
      let out${axis} = phase${axis} + (patch${axis} / ${stride}) * ${count * stride};
      let first${axis} = (out${axis} + uniforms.pad${axis}) % ${stride};
      let start${axis} = (out${axis} + uniforms.pad${axis} - first${axis}) / ${stride};`;
}

/** Addresses of the source's rows or columns, and whether they are inside. */
function addresses(
  axis: 'Y' | 'X',
  code: WindowCode,
  origin: string,
): { at: Map<number, number>; text: string } {
  const a = axis === 'Y' ? 0 : 1;
  const count = axis === 'Y' ? code.rows : code.columns;
  const step = code.direction === 1 ? code.stride[a] : 1;
  const all = offsets(count, step, code.direction, code.taps[a]);
  const lines = all.map(
    (offset, k) => `
      let raw${axis}${k} = base${axis} + ${offset};
      let at${axis}${k} = ${origin} + clamp(raw${axis}${k}, 0, uniforms.in${axis} - 1) * uniforms.step${axis};
      let ok${axis}${k} = raw${axis}${k} == clamp(raw${axis}${k}, 0, uniforms.in${axis} - 1);`,
  );
  return { at: new Map(all.map((offset, k) => [offset, k])), text: lines.join('') };
}

const CHANNEL_OF: Record<Channels, { source: string; filter: string }> = {
  full: { source: '0', filter: 'vector' },
  each: { source: 'vector', filter: 'vector' },
  spread: { source: '(vector * WIDTH) / uniforms.multiplier', filter: 'vector' },
  gather: { source: 'vector * uniforms.multiplier', filter: 'vector * uniforms.multiplier' },
};

/** Offsets of the taps in the filter, and which of them there are. */
function tapAddresses({ taps, passes, direction, stride }: WindowCode): string {
  const [ay, ax] = direction === 1 ? [1, 1] : stride;
  const partial = passes || ay > 1 || ax > 1;
  return range(taps[0])
    .flatMap((i) =>
      range(taps[1]).map((j) => {
        const [y, x] = [`(tapY + ${i * ay})`, `(tapX + ${j * ax})`];
        const there = partial
          ? `
      let is${i}_${j} = (${y} < uniforms.filterY) & (${x} < uniforms.filterX);`
          : '';
        return `
      let w${i}_${j} = (${y} * uniforms.filterX + ${x}) * uniforms.tapStep + filterChannel;${there}`;
      }),
    )
    .join('');
}

/** A vector of the filter at an offset: of a turned one every number by itself. */
function filterLoad({ turned, width }: WindowCode, offset: string, v: number): string {
  if (!turned) return `W[${offset} + s * uniforms.channelStep + ${v}]`;
  const each = range(width).map(
    (c) => `W[${offset} + ${v * width + c} * uniforms.channelStep + s]`,
  );
  return width === 1 ? each[0] : `${vectorType(width)}(${each.join(', ')})`;
}

/** The multiply-adds of one channel of the source. */
function body(code: WindowCode, rows: Map<number, number>, columns: Map<number, number>): string {
  const { taps, direction, stride, width, vectors, passes } = code;
  const step = direction === 1 ? stride : [1, 1];
  const partial = passes || (direction === -1 && Math.max(...stride) > 1);
  const each = code.channels === 'each';
  const lines: string[] = [];
  for (const i of range(taps[0])) {
    for (const j of range(taps[1])) {
      for (const v of range(vectors)) {
        const load = filterLoad(code, `w${i}_${j}`, v);
        const value = partial ? `select(${vectorType(width)}(0.0), ${load}, is${i}_${j})` : load;
        lines.push(`let q${i}_${j}_${v} = ${value};`);
      }
    }
  }
  for (const [dy, y] of rows) {
    const uses = range(taps[0])
      .map((i) => ({ i, r: (dy - direction * i) / step[0] }))
      .filter(({ r }) => Number.isInteger(r) && r >= 0 && r < code.rows);
    lines.push('{');
    for (const [dx, x] of columns) {
      const zero = `${vectorType(each ? width : 1)}(0.0)`;
      const load = `x[atY${y} + atX${x} + s]`;
      lines.push(
        `let v${x} = ${code.padded ? `select(${zero}, ${load}, okY${y} & okX${x})` : load};`,
      );
      for (const { i, r } of uses) {
        for (const j of range(taps[1])) {
          const p = (dx - direction * j) / step[1];
          if (!Number.isInteger(p) || p < 0 || p >= code.columns) continue;
          for (const v of range(vectors)) lines.push(`a${r}_${p}_${v} += v${x} * q${i}_${j}_${v};`);
        }
      }
    }
    lines.push('}');
  }
  return lines.join('\n');
}

function stores({
  rows,
  columns,
  vectors,
  direction,
  stride,
  partial,
  ...code
}: WindowCode): string {
  const [gapY, gapX] = direction === 1 ? [1, 1] : stride;
  return range(rows)
    .flatMap((r) =>
      range(columns).map((p) => {
        const [y, x] = [`(outY + ${r * gapY})`, `(outX + ${p * gapX})`];
        const start = `((image * uniforms.outY + ${y}) * uniforms.outX + ${x}) * uniforms.vectors + vector`;
        const zero = `${vectorType(code.width)}(0.0)`;
        const activated: Record<Activation, (a: string) => string> = {
          linear: (a) => a,
          // Not max(): it may turn NaN into 0, and a diverged training would go unnoticed.
          relu: (a) => `select(${a}, ${zero}, ${a} < ${zero})`,
          swish: (a) => `${a} * sigmoid(${a})`,
        };
        const lines = range(vectors).map((v) => {
          const a = `a${r}_${p}_${v}`;
          const at = `at + ${v}`;
          const value = activated[code.activation](a);
          if (code.keeps) return `result[${at}] = ${a}; activated[${at}] = ${value};`;
          if (!code.slope) return `result[${at}] = ${value};`;
          return `{ let z = before[${at}]; let s = sigmoid(z);
            result[${at}] = ${a} * s * (1.0 + z * (1.0 - s)); }`;
        });
        const guard = partial ? `if ((${y} < uniforms.outY) & (${x} < uniforms.outX)) ` : '';
        return `${guard}{ let at = ${start}; ${lines.join('\n')} }`;
      }),
    )
    .join('\n');
}

/** The code for `run`, with inputs `x`, `W`, perhaps `bias` and `before`; uniforms as in `windowSum.ts`. */
export function windowCode(code: WindowCode): string {
  const { rows, columns, vectors, width, passes, taps, direction, stride } = code;
  const type = vectorType(width);
  const [ay, ax] = direction === 1 ? [1, 1] : stride;
  const accumulators = range(rows).flatMap((r) =>
    range(columns).flatMap((p) =>
      range(vectors).map(
        (v) => `var a${r}_${p}_${v} = ${code.bias ? `bias[vector + ${v}]` : `${type}(0.0)`};`,
      ),
    ),
  );
  const { source, filter } = CHANNEL_OF[code.channels];
  const origin = `image * uniforms.inY * uniforms.stepY + ${source.replace('WIDTH', `${width}`)}`;
  const y = addresses('Y', code, origin);
  const x = addresses('X', code, '0');
  const loops = passes
    ? `for (var passY = 0; passY * ${taps[0] * ay} < uniforms.filterY; passY++) {
       for (var passX = 0; passX * ${taps[1] * ax} < uniforms.filterX; passX++) {`
    : '{{ let passY = 0; let passX = 0;';
  return `
    ${code.activation === 'swish' || code.slope ? sigmoid(type) : ''}
    fn main(index : i32) {
      let vector = (index % uniforms.blocks) * ${vectors};
      let patchIndex = index / uniforms.blocks;
      let patchX = patchIndex % uniforms.patchesX;
      let patchY = (patchIndex / uniforms.patchesX) % uniforms.patchesY;
      let image = patchIndex / (uniforms.patchesX * uniforms.patchesY);
      if (image >= uniforms.images) { return; }
      let filterChannel = ${code.turned ? `vector * ${width} * uniforms.channelStep` : filter};
      ${placeAlong('Y', code)}
      ${placeAlong('X', code)}
      ${accumulators.join('\n')}
      ${loops}
        let baseY = startY + passY * ${taps[0] * direction};
        let baseX = startX + passX * ${taps[1] * direction};
        let tapY = firstY + passY * ${taps[0] * ay};
        let tapX = firstX + passX * ${taps[1] * ax};
        ${y.text}
        ${x.text}
        ${tapAddresses(code)}
        for (var s = 0; s < uniforms.sums; s++) {
          ${body(code, y.at, x.at)}
        }
      }}
      ${stores(code)}
    }`;
}
