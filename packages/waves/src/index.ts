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
export { quadrilaterals, type QuadMesh } from './mesh/quads/quadrilaterals.ts';
export { raiseOrder, type CurvedSide } from './mesh/quads/raiseOrder.ts';
export {
  structuredQuadrilaterals,
  structuredRectangles,
  structuredTriangles,
  type Grid,
} from './mesh/structured.ts';
export { meshRegion, type MeshOptions, type Region } from './mesh/unstructured.ts';
export { type Driven, type Source } from './scene/excitation.ts';
export { gridPoints } from './scene/points.ts';
export { integratorOf, stabilityOf, type Integrator } from './integrator.ts';
export { type Material, type Scene } from './scene/scene.ts';
export { type Box, type Shape } from './scene/shapes.ts';
export { simulate, type Simulated, type Simulation } from './scene/simulate.ts';
export { type Outputs, type Timing } from './scene/timing.ts';
export * from './source.ts';
export { gershgorinBound, largestEigenvalue, largestEigenvalueOf } from './spectrum.ts';
export {
  elementSystem,
  systemOn,
  waveSystem,
  type Condition,
  type ElementSystem,
  type MatrixSystem,
  type System,
} from './system.ts';
