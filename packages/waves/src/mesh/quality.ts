/** Shape and size of a mesh's cells. */
import { cellCount, cornerPlaces, nodesPerCell, type Mesh } from './mesh.ts';

export interface MeshQuality {
  nodes: number;
  cells: number;
  /** Degrees. */
  smallestAngle: number;
  largestAngle: number;
  /** m */
  shortestEdge: number;
  longestEdge: number;
  /** Cells by their smallest angle, in 18 bins of 5° from 0° to 90°. */
  angleHistogram: number[];
}

const BINS = 18;

/** Of curved cells the quadrilaterals between their corners are judged. */
export function meshQuality(mesh: Mesh): MeshQuality {
  const { x, y, corners, cells } = mesh;
  const count = cellCount(mesh);
  const [perCell, places] = [nodesPerCell(mesh), cornerPlaces(mesh)];
  const quality: MeshQuality = {
    nodes: x.length,
    cells: count,
    smallestAngle: Infinity,
    largestAngle: 0,
    shortestEdge: Infinity,
    longestEdge: 0,
    angleHistogram: Array.from({ length: BINS }, () => 0),
  };
  for (let c = 0; c < count; c++) {
    let smallest = Infinity;
    for (let k = 0; k < corners; k++) {
      const p = cells[c * perCell + places[(k + corners - 1) % corners]];
      const q = cells[c * perCell + places[k]];
      const r = cells[c * perCell + places[(k + 1) % corners]];
      const [ux, uy, vx, vy] = [x[r] - x[q], y[r] - y[q], x[p] - x[q], y[p] - y[q]];
      const angle = (Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy) * 180) / Math.PI;
      const length = Math.hypot(ux, uy);
      smallest = Math.min(smallest, angle);
      quality.largestAngle = Math.max(quality.largestAngle, angle);
      quality.shortestEdge = Math.min(quality.shortestEdge, length);
      quality.longestEdge = Math.max(quality.longestEdge, length);
    }
    quality.smallestAngle = Math.min(quality.smallestAngle, smallest);
    quality.angleHistogram[Math.min(Math.max(Math.floor(smallest / 5), 0), BINS - 1)]++;
  }
  return quality;
}
