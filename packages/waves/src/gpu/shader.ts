/**
 * The shaders of a batch. Each invocation gathers one row of a sparse matrix for one sample: nothing is added up in shared
 * memory, so there are neither atomics nor barriers, and neighbouring invocations are samples of the same row, whose entries
 * they share. On rectangles a row of the stiffness has 2p + 1 to 4p + 1 entries, less arithmetic than tensor products.
 *
 * In single precision sums are over differences: Σ_j K_ij (u_j − u_i), since the rows of K add up to zero. The state is u and
 * its last change, which is far smaller, so that adding one to the other loses little.
 */
import { STARTS, type Sizes } from './model.ts';

const WORKGROUP = 64;
/** Invocations of one row of the dispatch grid. */
const ACROSS = 32768 * WORKGROUP;

/** Workgroups for so many invocations. */
export const workgroups = (invocations: number): [x: number, y: number] => {
  const groups = Math.ceil(invocations / WORKGROUP);
  return [Math.min(groups, ACROSS / WORKGROUP), Math.ceil((groups * WORKGROUP) / ACROSS)];
};

/** What a batch has beside its model. */
export interface BatchSizes {
  samples: number;
  /** Loads with a fixed shape, of the sample that has most of them. */
  loads: number;
  /** Nodes with forces of any other shape. */
  pushed: number;
}

/** Numbers of a row of the tables: three for every load and every pushed node, and u of the driven nodes. */
export const tableWidth = (driven: number, { samples, loads, pushed }: BatchSizes): number =>
  (3 * (loads + pushed) + driven) * samples;

const head = (samples: number, nodes: number): string => `
const SAMPLES = ${samples}u;
const VECTOR = ${nodes * samples}u;
// The row of the tables, the frame that is due, and the vector that holds u.
struct Moment { row: u32, frame: u32, u: u32 }
@group(0) @binding(0) var<uniform> moment: Moment;
// Of each row the first entry; of each entry the column and the bits of the value.
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read> entries: array<vec2u>;
`;

const entry = (name: string, rows: number, body: string): string => `
@compute @workgroup_size(${WORKGROUP})
fn ${name}(@builtin(global_invocation_id) id: vec3u) {
  let at = id.y * ${ACROSS}u + id.x;
  let row = at / SAMPLES;
  let sample = at % SAMPLES;
  if (row >= ${rows}u) { return; }
  ${body}
}
`;

const common = ({ nodes, driven, fluxes }: Sizes, batch: BatchSizes): string => `
${head(batch.samples, nodes)}
const LOADS = ${batch.loads}u;
const TABLE = ${tableWidth(driven, batch)}u;
const HELD = ${3 * (batch.loads + batch.pushed) * batch.samples}u;
const NONE = 0xffffffffu;
const FLUXES = ${fluxes * batch.samples}u;

struct Node {
  half: f32, gain: f32, back: f32, kind: u32,
  // Of half a step.
  layerBack: f32, stiff: f32, layerGain: f32, slot: u32,
}
struct Flux { node: u32, decay: f32, gain: f32, unused: u32 }
@group(0) @binding(3) var<storage, read> nodes: array<Node>;
@group(0) @binding(4) var<storage, read> points: array<Flux>;
// [loads, nodes, samples].
@group(0) @binding(5) var<storage, read> loads: array<f32>;
@group(0) @binding(6) var<storage, read> tables: array<f32>;
// [vectors, nodes, samples].
@group(0) @binding(7) var<storage, read_write> state: array<f32>;
// Fluxes in the layer, and then φ: [points and axes, samples] each.
@group(0) @binding(8) var<storage, read_write> flux: array<f32>;

// Σ entry · (value − own) over a row.
fn differences(row: u32, vector: u32, sample: u32, own: f32) -> f32 {
  var sum = 0.0;
  for (var k = starts[row]; k < starts[row + 1u]; k++) {
    let entry = entries[k];
    sum += bitcast<f32>(entry.y) * (state[vector + entry.x * SAMPLES + sample] - own);
  }
  return sum;
}

// What the fluxes of the layer pull at a node.
fn divergence(row: u32, sample: u32) -> f32 {
  var sum = 0.0;
  for (var k = starts[${STARTS.divergence(nodes)}u + row]; k < starts[${STARTS.divergence(nodes)}u + row + 1u]; k++) {
    let entry = entries[k];
    sum += bitcast<f32>(entry.y) * flux[entry.x * SAMPLES + sample];
  }
  return sum;
}

// The force on a node, with weights of the force now, of its curvature, and of the force half a step later.
fn force(row: u32, sample: u32, node: Node, weights: vec3f) -> f32 {
  var sum = 0.0;
  for (var l = 0u; l < LOADS; l++) {
    sum += factor(l, sample, weights) * loads[l * VECTOR + row * SAMPLES + sample];
  }
  if (node.slot != NONE && (node.kind & DRIVEN) == 0u) {
    sum += factor(LOADS + node.slot, sample, weights);
  }
  return sum;
}

fn factor(which: u32, sample: u32, weights: vec3f) -> f32 {
  let at = moment.row * TABLE + 3u * which * SAMPLES + sample;
  return dot(weights, vec3f(tables[at], tables[at + SAMPLES], tables[at + 2u * SAMPLES]));
}

fn held(node: Node, sample: u32) -> f32 {
  return tables[moment.row * TABLE + HELD + node.slot * SAMPLES + sample];
}

const TOUCHED = 1u;
const HALVED = 2u;
const LAYER = 4u;
const DRIVEN = 8u;
`;

