/** Files that are open without a worker: what they hold and give is up to the test. */
import type { OwnData } from '../../engine/files/ownData.ts';
import type { Mapping, Proposal } from '../../engine/mapping/mapping.ts';
import type { DataSession } from '../../worker/fileClient.ts';
import type { Listing } from '../../worker/fileProtocol.ts';

export const someMapping: Mapping = {
  inputs: [{ name: 'inputs', axes: [{ is: 'sample' }, { is: 'x' }, { is: 'y' }] }],
  outputs: [{ name: 'outputs', axes: [{ is: 'sample' }, { is: 'x' }, { is: 'y' }] }],
  split: { by: 'order' },
  scaling: { kind: 'standard' },
};

export const ownProposal: Proposal = {
  layout: 'own',
  title: 'our names',
  mapping: someMapping,
  reasons: [],
  notes: [],
};

/** Files with our own names, unless `listing` says something else. */
export const fakeSession =
  (
    read: (mapping: Mapping) => Promise<OwnData>,
    listing: Listing = { arrays: [], notes: [], proposals: [ownProposal], why: '' },
  ) =>
  (files: readonly File[]): DataSession => ({
    name: files.map(({ name }) => name).join(', '),
    files,
    open: async () => listing,
    look: () => {},
    preview: async () => undefined,
    read: (mapping) => read(mapping),
    end: () => {},
  });
