import { assembleStiffness, elementStiffness, uniformMaterial } from './assembly.ts';
import type { Csr } from './csr.ts';
import type { Mesh } from './mesh/mesh.ts';

/**
 * The stiffness of one mesh in many materials. Where each cell adds to the matrix, and what, is found once: another
 * material then costs one pass over the cells instead of sorting their entries. The bits are those of
 * `assembleStiffness`.
 */
export class StiffnessPattern {
  private readonly matrix: Csr;
  /** Per entry of a cell's matrix that is not zero: the cell, the value for κ = 1, and its place in the matrix. */
  private readonly cell: Uint32Array;
  private readonly unit: Float64Array;
  private readonly place: Uint32Array;

  constructor(mesh: Mesh) {
    const { cells, corners } = mesh;
    this.matrix = assembleStiffness(mesh, uniformMaterial(mesh, 1));
    const element = new Float64Array(corners * corners);
    const size = cells.length * corners;
    this.cell = new Uint32Array(size);
    this.unit = new Float64Array(size);
    this.place = new Uint32Array(size);
    let count = 0;
    for (let at = 0; at < cells.length; at += corners) {
      elementStiffness(mesh, at, element);
      for (let k = 0; k < element.length; k++) {
        if (element[k] === 0) continue;
        this.cell[count] = at / corners;
        this.unit[count] = element[k];
        const row = cells[at + Math.floor(k / corners)];
        this.place[count++] = this.find(row, cells[at + (k % corners)]);
      }
    }
    this.cell = this.cell.slice(0, count);
    this.unit = this.unit.slice(0, count);
    this.place = this.place.slice(0, count);
  }

  private find(row: number, column: number): number {
    const { start, column: columns } = this.matrix;
    for (let k = start[row]; k < start[row + 1]; k++) if (columns[k] === column) return k;
    throw new Error(
      'Contributions of several cells cancel on this mesh, which they would not in every material.',
    );
  }

  /** The stiffness for κ (N/m) of every cell. The next call overwrites it. */
  stiffness(kappa: Float64Array): Csr {
    const { matrix, cell, unit, place } = this;
    const { value } = matrix;
    value.fill(0);
    for (let k = 0; k < place.length; k++) value[place[k]] += kappa[cell[k]] * unit[k];
    return matrix;
  }
}
