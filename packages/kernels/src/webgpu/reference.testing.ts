/** Convolutions and their gradients in plain float64 loops, for tests. */

export interface ConvCase {
  images: number;
  /** Input rows and columns. */
  size: readonly [number, number];
  filter: readonly [number, number];
  stride: readonly [number, number];
  /** Zeros before and after, along y and x. */
  pad: readonly [readonly [number, number], readonly [number, number]];
  inputs: number;
  /** Output channels, or per input channel for a depthwise filter. */
  outputs: number;
  depthwise: boolean;
}

export const outSize = ({ size, filter, stride, pad }: ConvCase): [number, number] => {
  const along = (a: 0 | 1) =>
    Math.floor((size[a] + pad[a][0] + pad[a][1] - filter[a]) / stride[a]) + 1;
  return [along(0), along(1)];
};

/** Calls `term` with the flat places in x, filter and y of every product of the convolution. */
export function eachProduct(test: ConvCase, term: (x: number, w: number, y: number) => void): void {
  const { images, size, filter, stride, pad, inputs, outputs, depthwise } = test;
  const [outY, outX] = outSize(test);
  for (let n = 0; n < images; n++) {
    for (let p = 0; p < outY * outX; p++) {
      for (let q = 0; q < filter[0] * filter[1]; q++) {
        const y = Math.floor(p / outX) * stride[0] + Math.floor(q / filter[1]) - pad[0][0];
        const x = (p % outX) * stride[1] + (q % filter[1]) - pad[1][0];
        if (y < 0 || y >= size[0] || x < 0 || x >= size[1]) continue;
        const from = ((n * size[0] + y) * size[1] + x) * inputs;
        const to = (n * outY * outX + p) * (depthwise ? inputs * outputs : outputs);
        for (let s = 0; s < inputs; s++) {
          for (let o = 0; o < outputs; o++) {
            const w = (q * inputs + s) * outputs + o;
            term(from + s, w, to + (depthwise ? s * outputs + o : o));
          }
        }
      }
    }
  }
}
