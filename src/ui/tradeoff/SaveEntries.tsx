import { SaveRow } from '../saving/SaveRow.tsx';
import { save } from '../saving/saving.ts';
import { textFile } from '../../engine/export/files.ts';
import { entriesCsv } from '../archive/table.ts';
import type { Entry } from '../archive/entry.ts';

interface SaveEntriesProps {
  /** Networks of the present settings, and of all. */
  shown: readonly Entry[];
  all: readonly Entry[];
}

/** Networks that were trained so far, of this page or of earlier visits. */
const saveEntries = (key: string, entries: readonly Entry[]): Promise<void> =>
  save(key, 'slimwave-networks', () => [
    textFile('slimwave-networks.csv', entriesCsv(entries, location.href.replace(/#.*/, ''))),
  ]);

/** All results in one file: of a sweep, or of everything that is kept. */
export function SaveEntries({ shown, all }: SaveEntriesProps) {
  const choices = [
    { key: 'entries.shown', what: 'these', entries: shown },
    { key: 'entries.all', what: 'all', entries: all },
  ].filter(({ key, entries }) => entries.length > (key === 'entries.all' ? shown.length : 0));
  return (
    <SaveRow
      title="Results, CSV"
      help="A row for every network: name, format, rank, learning rate, seeds and the settings that differ; sizes, errors (fractions), time per step (ms), and the link that opens it as network B."
      actions={choices.map(({ key, what, entries }) => ({
        key,
        label: `Save ${what} ${entries.length}`,
        name: `Save the results of ${what} ${entries.length} networks`,
        ready: true,
        save: () => saveEntries(key, entries),
      }))}
    />
  );
}
