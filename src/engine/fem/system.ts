import { addEdgeMass, assembleLumpedMass, assembleStiffness } from './assembly.ts';
import type { System } from './leapfrog.ts';
import type { Boundary, Mesh, SideName } from './mesh.ts';

/**
 * The semi-discrete wave equation on a mesh, for density ρ = 1 kg/m² and κ = c².
 *
 * Absorbing sides are the first-order Sommerfeld condition κ ∂u/∂n = −ρ c ∂u/∂t, lumped into the damping
 * (Engquist and Majda 1977, first order). Where a fixed side meets another one, the corner is fixed.
 */
export function waveSystem(mesh: Mesh, speed: number, boundary: Boundary): System {
  const damping = new Float64Array(mesh.x.length);
  const fixed = new Uint8Array(mesh.x.length);
  for (const side of Object.keys(boundary) as SideName[]) {
    const edges = mesh.boundary[side];
    if (boundary[side] === 'absorbing') addEdgeMass(mesh, edges, speed, damping);
    if (boundary[side] === 'fixed') for (const node of edges) fixed[node] = 1;
  }
  return {
    stiffness: assembleStiffness(mesh, speed * speed),
    mass: assembleLumpedMass(mesh, 1),
    damping,
    fixed,
  };
}
