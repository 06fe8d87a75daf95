/** From a scene to the semi-discrete wave equation: mesh, materials, matrices. */
import type { CellMaterial } from '../assembly.ts';
import { cellCount, cornerPlaces, MeshError, nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { structuredRectangles, structuredTriangles } from '../mesh/structured.ts';
import { largestEigenvalue } from '../spectrum.ts';
import { waveSystem, type System } from '../system.ts';
import { fittedMesh } from './fittedMesh.ts';
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
    lines,
  ]);

/** The wave equation of a scene on its mesh. Throws `MeshError` if the scene can't be meshed. */
export function buildModel(scene: Scene, mesh = meshScene(scene)): Model {
  if (Object.values(scene.sides).includes('pml')) {
    throw new MeshError('Open sides need elements of order 2 or higher.');
  }
  const system = waveSystem(mesh, cellMaterial(scene, mesh), computedConditions(scene));
  const { stiffness, mass, fixed } = system;
  return { scene, mesh, system, lambdaMax: largestEigenvalue(stiffness, mass, fixed) };
}

/** Throws `MeshError` if the scene can't be meshed. */
export function meshScene(scene: Scene): Mesh {
  if ((scene.order ?? 1) > 1) throw new MeshError('There are only elements of order 1.');
  const { x, y } = scene.box;
  if (scene.mesh === 'fitted') return fittedMesh(scene);
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
  return scene.mesh === 'triangles' ? structuredTriangles(grid) : structuredRectangles(grid);
}

/** Every cell has the material at its centre. */
export function cellMaterial(scene: Scene, mesh: Mesh): CellMaterial {
  const { x, y, cells } = mesh;
  const corners = cornerPlaces(mesh);
  const perCell = nodesPerCell(mesh);
  const count = cellCount(mesh);
  const kappa = new Float64Array(count);
  const rho = new Float64Array(count);
  for (let cell = 0; cell < count; cell++) {
    let [cx, cy] = [0, 0];
    for (const k of corners) {
      cx += x[cells[cell * perCell + k]] / corners.length;
      cy += y[cells[cell * perCell + k]] / corners.length;
    }
    const { speed, density } = materialAt(scene, cx, cy);
    kappa[cell] = density * speed * speed;
    rho[cell] = density;
  }
  return { kappa, rho };
}
