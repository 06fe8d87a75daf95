/** A chart's files: pictures in the colours of the page, and the numbers in it. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { Row } from '../../engine/files/table.ts';
import { figureRows } from '../chart/figureRows.ts';
import { chartPicture } from '../chart/picture.ts';
import { plotColours, type Figure, type PlotColours } from '../chart/plot.ts';
import { useTheme } from '../theme.ts';
import { currentProvenance, fileName, linkedTable } from './provenance.ts';
import { save } from './saving.ts';
import type { SaveItem } from './SaveMenu.tsx';

export interface SavedChart {
  /** Ends the names of its files, such as `curves`. */
  file: string;
  /** Stands above the picture. */
  title: string;
  /** Below it, where it is not about the networks that are compared. */
  subtitle?: string;
  /** As in the page, but with a name for every line. */
  figure: (colours: PlotColours) => Figure;
  /** Instead of the points of its lines. */
  rows?: () => readonly Row[];
}

/** Of the page, in the theme in force. */
export const coloursNow = (): PlotColours =>
  plotColours(document.documentElement, useTheme.getState().theme);

async function picture({ file, title, subtitle, figure }: SavedChart, format: 'png' | 'svg') {
  const provenance = currentProvenance();
  const colours = coloursNow();
  const caption = { title, subtitle: subtitle ?? provenance.networks, link: provenance.link };
  const bytes = await chartPicture(figure(colours), caption, colours, format);
  return [{ name: fileName(provenance, file, format), bytes }];
}

/** What a chart's menu offers. */
export function chartItems(chart: SavedChart): SaveItem[] {
  const { file, figure } = chart;
  const rows = chart.rows ?? (() => figureRows(figure(coloursNow())));
  const item = (
    kind: 'png' | 'svg' | 'csv',
    label: string,
    make: () => ReturnType<typeof picture>,
  ) => {
    const key = `${file}.${kind}`;
    return { key, label, ready: true, save: () => save(key, file, make) };
  };
  return [
    item('png', 'Picture (PNG)', () => picture(chart, 'png')),
    item('svg', 'Drawing (SVG)', () => picture(chart, 'svg')),
    item('csv', 'Numbers (CSV)', async () => [linkedTable(currentProvenance(), file, rows())]),
  ];
}

/** What a table's menu offers; its numbers belong to the experiment that is given, otherwise to the one compared. */
export const tableItems = (
  file: string,
  rows: () => readonly Row[],
  experiment?: Experiment,
): SaveItem[] => [
  {
    key: `${file}.csv`,
    label: 'Table (CSV)',
    ready: true,
    save: () =>
      save(`${file}.csv`, file, () => [linkedTable(currentProvenance(experiment), file, rows())]),
  },
];
