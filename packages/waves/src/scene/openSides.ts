/** The layer around the open sides of a scene. */
import { MeshError, type Mesh } from '../mesh/mesh.ts';
import { extendMesh } from '../pml/extend.ts';
import { sideNames, type Scene } from './scene.ts';

/** Intervals between nodes across a layer, at least: at ten of them per wavelength, 0.1 % of the amplitude comes back. */
const INTERVALS = 12;
/** Cells across it, at least. */
const FEWEST = 2;
/** Share of the longest wavelength that it measures at least: fields that don't travel die away within it. */
const OF_LONGEST = 1 / 20;

/** Of lengths that are the same but for round-off. */
const SLACK = 1e-9;

/** Cells across a layer that suffice at an order. */
export const layerCells = (order: number): number => Math.max(FEWEST, Math.ceil(INTERVALS / order));

/**
 * Thickness of a layer (m) from the order, the length of cells (m) and the longest wavelength that matters (m): of a Ricker wavelet
 * of peak frequency f, the largest speed over 0.3 f, where 5 % of its spectrum are left. What travels is damped alike at all
 * wavelengths, so that the cells decide unless the waves are very long; at most half of the rectangle's shorter side.
 */
export function layerThickness(
  order: number,
  size: number,
  longest: number,
  { x, y }: Scene['box'],
): number {
  const half = Math.min(x[1] - x[0], y[1] - y[0]) / 2;
  return Math.max(layerCells(order) * size, Math.min(OF_LONGEST * longest, half));
}

/** What is wrong with a layer of this thickness (m), as a sentence. */
export function layerProblem(
  thickness: number,
  order: number,
  size: number,
  { x, y }: Scene['box'],
): string | undefined {
  const shorter = Math.min(x[1] - x[0], y[1] - y[0]);
  const metres = (value: number) => `${Number(value.toPrecision(2))} m`;
  if (!(thickness >= size * (1 - SLACK))) {
    return `The layer beyond open sides is thinner (${metres(thickness)}) than a cell of the mesh (${metres(size)}): make it thicker, or choose auto.`;
  }
  if (thickness > Math.max(shorter, layerCells(order) * size * (1 + SLACK))) {
    return `The layer beyond open sides is thicker (${metres(thickness)}) than the domain (${metres(shorter)}): make it thinner, or choose auto.`;
  }
  return undefined;
}

/** The mesh of a scene’s box with the layer around its open sides, if there are any. */
export function withLayer(scene: Scene, mesh: Mesh): Mesh {
  const { box, size, order = 1, layer } = scene;
  const sides = sideNames.filter((side) => scene.sides[side] === 'pml');
  if (sides.length === 0) return mesh;
  if (order === 1) {
    throw new MeshError(
      'An open side needs elements of order 2 or higher: raise the order, or make it absorbing.',
    );
  }
  const thickness = layer ?? layerThickness(order, size, 0, box);
  const problem = layerProblem(thickness, order, size, box);
  if (problem !== undefined) throw new MeshError(problem);
  return extendMesh(mesh, { box, sides, thickness, count: Math.round(thickness / size) });
}
