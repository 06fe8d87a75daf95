/**
 * Cells that touch absorbing sides take two steps of half the length, as those of a layer do, of which they are a part without
 * rates. In one step of fourth order the acceleration of a side's nodes, which have little mass, would be nearly all
 * damping; K then makes waves one node thick of it, and absorbing sides are of first order. With the damping left out of
 * that acceleration they are so too, and with its newest known value in it the step is unstable.
 */
import type { Rates } from './rates.ts';

/** As in `system.ts`. */
interface Elements {
  order: number;
  nodes: Uint32Array;
  metric: Float64Array;
}

interface Layer {
  first: number;
  rim: number;
  matched: number;
  rates: Rates;
}

/** The cells in the order that a layer has: plain ones, those that share nodes with the layer, the layer. */
export function halfStepped(
  { order, nodes, metric }: Elements,
  damping: Float64Array,
  layer: Layer | undefined,
): { elements: Elements; layer: Layer | undefined } {
  const perCell = (order + 1) ** 2;
  const count = nodes.length / perCell;
  const touches = (cell: number, which: Float64Array | Uint8Array) => {
    for (let at = cell * perCell; at < (cell + 1) * perCell; at++) {
      if (which[nodes[at]] > 0) return true;
    }
    return false;
  };
  const all = Array.from({ length: count }, (_, cell) => cell);
  const isHalf = all.map((cell) => cell >= (layer?.first ?? Infinity) || touches(cell, damping));
  const shared = new Uint8Array(damping.length);
  for (const cell of all) {
    if (!isHalf[cell]) continue;
    for (let at = cell * perCell; at < (cell + 1) * perCell; at++) shared[nodes[at]] = 1;
  }
  const half = all.filter((cell) => isHalf[cell]);
  if (half.length === 0) return { elements: { order, nodes, metric }, layer };
  const rim = all.filter((cell) => !isHalf[cell] && touches(cell, shared));
  const plain = all.filter((cell) => !isHalf[cell] && !touches(cell, shared));
  const sorted = {
    order,
    nodes: new Uint32Array(nodes.length),
    metric: new Float64Array(metric.length),
  };
  [...plain, ...rim, ...half].forEach((cell, k) => {
    sorted.nodes.set(nodes.subarray(cell * perCell, (cell + 1) * perCell), k * perCell);
    sorted.metric.set(
      metric.subarray(3 * cell * perCell, 3 * (cell + 1) * perCell),
      3 * k * perCell,
    );
  });
  const none = () => new Float64Array(damping.length);
  return {
    elements: sorted,
    layer: {
      first: plain.length + rim.length,
      rim: plain.length,
      matched: layer?.first ?? count,
      rates: layer?.rates ?? { x: none(), y: none(), leak: [0, 0] },
    },
  };
}
