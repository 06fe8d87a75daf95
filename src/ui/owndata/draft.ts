/** Changes of a mapping, as the controls of the dialog make them. Every function gives a new one. */
import type {
  ArrayUse,
  AxisRole,
  AxisUse,
  Mapping,
  Part,
  Split,
  ValueScaling,
} from '../../engine/mapping/mapping.ts';
import { isNumbered, rowNamed, type Row } from './rows.ts';

export type Side = 'inputs' | 'outputs';
export const sides: readonly Side[] = ['inputs', 'outputs'];

/** What an array is used as. */
export type Use = 'none' | 'input' | 'output' | 'both';

export const emptyMapping: Mapping = {
  inputs: [],
  outputs: [],
  split: { by: 'order' },
  scaling: { kind: 'standard' },
};

/** The longest last axis that is taken for channels. */
const FEW = 8;

const has = (mapping: Mapping, side: Side, name: string): boolean =>
  mapping[side].some((use) => use.name === name);

export function usageOf(mapping: Mapping, name: string): Use {
  const [input, output] = sides.map((side) => has(mapping, side, name));
  if (input && output) return 'both';
  return input ? 'input' : output ? 'output' : 'none';
}

/** What the axes of an array are likely to be, by their number and lengths alone. */
export function likelyAxes(row: Row): AxisUse[] {
  const { shape } = row;
  const numbered = isNumbered(row);
  const lead: AxisRole[] = numbered ? [] : ['sample'];
  const rest = shape.length - lead.length;
  const [last, before] = [shape.at(-1) ?? 1, shape.at(-2) ?? 1];
  const lastIsFew = last <= FEW && before > last;
  const inner: AxisRole[] =
    rest <= 1
      ? ['channel']
      : rest === 2
        ? ['x', 'y']
        : rest === 3
          ? lastIsFew
            ? ['x', 'y', 'channel']
            : ['time', 'x', 'y']
          : ['time', 'x', 'y', 'channel'];
  const roles = [...lead, ...inner].slice(0, shape.length);
  return shape.map((_, axis) => (axis < roles.length ? { is: roles[axis] } : fixed(0)));
}

const fixed = (at: number): AxisUse => ({ is: 'fixed', at });

const roleAlone = (axis: AxisUse): AxisUse => (axis.is === 'fixed' ? axis : { is: axis.is });

/** As another array of the same shape is read already, otherwise as it looks. */
function newUse(mapping: Mapping, rows: readonly Row[], row: Row): ArrayUse {
  const same = [...mapping.inputs, ...mapping.outputs].find(({ name }) =>
    sameShape(rowNamed(rows, name), row),
  );
  return { name: row.name, axes: same ? same.axes.map(roleAlone) : likelyAxes(row) };
}

const sameShape = (a: Row | undefined, b: Row): boolean =>
  a !== undefined && a.shape.join('x') === b.shape.join('x') && isNumbered(a) === isNumbered(b);

/** An array becomes an input, an output, both or nothing. */
export function setUse(mapping: Mapping, rows: readonly Row[], row: Row, use: Use): Mapping {
  const wanted = {
    inputs: use === 'input' || use === 'both',
    outputs: use === 'output' || use === 'both',
  };
  let next = mapping;
  for (const side of sides) {
    const is = has(mapping, side, row.name);
    if (is === wanted[side]) continue;
    const uses = is
      ? mapping[side].filter(({ name }) => name !== row.name)
      : [...mapping[side], newUse(mapping, rows, row)];
    next = { ...next, [side]: uses };
  }
  return use === 'both' ? forecastInTime(next, row.name) : next;
}

/**
 * An array that goes in and comes out: the first time goes in, the later ones come out. Without times, its channels are
 * taken for them, since what comes out would be what goes in otherwise.
 */
function forecastInTime(mapping: Mapping, name: string): Mapping {
  const timeless = [...mapping.inputs, ...mapping.outputs].some(
    (use) => use.name === name && use.axes.every(({ is }) => is !== 'time'),
  );
  const parts: Record<Side, Part> = { inputs: [0], outputs: { from: 1 } };
  const of = (side: Side): readonly ArrayUse[] =>
    mapping[side].map((use) =>
      use.name === name
        ? {
            ...use,
            axes: use.axes.map((axis) =>
              (axis.is === 'time' || (timeless && axis.is === 'channel')) && axis.part === undefined
                ? { is: 'time' as const, part: parts[side] }
                : axis,
            ),
          }
        : use,
    );
  return { ...mapping, inputs: of('inputs'), outputs: of('outputs') };
}

const mapUses = (
  mapping: Mapping,
  change: (use: ArrayUse, side: Side, index: number) => ArrayUse,
): Mapping => ({
  ...mapping,
  inputs: mapping.inputs.map((use, i) => change(use, 'inputs', i)),
  outputs: mapping.outputs.map((use, i) => change(use, 'outputs', i)),
});

/**
 * What an axis counts. Arrays of the same shape follow, and an axis that had this role before gets the other one: each
 * is there once.
 */
export function setAxis(
  mapping: Mapping,
  rows: readonly Row[],
  name: string,
  axis: number,
  role: AxisRole | 'fixed',
): Mapping {
  const row = rowNamed(rows, name);
  if (!row) return mapping;
  return mapUses(mapping, (use) =>
    use.name === name || sameShape(rowNamed(rows, use.name), row) ? withRole(use, axis, role) : use,
  );
}

function withRole(use: ArrayUse, axis: number, role: AxisRole | 'fixed'): ArrayUse {
  const old = use.axes[axis];
  if (!old || old.is === role) return use;
  const axes = use.axes.map((one, i): AxisUse => {
    if (i === axis) return role === 'fixed' ? fixed(0) : { is: role };
    return role !== 'fixed' && one.is === role ? roleAlone(old) : one;
  });
  return { ...use, axes };
}

/** The part of an axis of one array. Parts of x and y are the same wherever they are as long. */
export function setPart(
  mapping: Mapping,
  rows: readonly Row[],
  at: { side: Side; index: number; axis: number },
  part: Part | undefined,
): Mapping {
  const target = mapping[at.side][at.index];
  const axisUse = target?.axes[at.axis];
  if (!axisUse || axisUse.is === 'fixed') return mapping;
  const { is } = axisUse;
  const extent = rowNamed(rows, target.name)?.shape[at.axis];
  return mapUses(mapping, (use, side, index) => {
    const own = side === at.side && index === at.index;
    if (!own && is !== 'x' && is !== 'y') return use;
    const shape = rowNamed(rows, use.name)?.shape;
    return {
      ...use,
      axes: use.axes.map((axis, i) =>
        (own ? i === at.axis : axis.is === is && shape?.[i] === extent) && axis.is !== 'fixed'
          ? { is: axis.is, ...(part === undefined ? {} : { part }) }
          : axis,
      ),
    };
  });
}

/** The index of an axis that is fixed. */
export const setIndex = (
  mapping: Mapping,
  at: { side: Side; index: number; axis: number },
  value: number,
): Mapping =>
  mapUses(mapping, (use, side, index) =>
    side === at.side && index === at.index
      ? { ...use, axes: use.axes.map((axis, i) => (i === at.axis ? fixed(value) : axis)) }
      : use,
  );

export const setSplit = (mapping: Mapping, split: Split): Mapping => ({ ...mapping, split });

export const setScaling = (mapping: Mapping, scaling: ValueScaling): Mapping => ({
  ...mapping,
  scaling,
});
