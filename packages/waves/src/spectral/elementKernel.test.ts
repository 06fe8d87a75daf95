import { describe, expect, it } from 'vitest';
import { uniformMaterial } from '../assembly.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { structuredQuadrilaterals } from '../mesh/structured.ts';
import { elementSystem, type Elements } from '../system.ts';
import { elementModule } from './elementKernel.ts';
import { elementProduct } from './elementProduct.ts';
import { ElementStiffness } from './elementStiffness.ts';

/** 3 × 3 cells: some curved, some rectangles, some of them with a material that varies inside. */
function elementsOf(order: number): { elements: Elements; nodes: number } {
  const mesh = structuredQuadrilaterals({ columns: 3, rows: 3, width: 2 }, order);
  const bent: Mesh = {
    ...mesh,
    y: mesh.y.map((y, i) => (mesh.x[i] < 0.7 ? y + 0.1 * Math.sin(4.5 * mesh.x[i]) * y : y)),
  };
  const material = uniformMaterial(bent, 1.3);
  for (let k = 0; k < 5 * (order + 1) ** 2; k++) material.kappa[k] *= 1 + 0.3 * Math.sin(k);
  return { elements: elementSystem(bent, material, {}).elements, nodes: mesh.x.length };
}

describe.each([2, 3, 4, 5, 6, 7, 8])('the kernel of order %i', (order) => {
  const { elements, nodes } = elementsOf(order);
  const u = Float64Array.from({ length: 4 * nodes }, (_, k) => Math.sin(k * k + 1));

  it('is a valid module in every form', () => {
    for (const form of ['scalar', 'pairs', 'lanes'] as const) {
      expect(WebAssembly.validate(elementModule(order, form))).toBe(true);
    }
  });

  it('agrees with the formula to round-off, and four lanes with one to the bit', () => {
    const four = new ElementStiffness(elements, nodes, 4, { vectors: 2 }, [2]);
    four.vectors[0].set(u);
    four.apply(four.vectors[0], four.vectors[1]);
    const one = new ElementStiffness(elements, nodes, 1, { vectors: 2 }, [2]);
    for (let lane = 0; lane < 4; lane++) {
      const [from, to] = one.vectors;
      from.set(from.map((_, i) => u[4 * i + lane]));
      to.fill(0);
      one.apply(from, to);
      const expected = new Float64Array(nodes);
      elementProduct(elements)(from, expected);
      const largest = Math.max(...expected.map(Math.abs));
      to.forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-13 * largest);
        expect(four.vectors[1][4 * i + lane]).toBe(value);
      });
    }
    one.dispose();
    four.dispose();
  });

  it('takes the parts of a mesh one after the other', () => {
    const whole = new ElementStiffness(elements, nodes, 1, { vectors: 3 }, [2, 6]);
    const [from, parts, all] = whole.vectors;
    from.set(u.subarray(0, nodes));
    whole.apply(from, all);
    whole.apply(from, parts, 0, 6);
    whole.apply(from, parts, 6);
    expect(parts).toEqual(all);
    whole.dispose();
  });
});
