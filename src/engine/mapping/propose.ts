/** Which mappings a file suggests. Looks at names, shapes and attributes; no values are read. */
import { nameList, shapeText } from '../files/arrays.ts';
import { cno } from './layouts/cno.ts';
import type { Draft } from './layouts/draft.ts';
import { guess } from './layouts/guess.ts';
import { own } from './layouts/own.ts';
import { fno, neuraloperator, openfwi, pdearena, poseidon } from './layouts/pairs.ts';
import { pdebench, pdebenchSeeds } from './layouts/pdebench.ts';
import { together } from './layouts/together.ts';
import { viewsOf, type Listing, type View } from './layouts/view.ts';
import { well } from './layouts/well.ts';
import type { Mapping, Problem, Proposal, Slice } from './mapping.ts';
import { planMapping, sampleSizes, type Plan } from './plan.ts';

/** From the most to the least specific. */
const recognisers: readonly ((view: View) => Draft[])[] = [
  own,
  cno,
  well,
  pdebenchSeeds,
  pdebench,
  poseidon,
  pdearena,
  fno,
  neuraloperator,
  openfwi,
  guess,
];

/** As many bytes of 32-bit numbers are proposed at most; more can be chosen. */
const PROPOSED_BYTES = 256e6;

/**
 * Mappings that can be applied to the file as they are, the likeliest first; none where nothing is recognised. Those of
 * large files choose so much as a browser trains on soon, and say what they leave out.
 */
export const propose = (container: Listing): Proposal[] =>
  draftsOf(container).flatMap((one) => {
    const proposal = fitted(container, one);
    return proposal ? [proposal] : [];
  });

/** The layouts that a file seems to have, and why none of them can be read, for a message; empty if nothing is recognised. */
export const unusable = (container: Listing): { title: string; problems: Problem[] }[] =>
  draftsOf(container).map(({ title, mapping }) => {
    const planned = planMapping(container, mapping);
    return { title, problems: Array.isArray(planned) ? planned : [] };
  });

/** Every draft once; shapes alone count only where nothing else is recognised. */
function draftsOf(container: Listing): Draft[] {
  const views = viewsOf(container);
  const drafts = [
    ...together(views),
    ...recognisers.flatMap((recognise) => views.flatMap((view) => recognise(view))),
  ];
  const unique = new Map(drafts.map((one) => [JSON.stringify(one.mapping), one]));
  const all = drafts.filter((one) => unique.delete(JSON.stringify(one.mapping)));
  const known = all.filter(({ layout }) => layout !== 'guess');
  return known.length > 0 ? known : all;
}

/** With fewer samples where all would be too many; undefined where the mapping does not fit the file. */
function fitted(container: Listing, { mayShrink, ...proposal }: Draft): Proposal | undefined {
  const { mapping } = proposal;
  const planned = planMapping(container, mapping, { anySize: mayShrink });
  if (Array.isArray(planned)) return undefined;
  const most = Math.max(4, Math.floor(PROPOSED_BYTES / bytesOfSample(planned)));
  return mayShrink && planned.numbers.length > most ? shrunk(proposal, planned, most) : proposal;
}

const bytesOfSample = (plan: Plan): number => {
  const { input, output } = sampleSizes(plan);
  return 4 * (input + output);
};

/** Both sets in proportion, from their beginnings. */
function shrunk(proposal: Proposal, plan: Plan, most: number): Proposal {
  const { split } = proposal.mapping;
  const all = plan.numbers.length;
  const note = `Of ${all.toLocaleString('en-GB')} samples ${most.toLocaleString('en-GB')} are read, so that training begins soon; more can be chosen.`;
  const notes = [...proposal.notes, note];
  if (split.by === 'order') {
    const mapping: Mapping = {
      ...proposal.mapping,
      split: { by: 'order', samples: { from: 0, to: plan.numbers[most] } },
    };
    return { ...proposal, mapping, notes };
  }
  const { train, test } = plan.split!;
  const cut = (numbers: readonly number[], slice: Slice): Slice => {
    const kept = Math.max(1, Math.floor((numbers.length * most) / all));
    return kept < numbers.length ? { ...slice, from: numbers[0], to: numbers[kept] } : slice;
  };
  const mapping: Mapping = {
    ...proposal.mapping,
    split: {
      by: 'ranges',
      train: cut(plan.numbers.slice(0, train), split.train),
      test: cut(plan.numbers.slice(train, train + test), split.test),
    },
  };
  return { ...proposal, mapping, notes };
}

/** The arrays of a file with their shapes, for a message. */
export function describeFile(container: Listing): string {
  const { arrays } = container;
  const shown = arrays
    .slice(0, 8)
    .map(({ name, shape }) => `${nameList([name])} ${shapeText(shape)}`);
  return nameList([...shown, ...arrays.slice(8).map(({ name }) => name)]);
}
