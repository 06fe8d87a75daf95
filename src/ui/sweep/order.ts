/** What a sweep was asked to do, and how it is stored until it is done. */
import * as v from 'valibot';
import type { Preset } from '../../engine/experiment/presets.ts';
import { decodeLink, encodeLink } from '../../engine/opening/link.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { choiceSchema } from './choice.ts';
import { parseFractions } from './fractions.ts';
import type { SweepOrder } from './queue.ts';
import { parseSeeds } from './seeds.ts';

export interface Order extends SweepOrder {
  preset: Preset;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Name of the user's file that the samples come from: it is not stored. */
  file?: string;
}

/**
 * Only what was asked for is stored. What is done of it is among the trained networks, which are stored one by one as
 * they end: nothing can say that a network is done and be wrong.
 */
const schema = v.object({
  version: v.literal(1),
  /** The hash of a link to the settings. */
  link: v.string(),
  choice: choiceSchema,
  startedAt: v.pipe(v.number(), v.finite()),
  file: v.optional(v.string()),
  /** Earlier versions knew files by their names alone. */
  fileKey: v.optional(v.string()),
});

export const storedOrder = (order: Order): v.InferOutput<typeof schema> => ({
  version: 1,
  link: encodeLink(order.experiment, order.preset),
  choice: order.choice,
  startedAt: order.startedAt,
  file: order.file,
  fileKey: order.fileKey,
});

type Asked = Omit<Order, 'keep' | 'seeds'>;

/** With the fractions and seeds that its choice says; undefined if it says none. */
export function orderOf(asked: Asked): Order | undefined {
  const fractions = parseFractions(asked.choice.kept);
  const parsed = parseSeeds(asked.choice.seeds, asked.experiment);
  return fractions.ok && parsed.ok
    ? { ...asked, keep: fractions.keep, seeds: parsed.seeds }
    : undefined;
}

/** What was stored, or undefined if it can't be used: damaged, half-written, or from another version of the page. */
export function readOrder(stored: unknown): Order | undefined {
  const parsed = v.safeParse(schema, stored);
  if (!parsed.success) return undefined;
  const { link, choice, startedAt, file, fileKey } = parsed.output;
  const { experiment, preset, notes } = decodeLink(link);
  if (notes.length > 0 || validateExperiment(experiment).length > 0) return undefined;
  return orderOf({ experiment, preset, choice, startedAt, file, fileKey });
}

/** Whether two sweeps train the same networks. */
export function areSame(one: Order, other: Order): boolean {
  const [a, b] = [one, other].map((order) =>
    JSON.stringify(storedOrder({ ...order, startedAt: 0 })),
  );
  return a === b;
}
