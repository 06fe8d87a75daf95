/** From a scene to the semi-discrete wave equation: mesh, materials, matrices. */
import type { CellMaterial } from '../assembly.ts';
import { MeshError, type Mesh, type Point } from '../mesh/mesh.ts';
import { structuredRectangles, structuredTriangles } from '../mesh/structured.ts';
import { meshRegion } from '../mesh/unstructured.ts';
import { largestEigenvalue } from '../spectrum.ts';
import { waveSystem, type System } from '../system.ts';
import { computedConditions, materialAt, obstaclePart, type Scene } from './scene.ts';
import { bounds, boxPolygon, corners, type Shape } from './shapes.ts';
import { boxGuides, snapTo, type Guide } from './snap.ts';

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
  size,
  box,
  layers,
  inclusions,
  obstacles,
  lines,
}: Scene): string =>
  JSON.stringify([
    mesh,
    size,
    box,
    layers.map(({ top }) => top),
    inclusions.map(({ shape }) => shape),
    obstacles.map(({ shape }) => shape),
    lines,
  ]);

/** The wave equation of a scene on its mesh. Throws `MeshError` if the scene can't be meshed. */
export function buildModel(scene: Scene, mesh = meshScene(scene)): Model {
  const system = waveSystem(mesh, cellMaterial(scene, mesh), computedConditions(scene));
  const { stiffness, mass, fixed } = system;
  return { scene, mesh, system, lambdaMax: largestEigenvalue(stiffness, mass, fixed) };
}

/** Throws `MeshError` if the scene can't be meshed. */
export function meshScene(scene: Scene): Mesh {
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

/**
 * Edges of the scene may be moved by this share of the mesh size where they almost touch: exact triangles
 * there would be tiny, and the time step with them.
 */
const TOLERANCE = 1 / 20;

/** Corners within this share of the mesh size from a straight line are put onto it, see `snap.ts`. */
const REACH = 1 / 4;

/** How often a scene is meshed with its circles turned before it is given up. */
const TURNS = 8;
/** Every polygon is turned by another share of its side, in golden steps: they never repeat. */
const GOLDEN = 0.618;

/**
 * Where circles graze each other, their polygons may meet in a corner too sharp to mesh; turned a little, they
 * mostly do not.
 */
function fittedMesh(scene: Scene): Mesh {
  let first: unknown;
  for (let attempt = 0; attempt <= TURNS; attempt++) {
    try {
      return meshTurned(scene, attempt);
    } catch (error) {
      if (!(error instanceof MeshError)) throw error;
      first ??= error;
      if (!hasCircle(scene)) break;
    }
  }
  throw first;
}

const hasCircle = ({ inclusions, obstacles }: Scene): boolean =>
  [...inclusions, ...obstacles].some(({ shape }) => shape.kind === 'circle');

function meshTurned(
  { box, size, layers, inclusions, obstacles, lines }: Scene,
  attempt: number,
): Mesh {
  let turned = 0;
  const { x, y } = box;
  const guides = [
    ...layers.map(({ top }): Guide => ({ axis: 1, at: top, from: x[0], to: x[1] })),
    ...lines.flatMap((shape) => boxGuides(bounds(shape))),
    ...boxGuides(box),
  ];
  const polygon = (shape: Shape): Point[] => {
    const { x: across, y: up } = bounds(shape);
    // Small shapes must not be folded flat.
    const reach = REACH * Math.min(size, across[1] - across[0], up[1] - up[0]);
    const phase = (attempt * ++turned * GOLDEN) % 1;
    return snapTo(corners(shape, size, phase), guides, reach);
  };
  const across = (top: number): Point[] => [
    [x[0], top],
    [x[1], top],
  ];
  return meshRegion(
    {
      outline: {
        points: corners(boxPolygon(box), size),
        names: ['bottom', 'right', 'top', 'left'],
      },
      holes: obstacles.map(({ shape }, index) => ({
        points: polygon(shape),
        names: obstaclePart(index),
      })),
      lines: [
        ...layers
          .filter(({ top }) => top > y[0] && top < y[1])
          .map(({ top }) => ({ points: snapTo(across(top), guides, REACH * size), closed: false })),
        ...[...inclusions.map(({ shape }) => shape), ...lines].map((shape) => ({
          points: polygon(shape),
          closed: true,
        })),
      ],
    },
    { size, tolerance: TOLERANCE * size },
  );
}

/** Every cell has the material at its centre. */
export function cellMaterial(scene: Scene, { x, y, cells, corners: perCell }: Mesh): CellMaterial {
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
