/** What the parts of a mapping are in a certain file. */
import { nameList, shapeText } from '../files/arrays.ts';
import type { ArrayInfo, Container } from '../files/container/container.ts';
import { sum } from '../math.ts';
import { NUMBER_MARK, type ArrayUse, type AxisRole, type Mapping } from './mapping.ts';
import { pickedCount, pickPart, type Picked } from './parts.ts';

/** An array of the file, or one of those that a name with `{i}` stands for. */
export interface Member {
  info: ArrayInfo;
  /** The number of its first sample. */
  first: number;
  /** How many samples it has. */
  count: number;
}

/** An array of a mapping, found in the file. */
export interface ResolvedUse {
  use: ArrayUse;
  members: readonly Member[];
  /** Of every member. */
  shape: readonly number[];
  /** What is used of every axis; the axis `sample` as a whole. */
  picks: readonly Picked[];
  /** Ascending; undefined where all samples share the array. */
  numbers?: readonly number[];
  /** Which axis has a role, −1 for none. */
  axis: Readonly<Record<AxisRole, number>>;
  /** How many points are used along each axis; 1 along those that the array lacks. */
  extent: Readonly<Record<AxisRole, number>>;
}

/** A sentence instead, and the axis that it is about. */
export interface Unresolved {
  message: string;
  axis?: number;
}

/** More samples than this are not numbered. */
const MAX_SAMPLES = 2e6;

export const isResolved = (one: ResolvedUse | Unresolved): one is ResolvedUse => 'members' in one;

/** The array of that name, or of that path where only one file has it. */
export function findArray(
  { arrays }: Pick<Container, 'arrays'>,
  name: string,
): ArrayInfo | undefined {
  const named = arrays.find((info) => info.name === name);
  if (named) return named;
  const [only, second] = arrays.filter(({ path }) => path === name);
  return second ? undefined : only;
}

const quotedForPattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The arrays that a name with `{i}` stands for, by their numbers. */
export function findNumbered(
  { arrays }: Pick<Container, 'arrays'>,
  name: string,
): { number: number; info: ArrayInfo }[] {
  const [before, ...after] = name.split(NUMBER_MARK).map(quotedForPattern);
  const pattern = new RegExp(`^${before}(\\d{1,12})${after.join('\\1')}$`);
  const byName = (key: 'name' | 'path') =>
    arrays.flatMap((info) => {
      const [, digits] = pattern.exec(info[key]) ?? [];
      return digits === undefined ? [] : [{ number: Number(digits), info }];
    });
  const named = byName('name');
  return (named.length > 0 ? named : byName('path')).toSorted((p, q) => p.number - q.number);
}

const axisRolesOf = ({ axes }: ArrayUse, role: AxisRole): number =>
  axes.findIndex(({ is }) => is === role);

/** Finds the array or arrays that a use names, and what is used of each axis. */
export function resolveUse(
  container: Pick<Container, 'arrays'>,
  use: ArrayUse,
): ResolvedUse | Unresolved {
  const found = membersOf(container, use);
  if (!Array.isArray(found)) return found;
  const [{ info }] = found;
  const { shape } = info;
  if (use.axes.length !== shape.length) {
    return {
      message: `${info.name} has the shape ${shapeText(shape)}, and so ${countOf(shape.length)}, while the mapping names ${use.axes.length}.`,
    };
  }
  const none = shape.indexOf(0);
  if (none >= 0) {
    return {
      axis: none,
      message: `${info.name} has the shape ${shapeText(shape)} and so no values: check what was saved.`,
    };
  }
  const picks = use.axes.map((axis, i) =>
    axis.is === 'fixed'
      ? pickPart([axis.at], shape[i])
      : axis.is === 'sample'
        ? pickPart(undefined, shape[i])
        : pickPart(axis.part, shape[i]),
  );
  const bad = picks.findIndex((picked) => !picked || pickedCount(picked) === 0);
  if (bad >= 0) {
    return {
      axis: bad,
      message: `${info.name} has ${shape[bad]} points along axis ${bad}, of which the mapping chooses none or some that are not there: choose within 0 to ${shape[bad] - 1}.`,
    };
  }
  const count = sum(found.map((member) => member.count));
  if (count > MAX_SAMPLES) {
    return {
      message: `${info.name} has ${count.toLocaleString('en-GB')} samples, and at most ${MAX_SAMPLES.toLocaleString('en-GB')} are possible: check which axis counts samples.`,
    };
  }
  return assemble(use, found, picks as Picked[]);
}

const countOf = (axes: number): string => (axes === 1 ? '1 axis' : `${axes} axes`);

function assemble(use: ArrayUse, found: readonly Member[], picks: readonly Picked[]): ResolvedUse {
  const axis = Object.fromEntries(
    (['sample', 'time', 'x', 'y', 'channel'] as const).map((role) => [
      role,
      axisRolesOf(use, role),
    ]),
  ) as ResolvedUse['axis'];
  const extent = Object.fromEntries(
    Object.entries(axis).map(([role, at]) => [role, at < 0 ? 1 : pickedCount(picks[at])]),
  ) as ResolvedUse['extent'];
  const shared = axis.sample < 0 && !use.name.includes(NUMBER_MARK);
  return {
    use,
    members: found,
    shape: found[0].info.shape,
    picks,
    numbers: shared
      ? undefined
      : found.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i)),
    axis,
    extent,
  };
}

