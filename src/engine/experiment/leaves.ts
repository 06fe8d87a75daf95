/** The single fields of an experiment: finding, reading, setting and judging them by their readable keys. */
import * as v from 'valibot';
import { fieldOf, isUnclear, parseFieldText, type Field } from './fields.ts';
import {
  hasNetwork,
  networkIds,
  networkSchemas,
  type NetworkId,
  type NetworkSpec,
} from './network.ts';
import { settingsSchema, type Experiment, type Settings } from './schema.ts';

/** A leaf of the schema under its readable key, such as `b.rank`. */
export interface Leaf {
  key: string;
  field: Field;
  schema: v.GenericSchema;
  /** Of a leaf that belongs to one network. */
  network?: NetworkId;
}

function leavesOf(schema: v.GenericSchema, prefix: string): Leaf[] {
  if (!('entries' in schema)) return [{ key: prefix, field: fieldOf(schema), schema }];
  const entries = schema.entries as Record<string, v.GenericSchema>;
  return Object.entries(entries).flatMap(([name, entry]) =>
    leavesOf(entry, prefix ? `${prefix}.${name}` : name),
  );
}

const settingLeaves = leavesOf(settingsSchema, '');
const networkLeaves = networkIds.map((id) =>
  leavesOf(networkSchemas[id], id).map((leaf): Leaf => ({ ...leaf, network: id })),
);
const beforeNetworks = 1 + settingLeaves.findIndex(({ key }) => key === 'reference');

/**
 * Every field that an experiment may have, in the order of declaration. Those of a network exist only where the
 * experiment has it; `networks` is the length of the list.
 */
export const leaves: readonly Leaf[] = [
  ...settingLeaves.slice(0, beforeNetworks),
  ...networkLeaves.flat(),
  ...settingLeaves.slice(beforeNetworks),
];

/** The fields that this experiment has. */
export const leavesOfExperiment = (experiment: Pick<Experiment, 'networks'>): readonly Leaf[] =>
  leaves.filter(({ network }) => network === undefined || hasNetwork(experiment, network));

const leafByKey = new Map(leaves.map((leaf) => [leaf.key, leaf]));

export const findLeaf = (key: string): Leaf | undefined => leafByKey.get(key);

const leafBySmallKey = new Map(leaves.map((leaf) => [leaf.key.toLowerCase(), leaf]));

/** The field that somebody means by a key, whatever its capitals. */
export const findLeafOf = (written: string): Leaf | undefined =>
  leafBySmallKey.get(written.trim().toLowerCase());

/** Where a field is stored in an experiment: `c.rank` at `networks`, 2, `rank`. */
const pathOf = (key: string): string[] => {
  const [first, ...rest] = key.split('.');
  const index = networkIds.indexOf(first as NetworkId);
  return index < 0 ? [first, ...rest] : ['networks', String(index), ...rest];
};

/** The value of a field; undefined for one of a network that the experiment does not have. */
export function getValue(experiment: Experiment, key: string): unknown {
  if (key === 'networks') return experiment.networks.length;
  return pathOf(key).reduce<unknown>(
    (node, name) => (node as Record<string, unknown> | undefined)?.[name],
    experiment,
  );
}

/** A copy of a tree of objects and arrays with one leaf set. */
function setIn(node: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const child = setIn((node as Record<string, unknown> | undefined)?.[name], rest, value);
  return Array.isArray(node)
    ? node.map((item: unknown, i) => (i === Number(name) ? child : item))
    : { ...(node as object | undefined), [name]: child };
}

/**
 * A copy of `experiment` with the field `key` set; the value is not judged here. What lies beside the field is
 * shared with the original, so that whoever compares finds it unchanged. The field `networks` makes the list shorter,
 * or longer by networks at their defaults. Throws for a field of a network that is not in the list.
 */
export function withValue(experiment: Experiment, key: string, value: unknown): Experiment {
  if (key === 'networks') return withLength(experiment, value as number);
  const { network } = findLeaf(key) ?? {};
  if (network && !hasNetwork(experiment, network)) {
    throw new Error(`There is no network ${network.toUpperCase()} to set ${key} of.`);
  }
  return setIn(experiment, pathOf(key), value) as Experiment;
}

const withLength = (experiment: Experiment, length: number): Experiment => ({
  ...experiment,
  networks: networkIds
    .slice(0, length)
    .map((id, index) => experiment.networks[index] ?? defaultSpecs[id]),
});

const defaultsOf = (fields: readonly Leaf[]): unknown =>
  fields.reduce<unknown>(
    (group, { key, field }) => setIn(group, key.split('.'), field.default),
    {},
  );

const defaultSpecs = defaultsOf(networkLeaves.flat()) as Readonly<Record<NetworkId, NetworkSpec>>;

/** The experiment in which every field has its declared default. */
export const defaultExperiment: Experiment = withLength(
  { ...(defaultsOf(settingLeaves) as Settings), networks: [] },
  2,
);

/** Judges one field on its own; returns the clean value or the sentence to show at the control. */
export function checkField(
  leaf: Leaf,
  value: unknown,
): { ok: true; value: unknown } | { ok: false; message: string } {
  const result = v.safeParse(leaf.schema, value, { abortEarly: true });
  return result.success
    ? { ok: true, value: result.output }
    : { ok: false, message: `${leaf.field.title} ${result.issues[0].message}` };
}

/** Text (of a link, a command line, an input) to a judged value. */
export const checkText = (leaf: Leaf, text: string): ReturnType<typeof checkField> =>
  isUnclear(leaf.field, text)
    ? {
        ok: false,
        message: `${leaf.field.title} must be written without a sign between its digits: “${text.trim()}” is read in two ways.`,
      }
    : checkField(leaf, parseFieldText(leaf.field, text));