/** Order 1, one pass a step, from one of two vectors of u to the other: \`d ← back d + gain (f − K u)\`, \`u ← u + d\`. */
const leapfrog = ({ nodes }: Sizes): string =>
  entry(
    'advance',
    nodes,
    `
  let node = nodes[row];
  let own = state[moment.u * VECTOR + at];
  let pull = differences(row, moment.u * VECTOR, sample, own) - force(row, sample, node, vec3f(1, 0, 0));
  var moved = node.back * state[2u * VECTOR + at] - node.gain * pull;
  if ((node.kind & DRIVEN) != 0u) { moved = held(node, sample) - own; }
  state[2u * VECTOR + at] = moved;
  state[(1u - moment.u) * VECTOR + at] = own + moved;`,
  );

/**
 * Order 2 and above, the formulas of \`ElementLeapfrog\` and \`LayerStep\` in four passes: \`fluxesOfU\`, \`predict\`, \`fluxesOfMiddle\`,
 * \`advance\`. The vectors are u, its last change, z, u half a step later, and u less u half a step before.
 */
const elements = ({ nodes, fluxes }: Sizes): string => {
  const [u, change, z, middle, step] = [0, 1, 2, 3, 4].map((k) => `${k}u * VECTOR`);
  const stepFlux = (name: string, vector: string) =>
    entry(
      name,
      fluxes,
      `
  let point = points[row];
  let own = state[${vector} + point.node * SAMPLES + sample];
  let slope = differences(${STARTS.gradient(nodes)}u + row, ${vector}, sample, own);
  let before = flux[FLUXES + at];
  let after = point.decay * before + point.gain * slope;
  flux[FLUXES + at] = after;
  flux[at] = slope + 0.5 * (before + after);`,
    );
  return `
${stepFlux('fluxesOfU', u)}
${stepFlux('fluxesOfMiddle', middle)}
${entry(
  'predict',
  nodes,
  `
  let node = nodes[row];
  let own = state[at];
  let last = state[${change} + at];
  if ((node.kind & DRIVEN) != 0u) {
    let ahead = held(node, sample) - own;
    state[${z} + at] = own + (ahead - last) / 12.0;
    let moved = (3.0 * ahead + last) / 8.0;
    state[${step} + at] = moved;
    state[${middle} + at] = own + moved;
    return;
  }
  let sharpening = select(0.0, 1.0 / 48.0, (node.kind & LAYER) != 0u);
  var pull = differences(row, ${u}, sample, own) - force(row, sample, node, vec3f(1, sharpening, 0));
  if ((node.kind & LAYER) != 0u) { pull += divergence(row, sample); }
  state[${z} + at] = own - node.half * pull;
  if ((node.kind & HALVED) != 0u) {
    let moved = node.layerBack * state[${step} + at] - node.stiff * own - node.layerGain * pull;
    state[${step} + at] = moved;
    state[${middle} + at] = own + moved;
  }`,
)}
${entry(
  'advance',
  nodes,
  `
  let node = nodes[row];
  let own = state[at];
  var moved = 0.0;
  if ((node.kind & DRIVEN) != 0u) {
    moved = held(node, sample) - own;
    state[${step} + at] = moved - state[${step} + at];
  } else if ((node.kind & (LAYER | HALVED)) == (LAYER | HALVED)) {
    let halfway = state[${middle} + at];
    let first = state[${step} + at];
    let pull = differences(${STARTS.late(nodes)}u + row, ${middle}, sample, halfway) + divergence(row, sample)
      - force(row, sample, node, vec3f(0, 1.0 / 48.0, 1));
    let second = node.layerBack * first - node.stiff * halfway - node.layerGain * pull;
    state[${step} + at] = second;
    moved = first + second;
  } else {
    let sharp = state[${z} + at];
    let pull = differences(${STARTS.inside(nodes)}u + row, ${z}, sample, sharp)
      - force(row, sample, node, vec3f(1, 1.0 / 12.0, 0));
    moved = node.back * state[${change} + at] - node.gain * pull;
    if ((node.kind & TOUCHED) != 0u) { state[${step} + at] = moved - state[${step} + at]; }
  }
  state[${change} + at] = moved;
  state[at] = own + moved;`,
)}`;
};

/** The passes of a step. */
export const stepShader = (sizes: Sizes, batch: BatchSizes): string =>
  common(sizes, batch) + (sizes.vectors === 3 ? leapfrog(sizes) : elements(sizes));

/** One frame: the interpolation matrix times u, to [samples, frames, points]. */
export const frameShader = (
  nodes: number,
  samples: number,
  rows: number,
  frames: number,
): string => `
${head(samples, nodes)}
@group(0) @binding(3) var<storage, read> state: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
${entry(
  'record',
  rows,
  `
  var sum = 0.0;
  for (var k = starts[row]; k < starts[row + 1u]; k++) {
    let entry = entries[k];
    sum += bitcast<f32>(entry.y) * state[moment.u * VECTOR + entry.x * SAMPLES + sample];
  }
  out[(sample * ${frames}u + moment.frame) * ${rows}u + row] = sum;`,
)}`;
