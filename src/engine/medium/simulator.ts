/**
 * The truth of the task with a medium:
 *
 *   u_tt = ∇·(c² ∇u),   u = 0 on the sides,   u(0) given and at rest,
 *
 * with linear finite elements and central differences (`leapfrog.ts` of slimwave-waves). The density is the same everywhere. Between
 * the grid points, at which the networks see c, it is bilinear: u(T) follows from what they see and from nothing else.
 */
import type { SampleParameters } from '../experiment/parameters.ts';
import { multiply, type Csr } from 'slimwave-waves/csr';
import { assembleLumpedMass, uniformMaterial } from 'slimwave-waves/assembly';
import { interpolationMatrix } from 'slimwave-waves/interpolation';
import { Leapfrog } from 'slimwave-waves/leapfrog';
import type { Mesh, Point } from 'slimwave-waves/mesh/mesh';
import { structuredRectangles, structuredTriangles } from 'slimwave-waves/mesh/structured';
import { StiffnessPattern } from 'slimwave-waves/pattern';
import { gershgorinBound } from 'slimwave-waves/spectrum';
import type { MatrixSystem } from 'slimwave-waves/system';
import { planTiming, type Timing } from 'slimwave-waves/scene/timing';
import { INTERVALS, restField, speedField, type InMedium } from './sample.ts';

export interface MediumRecording {
  /** u (m) on the task's grid, [INTERVALS + 1, x, y] at multiples of the output interval from t = 0, or [x, y] at T. */
  frames: Float32Array;
  timing: Timing;
  nodes: number;
}

/** Everything that the samples of an experiment share: mesh, mass and where entries of the stiffness belong. */
export class MediumSimulator {
  private readonly mesh: Mesh;
  private readonly pattern: StiffnessPattern;
  /** From c at the grid points to c at the centres of the cells. */
  private readonly toCells: Csr;
  private readonly mass: Float64Array;
  private readonly fixed: Uint8Array;
  /** The nodes at the grid points, x before y. */
  private readonly gridNodes: Uint32Array;
  private readonly perSide: number;

  constructor(private readonly experiment: InMedium) {
    const { task, medium } = experiment;
    const intervals = task.grid - 1;
    const cells = intervals * medium.cells;
    this.perSide = cells + 1;
    this.mesh = structuredTriangles({ columns: cells, rows: cells });
    this.pattern = new StiffnessPattern(this.mesh);
    this.toCells = interpolationMatrix(
      structuredRectangles({ columns: intervals, rows: intervals }),
      centres(this.mesh),
    );
    this.mass = assembleLumpedMass(this.mesh, uniformMaterial(this.mesh, 1));
    this.fixed = new Uint8Array(this.mass.length);
    for (const edges of Object.values(this.mesh.boundary)) {
      for (const node of edges) this.fixed[node] = 1;
    }
    this.gridNodes = Uint32Array.from(
      { length: task.grid ** 2 },
      (_, p) => medium.cells * (Math.floor(p / task.grid) * this.perSide + (p % task.grid)),
    );
  }

  /** The wave equation in the medium of a sample; the next call overwrites its stiffness. */
  private systemOf(values: SampleParameters): MatrixSystem {
    const kappa = new Float64Array(this.toCells.rows);
    multiply(this.toCells, speedField(values, this.experiment), kappa);
    for (let cell = 0; cell < kappa.length; cell++) kappa[cell] *= kappa[cell];
    const { mass, fixed } = this;
    return {
      stiffness: this.pattern.stiffness(kappa),
      mass,
      damping: new Float64Array(mass.length),
      fixed,
      driven: new Uint32Array(),
    };
  }

  /** A sample at rest at t = 0, ready for its first step; whoever asks disposes of it. */
  start(values: SampleParameters): { leapfrog: Leapfrog; timing: Timing } {
    const system = this.systemOf(values);
    const { stiffness, mass, fixed } = system;
    const timing = planTiming(gershgorinBound(stiffness, mass, fixed), {
      from: 0,
      duration: this.experiment.modes.time,
      frames: INTERVALS + 1,
    });
    const leapfrog = new Leapfrog(system, timing.dt);
    const field = restField(values, this.experiment, this.perSide);
    leapfrog.start(Float64Array.from(field), new Float64Array(mass.length));
    return { leapfrog, timing };
  }

  /** Simulates one sample and writes down its last field, or all those that the stage shows on the way. */
  run(values: SampleParameters, record: 'last' | 'all' = 'last'): MediumRecording {
    const { leapfrog, timing } = this.start(values);
    const { gridNodes } = this;
    const size = gridNodes.length;
    const every = record === 'all' ? timing.stepsPerOutput : timing.steps;
    const first = record === 'all' ? 0 : timing.steps;
    const frames = new Float32Array(((timing.steps - first) / every + 1) * size);
    for (let step = 0; ; step++) {
      if (step >= first && step % every === 0) {
        const at = ((step - first) / every) * size;
        for (let p = 0; p < size; p++) frames[at + p] = leapfrog.u[gridNodes[p]];
      }
      if (step === timing.steps) break;
      leapfrog.step();
    }
    leapfrog.dispose();
    return { frames, timing, nodes: this.mass.length };
  }

  /** u(T) (m) of several samples on the task's grid, [x, y] each. */
  targets(samples: readonly SampleParameters[]): Float32Array[] {
    return samples.map((values) => this.run(values).frames);
  }

  /** Nothing outlives a run: each gives its memory back. */
  dispose(): void {}
}

/** Centre of every cell. */
function centres({ x, y, cells, corners }: Mesh): Point[] {
  return Array.from({ length: cells.length / corners }, (_, cell) => {
    let [cx, cy] = [0, 0];
    for (let p = cell * corners; p < (cell + 1) * corners; p++) {
      cx += x[cells[p]] / corners;
      cy += y[cells[p]] / corners;
    }
    return [cx, cy];
  });
}
