/**
 * The filters of a chain as its loops need them, and their gradients back. Inside of a chain the outputs of a bank lie
 * filter by filter, [multiplier, inputs], and not channel by channel as in the filters' tensors.
 */
import { multiplierOf, type ChainStage } from '../../chain.ts';
import { sizeOf } from '../../shape.ts';
import { outputsFirst } from '../filterGradientJob.ts';

/** Which number of the tensor stands at each place of an arrangement. */
type Order = Uint32Array;

const orderOf = (count: number, from: (i: number) => number): Order =>
  Uint32Array.from({ length: count }, (_, i) => from(i));

interface Shape {
  taps: number;
  inputs: number;
  /** Of a full stage; of a depthwise one, its multiplier. */
  last: number;
  /** Filters of every channel of the stage before, whose outputs are this stage's inputs. */
  bank: number;
}

/** Where input channel i of a full stage is found in its tensor. */
const inTensor = (i: number, inputs: number, bank: number): number => {
  const channels = inputs / bank;
  return (i % channels) * bank + Math.floor(i / channels);
};

/** Fewer than four sums at a time run over what lies side by side: their filters follow one after the other. */
const few = (outputs: number): boolean => outputs > 1 && outputs < 4;

const full = {
  /** [taps, inputs, outputs], or the outputs first. */
  forward: ({ taps, inputs, last, bank }: Shape, first: boolean): Order => {
    const place = (tap: number, s: number, t: number) =>
      (tap * inputs + inTensor(s, inputs, bank)) * last + t;
    return orderOf(taps * inputs * last, (i) => {
      if (first) {
        const rest = i % (taps * inputs);
        return place(Math.floor(rest / inputs), rest % inputs, Math.floor(i / (taps * inputs)));
      }
      const row = Math.floor(i / last);
      return place(Math.floor(row / inputs), row % inputs, i % last);
    });
  },
  /** Turned by 180°: [taps, outputs, inputs], or the inputs first. */
  turned: ({ taps, inputs, last, bank }: Shape, first: boolean): Order => {
    const place = (tap: number, s: number, t: number) =>
      ((taps - 1 - tap) * inputs + inTensor(s, inputs, bank)) * last + t;
    return orderOf(taps * inputs * last, (i) => {
      if (first) {
        const rest = i % (taps * last);
        return place(Math.floor(rest / last), Math.floor(i / (taps * last)), rest % last);
      }
      const row = Math.floor(i / inputs);
      return place(Math.floor(row / last), i % inputs, row % last);
    });
  },
};

/** [multiplier, taps, inputs]. */
const channelwise = ({ taps, inputs, last }: Shape, turned: boolean): Order =>
  orderOf(taps * inputs * last, (i) => {
    const m = Math.floor(i / (taps * inputs));
    const tap = Math.floor((i % (taps * inputs)) / inputs);
    return ((turned ? taps - 1 - tap : tap) * inputs + (i % inputs)) * last + m;
  });

/** The arrangements of one stage's filter; undefined where the tensor is as it should be. */
export interface Arrangement {
  forward?: Order;
  turned?: Order;
  gradient?: Order;
}

const unlessSame = (order: Order): Order | undefined =>
  order.every((from, i) => from === i) ? undefined : order;

function arrangementOf(stage: ChainStage, before: ChainStage | undefined): Arrangement {
  const taps = sizeOf([...stage.size]);
  const bank = before?.kind === 'depthwise' ? multiplierOf(before) : 1;
  const { inputs, outputs } = stage;
  if (stage.kind === 'depthwise') {
    const shape = { taps, inputs, last: multiplierOf(stage), bank };
    const forward = unlessSame(channelwise(shape, false));
    return { forward, turned: unlessSame(channelwise(shape, true)), gradient: forward };
  }
  const shape = { taps, inputs, last: outputs, bank };
  const row = stage.size[stage.size.length - 1] * inputs;
  return {
    forward: unlessSame(full.forward(shape, few(outputs))),
    turned: unlessSame(full.turned(shape, few(inputs))),
    gradient: unlessSame(full.forward(shape, outputsFirst(outputs, row))),
  };
}

/** By the chain's stages: the same list of them is arranged only once. */
const known = new WeakMap<readonly ChainStage[], readonly Arrangement[]>();

export function arrangementsOf(stages: readonly ChainStage[]): readonly Arrangement[] {
  const old = known.get(stages);
  if (old) return old;
  const fresh = stages.map((stage, i) => arrangementOf(stage, stages[i - 1]));
  known.set(stages, fresh);
  return fresh;
}

export function arranged(from: Float32Array, to: Float32Array, order: Order): void {
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]];
}

export function disarranged(from: Float32Array, to: Float32Array, order: Order | undefined): void {
  if (!order) to.set(from);
  else for (let i = 0; i < order.length; i++) to[order[i]] = from[i];
}
