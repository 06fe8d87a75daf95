/** From a file to samples without a question: the likeliest proposal, or the mapping that was asked for. */
import { DataFileError } from '../files/arrays.ts';
import type { Container } from '../files/container/container.ts';
import type { OwnData } from '../files/ownData.ts';
import { applyMapping, type ApplyOptions } from './apply.ts';
import { checkOwnGroups } from './layouts/own.ts';
import { viewsOf } from './layouts/view.ts';
import { parseMapping } from './mappingText.ts';
import type { Mapping, Proposal } from './mapping.ts';
import { describeFile, propose, unusable } from './propose.ts';

export interface Opened {
  own: OwnData;
  /** What the file was recognised as; absent where a mapping was given. */
  proposal?: Proposal;
}

/**
 * Reads what the mapping `text` chooses, or where there is none the likeliest proposal. Rejects with a `DataFileError`,
 * also where nothing is recognised.
 */
export async function openMapped(
  container: Container,
  text: string | undefined,
  options?: ApplyOptions,
): Promise<Opened> {
  if (text !== undefined && text !== '') {
    return { own: await applyMapping(container, parseMapping(text), options) };
  }
  const [proposal] = propose(container);
  if (!proposal) throw new DataFileError(whyNothing(container));
  const own = await applyMapping(container, proposal.mapping, options);
  return { own: { ...own, notes: [...proposal.notes, ...own.notes] }, proposal };
}

/** Shapes of files without a header, by the names of the files, as a mapping gives them. */
export function shapesFor(
  { inputs, outputs }: Mapping,
  files: readonly string[],
): Record<string, readonly number[]> {
  const stem = (file: string) => file.replace(/\.\w{1,8}$/, '') || file;
  return Object.fromEntries(
    [...inputs, ...outputs].flatMap(({ name, shape }) =>
      shape
        ? files.filter((file) => [file, stem(file)].includes(name)).map((file) => [file, shape])
        : [],
    ),
  );
}

/** Why no mapping is proposed for a file, as sentences that say what it has and what to do. */
export function whyNothing(container: Container): string {
  for (const view of viewsOf(container)) checkOwnGroups(view);
  const refused = unusable(container).find(({ problems }) => problems.length > 0);
  const broken = container.arrays.find(({ problem }) => problem !== undefined)?.problem;
  const known = refused
    ? `It seems to be ${refused.title}, but: ${refused.problems.map(({ message }) => message).join(' ')}`
    : 'No layout that is known fits it.';
  return [
    `The file has ${describeFile(container)}.`,
    known,
    ...(broken === undefined ? [] : [broken]),
    ...container.notes,
    'Say which arrays go in and come out, and what their axes count.',
  ].join(' ');
}
