import { SaveRow, type SaveAction } from '../saving/SaveRow.tsx';
import { save } from '../saving/saving.ts';
import { jsonFile, textFile, type ExportFile } from '../../engine/export/files.ts';
import { entriesCsv, pointsCsv, resultsOfEntries } from '../archive/table.ts';
import { pointsOf, type Point } from '../archive/points.ts';
import type { Entry } from '../archive/entry.ts';
import { countOf } from '../shared/numbers.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import { chartRows, pictureOf } from './chartFiles.ts';
import { sizeTitles, type Size } from './figure.ts';

interface SaveEntriesProps {
  /** Networks of the present settings, and of all. */
  shown: readonly Entry[];
  all: readonly Entry[];
}

/** Without a hash: links of the table begin with it. */
const page = (): string => location.href.replace(/#.*/, '');

const files = {
  csv: (entries: readonly Entry[]): ExportFile[] => [
    textFile('slimwave-networks.csv', entriesCsv(entries, page())),
    textFile('slimwave-table.csv', pointsCsv(pointsOf(entries), page())),
  ],
  json: (entries: readonly Entry[]): ExportFile[] => [
    jsonFile('slimwave-networks.json', resultsOfEntries(entries, page())),
  ],
} as const;

/** Networks that were trained so far, of this page or of earlier visits: all results in one file. */
export function SaveEntries({ shown, all }: SaveEntriesProps) {
  const choices = [
    { which: 'shown', what: 'these', entries: shown },
    { which: 'all', what: 'all', entries: all },
  ].filter(({ which, entries }) => entries.length > (which === 'all' ? shown.length : 0));
  const actions = (kind: keyof typeof files): SaveAction[] =>
    choices.map(({ which, what, entries }) => ({
      key: `entries.${kind}.${which}`,
      label: `Save ${what} ${entries.length}`,
      name: `Save the results of ${what} ${countOf(entries.length, 'network')} as ${kind.toUpperCase()}`,
      ready: true,
      save: () => save(`entries.${kind}.${which}`, 'slimwave-networks', () => files[kind](entries)),
    }));
  return (
    <>
      <SaveRow
        title="Results, CSV"
        help="Two tables in a zip file, with units in the headers. slimwave-networks.csv has a row for every network and seed: name, format, rank, sizes, the settings that differ, learning rate, errors (fractions), time per step (ms), and the link that opens it as network B. slimwave-table.csv has a row for every network with all its seeds: means and standard deviations, and the link of the newest seed."
        actions={actions('csv')}
      />
      <SaveRow
        title="Results, JSON"
        help="The same tables in one file, which this page opens again (Open results), here or in another browser."
        actions={actions('json')}
      />
    </>
  );
}

interface SaveChartProps {
  points: readonly Point[];
  front: readonly Point[];
  size: Size;
}

/** The chart as it is now. */
export const SaveChart = ({ points, front, size }: SaveChartProps) => (
  <SaveMenu
    what="the chart"
    items={chartItems({
      file: 'trade-off',
      title: `Error against ${sizeTitles[size].toLowerCase()}`,
      subtitle: `${countOf(points.length, 'network')} with the scene, data and training of one experiment.`,
      figure: pictureOf(points, front, size),
      rows: () => chartRows(points, front, size),
    })}
  />
);
