/** The traces that are drawn side by side, and where: along a line, on an arc, or single receivers together. */
import type { Item } from '../../../engine/experiment/list.ts';
import type { Gather, GatherTrace } from '../../../engine/scene/gather.ts';
import { scaleFor } from '../../shared/units.ts';

export type Axis = 'offset' | 'along';

export interface Spread {
  /** Such as `Line, R001 to R024`. */
  label: string;
  kind: 'point' | 'line' | 'arc';
  /** Places of its traces in the gather. */
  members: readonly number[];
}

const words = { point: 'Points', line: 'Line', arc: 'Arc' } as const;

/** Each line and each arc by itself, all single receivers together. */
export function spreadsOf({ traces }: Gather, receivers: readonly Item[]): Spread[] {
  const kindOf = ({ item }: GatherTrace) => receivers[item].kind as Spread['kind'];
  const groups = new Map<string, number[]>();
  traces.forEach((trace, index) => {
    const kind = kindOf(trace);
    const key = kind === 'point' ? kind : `${kind} ${trace.item}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  return [...groups.values()].map((members) => {
    const kind = kindOf(traces[members[0]]);
    const [first, last] = [traces[members[0]].name, traces[members.at(-1)!].name];
    const names = members.length > 1 ? `${first} to ${last}` : first;
    return { label: `${words[kind]}, ${names}`, kind, members };
  });
}

export interface Placed {
  /** One per member, in the unit of the title. */
  at: readonly number[];
  /** The ends of the axis. */
  range: readonly [low: number, high: number];
  title: string;
}

/** What an axis counts; lengths have a unit that fits them. */
const titles = {
  point: { title: 'Receiver', length: false },
  line: { title: 'Distance along the line', length: true },
  arc: { title: 'Angle on the arc (°)', length: false },
} as const;

/** Along a line, receivers in front of the source's foot on it have negative offsets. */
function offsets({ traces, source }: Gather, { kind, members }: Spread): number[] {
  const [first, last] = [traces[members[0]], traces[members.at(-1)!]];
  return members.map((member) => {
    const { x, y, offset = 0 } = traces[member];
    if (kind !== 'line' || !source) return offset;
    const forward = (x - source.x) * (last.x - first.x) + (y - source.y) * (last.y - first.y);
    return forward < 0 ? -offset : offset;
  });
}

/** Where the traces stand on an axis, with half a trace of room at both ends. */
export function placed(gather: Gather, spread: Spread, axis: Axis): Placed {
  const { members, kind } = spread;
  const byOffset = axis === 'offset' && gather.source !== undefined;
  const places = byOffset
    ? offsets(gather, spread)
    : members.map((member) => (kind === 'point' ? member + 1 : gather.traces[member].along));
  const { title, length } = byOffset
    ? { title: 'Offset from the source', length: true }
    : titles[kind];
  const longest = Math.max(...places.map(Math.abs));
  const { factor, unit } = length ? scaleFor(longest, 'm') : { factor: 1, unit: '' };
  const at = places.map((place) => place / factor);
  const [low, high] = [Math.min(...at), Math.max(...at)];
  const room = high > low ? (high - low) / (2 * Math.max(1, members.length - 1)) : 0.5;
  const signed = byOffset && low < 0 ? ', negative in front of it' : '';
  return {
    at,
    range: [low - room, high + room],
    title: length ? `${title} (${unit})${signed}` : title,
  };
}
