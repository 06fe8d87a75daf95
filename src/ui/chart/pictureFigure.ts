/** A chart as it stands alone: with its title, a legend, and where it comes from. */
import type { Data, Layout } from 'plotly.js-basic-dist-min';
import type { Figure, PlotColours } from './plot.ts';

/** Size of the picture (px); as PNG it has twice as many pixels each way. */
export const PICTURE = { width: 900, height: 560 } as const;

export interface Caption {
  title: string;
  /** Below the title: which networks these are. */
  subtitle: string;
  /** In small type at the bottom. */
  link: string;
}

/** Small type: its size, the distance of its lines, and a width that no address exceeds on average (px). */
const SMALL = { size: 9, line: 12, character: 5.2 } as const;
const LARGEST_LINES = 4;
const MARGIN = { l: 70, r: 20, t: 62, b: 56 } as const;

/** An address in lines of at most `length` characters; what does not fit into `most` lines ends in an ellipsis. */
export function linesOfLink(link: string, length: number, most: number): string[] {
  const all = link.match(new RegExp(`.{1,${length}}`, 'gs')) ?? [];
  if (all.length <= most) return all;
  return [...all.slice(0, most - 1), `${all[most - 1].slice(0, length - 1)}…`];
}

/** Plotly reads texts as HTML. */
const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What has no name needs no entry, nor does a single line. */
function legended(data: readonly Data[]): { data: Data[]; showlegend: boolean } {
  const named = data.filter((trace) => 'name' in trace && trace.name);
  const showlegend = named.length > 1;
  const legend = new Set(showlegend ? named : []);
  return { data: data.map((trace) => ({ ...trace, showlegend: legend.has(trace) })), showlegend };
}

function annotations({ subtitle, link }: Caption, b: number, { muted }: PlotColours) {
  const room = Math.floor((PICTURE.width - 2 * MARGIN.r) / SMALL.character);
  const lines = linesOfLink(link, room, LARGEST_LINES);
  const bottom = b + 8 + lines.length * SMALL.line;
  const common = {
    xref: 'paper',
    yref: 'paper',
    x: 0,
    xanchor: 'left',
    showarrow: false,
    align: 'left',
  } as const;
  const texts: Layout['annotations'] = [
    {
      ...common,
      y: 1,
      yanchor: 'top',
      xshift: MARGIN.r - MARGIN.l - 2,
      yshift: MARGIN.t - 30,
      text: plain(subtitle),
      font: { size: 12, color: muted },
    },
    {
      ...common,
      y: 0,
      yanchor: 'bottom',
      xshift: MARGIN.r - MARGIN.l - 2,
      yshift: 4 - bottom,
      text: lines.map(plain).join('<br>'),
      font: { size: SMALL.size, color: muted },
    },
  ];
  return { bottom, texts };
}

/** The figure in `PICTURE`'s size on the page's colour. */
export function pictureFigure(
  { data, layout, config }: Figure,
  caption: Caption,
  colours: PlotColours,
): Figure {
  const { bottom, texts } = annotations(
    caption,
    Math.max(MARGIN.b, layout.margin?.b ?? 0),
    colours,
  );
  const { data: traces, showlegend } = legended(data);
  return {
    data: traces,
    layout: {
      ...layout,
      ...PICTURE,
      autosize: false,
      paper_bgcolor: colours.surface,
      title: {
        text: plain(caption.title),
        font: { size: 17, color: colours.ink },
        x: MARGIN.r / PICTURE.width,
        xanchor: 'left',
        y: 1 - 20 / PICTURE.height,
        yanchor: 'middle',
      },
      margin: { ...MARGIN, b: bottom },
      showlegend,
      annotations: [...(layout.annotations ?? []), ...texts],
    },
    config,
  };
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An SVG file that says what it shows and bears the link, for programs and screen readers. */
export function withSvgText(svg: string, { title, subtitle, link }: Caption): string {
  const start = /<svg\b[^>]*>/.exec(svg);
  if (!start) throw new Error('The chart could not be made into an SVG picture.');
  const end = start.index + start[0].length;
  const texts = `<title>${xml(title)}</title><desc>${xml(`${subtitle} ${link}`)}</desc>`;
  return `${svg.slice(0, end)}${texts}${svg.slice(end)}`;
}
