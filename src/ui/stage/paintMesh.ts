import { nodesPerCell, rimPlaces } from 'slimwave-waves/mesh/mesh';
import type { DrawnMesh } from '../../worker/protocol.ts';
import type { Extents } from '../../engine/scene/domain.ts';
import type { Pixels } from '../shared/observe.ts';

/** Where edges are shorter than this (px) their lines are drawn fainter, or they would hide the wave. */
const COMFORTABLE_EDGE = 10;
const STRONGEST = 0.55;
const FAINTEST = 0.07;

/** The edges of a mesh over the whole domain, which has its corner where the context has its origin. */
export function paintMesh(
  context: CanvasRenderingContext2D,
  mesh: DrawnMesh,
  { width, height, ratio }: Pixels,
  extents: Extents,
  colour: string,
): void {
  const { x, y, corners, cells, quality } = mesh;
  const edge = Math.sqrt((width * height) / (quality.cells / (corners === 3 ? 2 : 1))) / ratio;
  const [right, up] = [width / extents.width, height / extents.height];
  const alpha = STRONGEST * (edge / COMFORTABLE_EDGE) ** 1.4;
  context.save();
  context.globalAlpha = Math.max(FAINTEST, Math.min(STRONGEST, alpha));
  context.strokeStyle = colour;
  context.lineWidth = Math.max(0.7, 0.7 * ratio);
  context.beginPath();
  const [rim, perCell] = [rimPlaces(mesh), nodesPerCell(mesh)];
  for (let first = 0; first < cells.length; first += perCell) {
    for (let k = 0; k < rim.length; k++) {
      const p = cells[first + rim[k]];
      const q = cells[first + rim[(k + 1) % rim.length]];
      // The neighbour has the same edge the other way round; those on the boundary are outlined anyway.
      if (p > q) continue;
      context.moveTo(x[p] * right, height - y[p] * up);
      context.lineTo(x[q] * right, height - y[q] * up);
    }
  }
  context.stroke();
  context.restore();
}
