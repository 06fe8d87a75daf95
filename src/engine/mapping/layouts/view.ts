/** The arrays of one file, or of all files together, as recognisers see them. */
import type { ArrayInfo, Container, GroupInfo } from '../../files/container/container.ts';
import { NUMBER_MARK } from '../mapping.ts';

/** What is known of a container before anything is read. */
export type Listing = Pick<Container, 'kind' | 'arrays' | 'groups'>;

export interface Entry {
  /** As a mapping names it. */
  key: string;
  info: ArrayInfo;
}

export interface View {
  readonly kind: Container['kind'];
  /** Readable arrays by their paths. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly groups: readonly GroupInfo[];
  /** What stands in front of a path in the names of a mapping. */
  readonly prefix: string;
  /** The files, for sentences. */
  readonly files: readonly string[];
}

const pathOf = ({ path, file }: ArrayInfo): string => path || file.replace(/\.[^.]*$/, '');

/** One view for each file, and where there are several one for all of them. */
export function viewsOf({ kind, arrays, groups }: Listing): View[] {
  const files = [...new Set(arrays.map(({ file }) => file))];
  const counts = new Map<string, number>();
  for (const info of arrays) counts.set(pathOf(info), (counts.get(pathOf(info)) ?? 0) + 1);
  const view = (own: readonly string[], prefix: string): View => ({
    kind,
    entries: new Map(
      arrays
        .filter(({ file, problem }) => problem === undefined && own.includes(file))
        .map((info) => [pathOf(info), { key: prefix + pathOf(info), info }]),
    ),
    groups: groups.filter(({ file }) => own.includes(file)),
    prefix,
    files: own,
  });
  if (files.length < 2) return [view(files, '')];
  const repeated = (file: string): boolean =>
    arrays.some((info) => info.file === file && counts.get(pathOf(info))! > 1);
  const single = files.map((file) => view([file], repeated(file) ? `${file}/` : ''));
  return files.some(repeated) ? single : [view(files, ''), ...single];
}

/** The paths that a pattern with one number fits, as a name with `{i}`, by number. Several names differ otherwise. */
export function families(
  { entries, prefix }: View,
  pattern: RegExp,
): Map<string, { number: number; entry: Entry }[]> {
  const found = new Map<string, { number: number; entry: Entry }[]>();
  for (const [path, entry] of entries) {
    const match = pattern.exec(path);
    const digits = match?.groups?.i;
    if (match === null || digits === undefined) continue;
    const at = path.indexOf(digits, match.index);
    const name = `${prefix}${path.slice(0, at)}${NUMBER_MARK}${path.slice(at + digits.length)}`;
    const members = found.get(name) ?? [];
    members.push({ number: Number(digits), entry });
    found.set(name, members);
  }
  return found;
}

export const shapeAt = ({ entries }: View, path: string): readonly number[] | undefined =>
  entries.get(path)?.info.shape;
