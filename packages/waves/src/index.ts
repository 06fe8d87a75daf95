/** The wave equation in two dimensions: meshes, finite elements, integration in time. */
export { multiply, type Csr } from './csr.ts';
export {
  assembleLumpedMass,
  assembleStiffness,
  uniformMaterial,
  type CellMaterial,
} from './assembly.ts';
export { interpolationMatrix } from './interpolation.ts';
export { LANES, type Lanes } from './kernel.ts';
export { Leapfrog } from './leapfrog.ts';
export { MeshError, type Mesh, type Point } from './mesh/mesh.ts';
export { meshQuality, type MeshQuality } from './mesh/quality.ts';
export { structuredRectangles, structuredTriangles, type Grid } from './mesh/structured.ts';
export { meshRegion, type MeshOptions, type Region } from './mesh/unstructured.ts';
export * from './source.ts';
export { gershgorinBound, largestEigenvalue } from './spectrum.ts';
export { waveSystem, type Condition, type System } from './system.ts';
