/** The jobs of a chain, divided by strips. */
import { share, type Job } from '../job.ts';
import { FLOAT } from '../kernels.ts';
import type { FastLoops } from '../loops.ts';
import { geometryKey, placesOf, shapeOf, type ChainPlaces, type ChainShape } from './parameters.ts';
import { planChain, stripRange, sumsOf, type ChainPlan } from './plan.ts';
import { baseOf, record, run, type Program } from './program.ts';
import { backwardStrip, forwardStrip, type Strip } from './strip.ts';

/** Bases of addresses; those of the filters follow. */
const [X, Y, DX, KEPT, MEMORY, SUMS, ZEROS, ONE, BIAS, FILTERS] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

interface Prepared {
  plan: ChainPlan;
  /** Of every strip of an image. */
  programs: readonly Program[];
  /** Bytes of an image of x and of y, and of the sums of one part of the batch. */
  xImage: number;
  yImage: number;
  sumBytes: number;
}

function stripOf(shape: ChainShape, plan: ChainPlan, index: number): Omit<Strip, 'loops'> {
  const { stages, points } = shape;
  const sums = sumsOf(stages);
  return {
    plan,
    points,
    stages: stages.map((stage, i) => ({
      ...stage,
      filter: baseOf(FILTERS + 2 * i),
      turned: baseOf(FILTERS + 2 * i + 1),
      start: baseOf(i === stages.length - 1 ? BIAS : ZEROS),
      gradient: baseOf(SUMS) + sums.offsets[i],
    })),
    x: baseOf(X),
    y: baseOf(Y),
    dx: baseOf(DX),
    kept: baseOf(KEPT),
    memory: baseOf(MEMORY),
    zeros: baseOf(ZEROS),
    one: baseOf(ONE),
    biasGradient: baseOf(SUMS) + sums.bias,
    own: stripRange(plan.strips, index, points),
  };
}

function prepare(loops: FastLoops, shape: ChainShape): Prepared {
  const { stages, points, pass } = shape;
  const plan = planChain(stages, points, pass);
  const [slices, lines, pixels] = points;
  const channel = slices * lines * pixels * FLOAT;
  return {
    plan,
    programs: Array.from({ length: plan.strips.count }, (_, index) =>
      record(loops, (recorded) => {
        const strip = { ...stripOf(shape, plan, index), loops: recorded };
        if (pass.startsWith('forward')) forwardStrip(strip, pass === 'forward for training');
        else backwardStrip(strip, pass === 'backward');
      }),
    ),
    xImage: stages[0].inputs * channel,
    yImage: stages[stages.length - 1].outputs * channel,
    sumBytes: sumsOf(stages).bytes,
  };
}

/** By a thread's loops and the geometry: a network has some dozen of them, and they stay the same. */
const known = new WeakMap<FastLoops, Map<string, Prepared>>();
/** More are only reached by changing networks for hours: then all are forgotten. */
const MOST_KNOWN = 1000;

function prepared(loops: FastLoops, parameters: Uint32Array): Prepared {
  const all = known.get(loops) ?? new Map<string, Prepared>();
  known.set(loops, all);
  const key = geometryKey(parameters);
  const old = all.get(key);
  if (old) return old;
  if (all.size >= MOST_KNOWN) all.clear();
  const fresh = prepare(loops, shapeOf(parameters));
  all.set(key, fresh);
  return fresh;
}

/** The addresses of all bases, but for those that change from image to image. */
function addressesOf(
  { memory, zeros, one, bias, sums }: ChainPlaces,
  filters: Uint32Array,
  part: number,
  bytes: number,
): Float64Array {
  const addresses = new Float64Array(FILTERS + filters.length);
  addresses[MEMORY] = memory + part * bytes;
  addresses[SUMS] = sums;
  addresses[ZEROS] = zeros;
  addresses[ONE] = one;
  addresses[BIAS] = bias;
  addresses.set(filters, FILTERS);
  return addresses;
}

/** The strips from `first` to before `end` of the whole batch. */
function runStrips(
  { plan, programs, xImage, yImage }: Prepared,
  { x, y, dx, kept }: ChainPlaces,
  addresses: Float64Array,
  [first, end]: readonly [number, number],
): void {
  const { count } = plan.strips;
  for (let unit = first; unit < end; unit++) {
    const image = Math.floor(unit / count);
    addresses[X] = x + image * xImage;
    addresses[Y] = y + image * yImage;
    addresses[DX] = dx + image * xImage;
    addresses[KEPT] = kept + image * plan.kept.bytes;
    run(programs[unit % count], addresses);
  }
}

/** y of a chain. */
export const chainForward: Job = (loops, parameters, part, parts) => {
  const { places, filters } = placesOf(parameters);
  const chain = prepared(loops, parameters);
  const { strips, bytes } = chain.plan;
  const units = share(places.batch * strips.count, part, parts);
  if (units[0] === units[1]) return;
  const addresses = addressesOf(places, filters, part, bytes);
  loops.zeroRows(addresses[MEMORY], 1, 0, bytes);
  runStrips(chain, places, addresses, units);
};

/** All gradients of a chain, summed apart for each part of the batch. */
export const chainBackward: Job = (loops, parameters, part, parts) => {
  const { places, filters } = placesOf(parameters);
  const { sums, sumCount, batch } = places;
  const [first, end] = share(sumCount, part, parts);
  if (first === end) return;
  const chain = prepared(loops, parameters);
  const { plan, sumBytes } = chain;
  const addresses = addressesOf(places, filters, part, plan.bytes);
  loops.zeroRows(addresses[MEMORY], 1, 0, plan.bytes);
  for (let sum = first; sum < end; sum++) {
    addresses[SUMS] = sums + sum * sumBytes;
    loops.zeroRows(addresses[SUMS], 1, 0, sumBytes);
    runStrips(chain, places, addresses, share(batch * plan.strips.count, sum, sumCount));
  }
};
