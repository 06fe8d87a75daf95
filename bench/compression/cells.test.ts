import { describe, expect, it } from 'vitest';
import { formatIds } from 'slimwave-formats/registry';
import { chosen, macShares, over } from './cells.ts';

describe('the cells of the compression tables', () => {
  it('are all widths and kernels with all formats, the classical one first', () => {
    const { cells, measures } = chosen([]);
    expect(cells).toHaveLength(12);
    for (const { networks } of cells) {
      expect(networks.map(({ format }) => format)).toEqual(formatIds);
      expect(formatIds[0]).toBe('classical');
    }
    expect([...measures]).toEqual(['step', 'forecast', 'shares', 'memory']);
  });

  it('are those that words name, next to the classical network', () => {
    const { cells, measures } = chosen(['layer-cp', '32', '3-way', 'step', 'pytorch']);
    expect(cells.map(({ name }) => name)).toEqual(['32 channels, 3×3×3']);
    expect(cells[0].networks.map(({ format }) => format)).toEqual(['classical', 'layer-cp']);
    expect([...measures]).toEqual(['step', 'pytorch']);
    expect(() => chosen(['layercp'])).toThrow(
      '“layercp” names no cell of the table; use classical,',
    );
  });

  it('keep a quarter of the multiply-accumulates where the format can', () => {
    const [cell] = chosen(['one-way', 'kernel-cp', '64', '3']).cells;
    const [classical, kernelCp, oneWay] = macShares(cell);
    expect(classical).toBe(1);
    // Dense convolutions, and the kernels rebuilt once a batch.
    expect(kernelCp).toBeCloseTo(1 + 1 / (8 * 32 * 32), 10);
    expect(oneWay).toBeGreaterThan(0.2);
    // The last layer has one output: not even rank 1 keeps so little of it.
    expect(oneWay).toBeLessThan(0.26);
  });

  it('are marked where they are over their aim', () => {
    expect([over(0.5, 0.44), over(0.44, 0.44)]).toEqual([' ▲ 0.06 over', '']);
  });
});
