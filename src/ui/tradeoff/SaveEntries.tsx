import { SaveRow, type SaveAction } from '../saving/SaveRow.tsx';
import { save } from '../saving/saving.ts';
import { jsonFile, textFile, type ExportFile } from '../../engine/export/files.ts';
import { entriesCsv, pointsCsv, resultsOfEntries } from '../archive/table.ts';
import { pointsOf, type Point } from '../archive/points.ts';
import type { Entry } from '../archive/entry.ts';
import { plotColours, type PlotColours } from '../chart/plot.ts';
import { useTheme } from '../theme.ts';
import { countOf } from '../shared/numbers.ts';
import { chartData, chartPicture } from './chartFiles.ts';
import type { Size } from './figure.ts';

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
    textFile('slimwave-table.csv', pointsCsv(pointsOf(entries))),
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
        help="Two tables in a zip file, with units in the headers. slimwave-networks.csv has a row for every network and seed: name, format, rank, sizes, the settings that differ, learning rate, errors (fractions), time per step (ms), and the link that opens it as network B. slimwave-table.csv has a row for every network with all its seeds: means and standard deviations."
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

/** Of the page, in the theme in force. */
const coloursNow = (): PlotColours =>
  plotColours(document.documentElement, useTheme.getState().theme);

interface SaveChartProps {
  points: readonly Point[];
  front: readonly Point[];
  size: Size;
}

/** The chart as it is now. */
export function SaveChart({ points, front, size }: SaveChartProps) {
  const action = (kind: 'png' | 'svg' | 'data', label: string, name: string): SaveAction => ({
    key: `chart.${kind}`,
    label,
    name,
    ready: true,
    save: () =>
      save(`chart.${kind}`, 'slimwave-trade-off', async () => [
        kind === 'data'
          ? chartData(points, front, size)
          : await chartPicture(points, front, size, coloursNow(), kind),
      ]),
  });
  return (
    <SaveRow
      title="Chart"
      help="As a picture in the colours of the page, or as a table of what it shows: size, mean and standard deviation of the test error, seeds, Pareto front."
      actions={[
        action('png', 'PNG', 'Save the chart as PNG'),
        action('svg', 'SVG', 'Save the chart as SVG'),
        action('data', 'Data', 'Save the data of the chart as CSV'),
      ]}
    />
  );
}
