/** From a scene to the semi-discrete wave equation: mesh, materials, matrices. */
import type { CellMaterial } from '../assembly.ts';
import { cornerPlaces, MeshError, nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { structuredQuadrilaterals, structuredTriangles } from '../mesh/structured.ts';
import { largestEigenvalueOf } from '../spectrum.ts';
import { systemOn, type System } from '../system.ts';
import { continued } from '../pml/rates.ts';
import { averagedMaterial } from './averaged.ts';
import { fittedMesh } from './fittedMesh.ts';
import { withLayer } from './openSides.ts';
import { computedConditions, materialAt, type Scene } from './scene.ts';

export interface Model {
  scene: Scene;
  mesh: Mesh;
  system: System;
  /** Estimate of the largest eigenvalue of M⁻¹K (1/s²). */
  lambdaMax: number;
}

/** Scenes with the same key have the same mesh: they differ in materials and conditions only. */
export const geometryKey = ({
  mesh,
  order = 1,
  size,
  box,
  sides,
  layer,
  layers,
  inclusions,
  obstacles,
  outline,
  lines,
}: Scene): string =>
  JSON.stringify([
    mesh,
    order,
    size,
    box,
    Object.values(sides).map((condition) => condition === 'pml'),
    layer,
    layers.map(({ top }) => top),
    inclusions.map(({ shape }) => shape),
    obstacles.map(({ shape }) => shape),
    outline?.points,
    lines,
  ]);

/** The wave equation of a scene on its mesh. Throws `MeshError` if the scene can't be meshed. */
export function buildModel(scene: Scene, mesh = meshScene(scene)): Model {
  const system = systemOn(mesh, cellMaterial(scene, mesh), computedConditions(scene));
  addDamping(system, scene.damping);
  return { scene, mesh, system, lambdaMax: largestEigenvalueOf(system) };
}

/** ρ u'' + ρσ u' − ∇·(κ∇u) = f: C grows by σM, and a standing wave falls as exp(−σt/2). */
function addDamping({ damping, mass }: System, sigma = 0): void {
  for (let i = 0; i < mass.length; i++) damping[i] += sigma * mass[i];
}

/** The mesh of a scene, with the layer around its open sides. Throws `MeshError` if the scene can't be meshed. */
export const meshScene = (scene: Scene): Mesh => withLayer(scene, boxMesh(scene));

function boxMesh(scene: Scene): Mesh {
  const { x, y } = scene.box;
  if (scene.mesh === 'fitted') return fittedMesh(scene);
  if (scene.outline) {
    throw new MeshError('An outline needs the fitted mesh, whose edges follow it.');
  }
  if (scene.obstacles.length > 0) {
    throw new MeshError('Obstacles need the fitted mesh, whose edges follow them.');
  }
  const width = x[1] - x[0];
  const height = y[1] - y[0];
  const count = (length: number) => Math.max(1, Math.round(length / scene.size));
  const grid = {
    columns: count(width),
    rows: count(height),
    width,
    height,
    origin: [x[0], y[0]] as const,
  };
  if (scene.mesh === 'quadrilaterals') return structuredQuadrilaterals(grid, scene.order ?? 1);
  if (scene.order !== undefined && scene.order > 1) {
    throw new MeshError('Triangles have order 1. Choose quadrilaterals or the fitted mesh.');
  }
  return structuredTriangles(grid);
}

/** The material of every cell; from order 2 on at every node of every cell. */
export function cellMaterial(scene: Scene, mesh: Mesh): CellMaterial {
  const { layer, cells } = mesh;
  if (!layer) return ofCells(scene, mesh);
  const inside = { ...mesh, cells: cells.subarray(0, layer.first * nodesPerCell(mesh)) };
  const { kappa, rho, tensor } = ofCells(scene, inside);
  const on = (values: Float64Array) => continued(values, layer);
  return {
    kappa: on(kappa),
    rho: on(rho),
    tensor: tensor && { xx: on(tensor.xx), xy: on(tensor.xy), yy: on(tensor.yy) },
  };
}

function ofCells(scene: Scene, mesh: Mesh): CellMaterial {
  // A field varies everywhere, and smoothly.
  if (scene.averaged && scene.mesh !== 'fitted' && !scene.field)
    return averagedMaterial(scene, mesh);
  return (mesh.order === 1 ? centreMaterial : nodeMaterial)(scene, mesh);
}

/** Every cell has the material at its centre. */
function centreMaterial(scene: Scene, { x, y, cells, corners: perCell }: Mesh): CellMaterial {
  const count = cells.length / perCell;
  const kappa = new Float64Array(count);
  const rho = new Float64Array(count);
  for (let cell = 0; cell < count; cell++) {
    let [cx, cy] = [0, 0];
    for (let p = cell * perCell; p < (cell + 1) * perCell; p++) {
      cx += x[cells[p]] / perCell;
      cy += y[cells[p]] / perCell;
    }
    const { speed, density } = materialAt(scene, cx, cy);
    kappa[cell] = density * speed * speed;
    rho[cell] = density;
  }
  return { kappa, rho };
}

/** Nodes are looked at this share of the way to the middle of their cell: on an interface each cell has its own medium. */
const INWARDS = 1e-6;

/** From order 2 on: every node of every cell has the material there; on a fitted mesh that at the cell's centre. */
function nodeMaterial(scene: Scene, mesh: Mesh): CellMaterial {
  const { x, y, cells } = mesh;
  const perCell = nodesPerCell(mesh);
  const corners = cornerPlaces(mesh);
  const kappa = new Float64Array(cells.length);
  const rho = new Float64Array(cells.length);
  const share = scene.mesh === 'fitted' ? 1 : INWARDS;
  for (let at = 0; at < cells.length; at += perCell) {
    let [cx, cy] = [0, 0];
    for (const place of corners) {
      cx += x[cells[at + place]] / 4;
      cy += y[cells[at + place]] / 4;
    }
    for (let k = at; k < at + perCell; k++) {
      const [px, py] = [x[cells[k]], y[cells[k]]];
      const { speed, density } = materialAt(scene, px + share * (cx - px), py + share * (cy - py));
      kappa[k] = density * speed * speed;
      rho[k] = density;
    }
  }
  return { kappa, rho };
}
