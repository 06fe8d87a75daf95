/** How a file that was just opened is to be read: as a link says, as the last time, or as it was recognised. */
import type { ArrayUse, Mapping, Proposal } from '../../../engine/mapping/mapping.ts';
import { parseMapping } from '../../../engine/mapping/mappingText.ts';
import { checkMapping } from '../../../engine/mapping/plan.ts';
import { product } from '../../../engine/math.ts';
import type { Listing, Shapes } from '../../../worker/fileProtocol.ts';
import type { ShapeQuestion } from './asking.ts';
import { recall } from './memory.ts';

export interface Choice {
  /** None if nothing fits. */
  mapping?: Mapping;
  proposal?: Proposal;
  /** Whether it is read like that without a question. */
  sure: boolean;
  /** How it is read, as a sentence; empty for a file with our own names. */
  told: string;
  /** Why it was recognised. */
  reasons: readonly string[];
}

/** Whether there is anything to be chosen: an array that can be read and is no single number. */
export const isUsable = ({ arrays, proposals }: Listing): boolean =>
  proposals.length > 0 ||
  arrays.some(({ shape, problem }) => shape.length > 0 && problem === undefined);

/** A mapping in a link or in the browser's storage, unless it does not fit these arrays. */
function fitting(text: string | undefined, { arrays }: Listing): Mapping | undefined {
  if (!text) return undefined;
  try {
    const mapping = parseMapping(text);
    return checkMapping({ arrays }, mapping).length === 0 ? mapping : undefined;
  } catch {
    return undefined;
  }
}

/** With the shapes that were given for files without a header, so that a link needs no question. */
export function withShapes(mapping: Mapping, { arrays }: Listing, shapes: Shapes): Mapping {
  const shaped = (use: ArrayUse): ArrayUse => {
    const file = arrays.find(({ name }) => name === use.name)?.file;
    return file !== undefined && Object.hasOwn(shapes, file)
      ? { ...use, shape: shapes[file] }
      : use;
  };
  return { ...mapping, inputs: mapping.inputs.map(shaped), outputs: mapping.outputs.map(shaped) };
}

/** The shape that a link gives for a file without a header of so many numbers. */
export function linkedShape(
  link: string | undefined,
  { file, count }: ShapeQuestion,
): readonly number[] | undefined {
  if (!link) return undefined;
  try {
    const { inputs, outputs } = parseMapping(link);
    const name = file.replace(/\.[^.]*$/, '');
    return [...inputs, ...outputs].find(
      (use) => use.name === name && use.shape && product(use.shape) === count,
    )?.shape;
  } catch {
    return undefined;
  }
}

/** A layout that is known, with nothing that seems odd. */
const isSure = ({ layout, notes }: Proposal): boolean => layout !== 'guess' && notes.length === 0;

/** `link`: the mapping of the experiment that is open, if it is about a file. */
export function chooseMapping(listing: Listing, link: string | undefined): Choice {
  const linked = fitting(link, listing);
  if (linked) return { mapping: linked, sure: true, told: 'Read as the link says.', reasons: [] };
  const before = fitting(recall(listing.arrays), listing);
  if (before) {
    const told = 'Read as the last time a file had these arrays.';
    return { mapping: before, sure: true, told, reasons: [] };
  }
  const [proposal] = listing.proposals;
  if (!proposal) return { sure: false, told: '', reasons: [] };
  const own = proposal.layout === 'own';
  return {
    mapping: proposal.mapping,
    proposal,
    sure: isSure(proposal),
    told: own ? '' : `Read as ${proposal.title}.`,
    reasons: own ? [] : proposal.reasons,
  };
}