function membersOf(container: Pick<Container, 'arrays'>, use: ArrayUse): Member[] | Unresolved {
  const sampleAxis = axisRolesOf(use, 'sample');
  const words = /\{(\w+(?::\w+)+)\}/.exec(use.name);
  if (words) return wordMembers(container, use, words, sampleAxis);
  if (!use.name.includes(NUMBER_MARK)) {
    const info = findArray(container, use.name);
    if (!info) return missing(container, use.name);
    if (info.problem !== undefined) return { message: info.problem };
    return [{ info, first: 0, count: sampleAxis < 0 ? 1 : info.shape[sampleAxis] }];
  }
  const numbered = findNumbered(container, use.name);
  if (numbered.length === 0) return missing(container, use.name);
  const unlike = numbered.find(
    ({ info }) => shapeText(info.shape) !== shapeText(numbered[0].info.shape),
  );
  const [{ info: lead }] = numbered;
  if (unlike && !(sampleAxis >= 0 && sameBut(sampleAxis, unlike.info, lead))) {
    return {
      message: `${unlike.info.name} has the shape ${shapeText(unlike.info.shape)} and ${lead.name} ${shapeText(lead.shape)}: all samples must have the same.`,
    };
  }
  const twice = numbered.find(({ number }, i) => i > 0 && numbered[i - 1].number === number);
  if (twice)
    return {
      message: `The file has sample ${twice.number} twice under names such as ${twice.info.name}.`,
    };
  const broken = numbered.find(({ info }) => info.problem !== undefined);
  if (broken) return { message: broken.info.problem! };
  if (sampleAxis < 0)
    return numbered.map(({ number, info }) => ({ info, first: number, count: 1 }));
  return joined(
    numbered.map(({ info }) => info),
    sampleAxis,
  );
}

/** Arrays of many samples, one after the other. */
function joined(infos: readonly ArrayInfo[], sampleAxis: number): Member[] {
  let first = 0;
  return infos.map((info) => {
    const count = info.shape[sampleAxis];
    first += count;
    return { info, first: first - count, count };
  });
}

/** The arrays of a name such as `{train:test}_fields`. */
function wordMembers(
  container: Pick<Container, 'arrays'>,
  { name }: ArrayUse,
  [mark, words]: readonly string[],
  sampleAxis: number,
): Member[] | Unresolved {
  const names = words.split(':').map((word) => name.replace(mark, word));
  const found = names.map((one) => findArray(container, one));
  const lost = found.findIndex((info) => !info);
  if (lost >= 0) return missing(container, names[lost]);
  const infos = found as ArrayInfo[];
  const broken = infos.find(({ problem }) => problem !== undefined);
  if (broken) return { message: broken.problem! };
  if (sampleAxis < 0)
    return { message: `${name} needs an axis that counts samples, to be joined.` };
  const unlike = infos.find((info) => !sameBut(sampleAxis, info, infos[0]));
  if (!unlike) return joined(infos, sampleAxis);
  return {
    message: `${unlike.name} has the shape ${shapeText(unlike.shape)} and ${infos[0].name} ${shapeText(infos[0].shape)}: only their numbers of samples may differ.`,
  };
}

const sameBut = (axis: number, a: ArrayInfo, b: ArrayInfo): boolean =>
  a.shape.length === b.shape.length && a.shape.every((n, i) => i === axis || n === b.shape[i]);

function missing({ arrays }: Pick<Container, 'arrays'>, name: string): Unresolved {
  return {
    message: `The file has no array ${nameList([name])}; it has ${nameList(arrays.map((info) => info.name))}.`,
  };
}

/** Of the file’s samples all that the arrays of a mapping have, by their ascending numbers, or what keeps them apart. */
export function commonNumbers(uses: readonly ResolvedUse[]): readonly number[] | Unresolved {
  const own = uses.filter(({ numbers }) => numbers);
  const [first, ...others] = own;
  if (!first)
    return { message: 'No array has an axis that counts samples: choose which axis does.' };
  for (const other of others) {
    const problem = unlikeNumbers(first, other) ?? unlikeNumbers(other, first);
    if (problem !== undefined) return { message: problem };
  }
  return first.numbers!;
}

const nameOf = ({ use }: ResolvedUse): string => nameList([use.name]);

function unlikeNumbers(one: ResolvedUse, other: ResolvedUse): string | undefined {
  if (one.numbers!.every((n, i) => n === other.numbers![i])) return undefined;
  const has = new Set(other.numbers);
  const lost = one.numbers!.find((n) => !has.has(n));
  if (lost === undefined) return undefined;
  const numbered = [one, other].some(({ use }) => use.name.includes(NUMBER_MARK));
  if (numbered) {
    return `Sample ${lost} is in ${nameOf(one)} but not in ${nameOf(other)}: add it or leave it out of both.`;
  }
  return `${nameOf(one)} has ${one.numbers!.length} samples and ${nameOf(other)} ${other.numbers!.length}: both must have the same number.`;
}

/** Whether the inputs are numbers: no array of them has a place in space. */
export const areNumbers = (inputs: Mapping['inputs']): boolean =>
  inputs.every(({ axes }) => axes.every(({ is }) => is !== 'x' && is !== 'y'));
