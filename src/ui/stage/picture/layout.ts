/** Where everything stands in a picture of the stage (px, before it is enlarged). */
import type { PanelContent, StageContent } from './content.ts';
import type { LineKind, ScaleContent } from './scales.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type TextRole =
  'title' | 'note' | 'head' | 'figure' | 'name' | 'label' | 'empty' | 'verdict' | 'link';

/** Sizes of letters and distances of lines. */
export const type: Readonly<Record<TextRole, { size: number; line: number; bold?: true }>> = {
  title: { size: 15, line: 20, bold: true },
  note: { size: 12, line: 20 },
  head: { size: 12.5, line: 18, bold: true },
  figure: { size: 12.5, line: 18 },
  name: { size: 11, line: 16 },
  label: { size: 11.5, line: 16 },
  empty: { size: 12, line: 17 },
  verdict: { size: 13.5, line: 20 },
  link: { size: 9, line: 12 },
};

/** Width of a text (px). */
export type Measure = (text: string, role: TextRole) => number;

export interface PlacedText {
  text: string;
  role: TextRole;
  x: number;
  /** Middle of the line. */
  y: number;
  align?: 'left' | 'center' | 'right';
  network?: PanelContent['network'];
}

export interface PlacedPanel extends Box {
  content: PanelContent;
}

export interface StageLayout {
  width: number;
  height: number;
  panels: PlacedPanel[];
  texts: PlacedText[];
  /** Where the moment is written, which changes from frame to frame. */
  moment?: Omit<PlacedText, 'text'>;
  bars: (Box & { table: ScaleContent['table'] })[];
  /** Samples of the lines in the square. */
  lines: { kind: LineKind; x: number; y: number; width: number }[];
}

export interface Words {
  /** Without a title there is nothing above the panels: whoever places the picture says what it is. */
  title: string;
  /** As the page shows it; empty lines are left out. */
  verdict: string;
  link: string;
  lines: readonly { kind: LineKind; label: string }[];
}

/** Around everything, and around a picture without a title. */
const PADDING = 20;
const MARGIN = 3;
const SQUARE = 232;
/** Narrower frames have no room for a title. */
const NARROWEST = 150;
const GAP = 12;
/** Above every frame: the title, and the name of a network. */
const HEAD = type.head.line + type.name.line;
const BAR = 8;
/** Pictures of a single network are as wide as this, too, so that the sentences below have room. */
const LEAST_WIDTH = 3 * SQUARE + 2 * GAP;
const SAMPLE = 18;

/** Words in lines that fit; what is longer than a line is cut anywhere. */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ').flatMap((one) => fitting(one, width, measure))) {
      const longer = line ? `${line} ${word}` : word;
      if (line && measure(longer) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    if (line) lines.push(line);
  }
  return lines;
}

/** A word in pieces that fit. */
function fitting(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word) <= width || word.length < 2) return [word];
  let fits = Math.max(1, Math.floor((word.length * width) / measure(word)));
  while (fits > 1 && measure(word.slice(0, fits)) > width) fits--;
  return [word.slice(0, fits), ...fitting(word.slice(fits), width, measure)];
}

/** What fits, with an ellipsis where something is missing. */
export function shortened(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let kept = text.length;
  while (kept > 0 && measure(`${text.slice(0, kept)}…`) > width) kept--;
  return `${text.slice(0, kept)}…`;
}

type Size = Pick<Box, 'width' | 'height'>;

/** A frame of about the area of a square. */
export function frameOf(aspect: number): Size {
  const width = Math.max(NARROWEST, SQUARE * Math.sqrt(aspect));
  return { width, height: width / aspect };
}

function placedPanels(
  panels: readonly PanelContent[],
  frame: Size,
  { x: left, y: top }: Pick<Box, 'x' | 'y'>,
): PlacedPanel[] {
  const pitch = { x: frame.width + GAP, y: HEAD + frame.height + GAP };
  const first = top + bannerHeight(panels, frame);
  return panels.map((content) => {
    const { column, row, span, rows = span, banner } = content;
    const width = span * pitch.x - GAP;
    const x = left + column * pitch.x;
    if (banner !== undefined) return { content, x, y: top + HEAD, width, height: width / banner };
    const height =
      rows === span ? (width * frame.height) / frame.width : rows * pitch.y - HEAD - GAP;
    return { content, x, y: first + row * pitch.y + HEAD, width, height };
  });
}

/** What a row of its own takes, with its head and the gap below. */
function bannerHeight(panels: readonly PanelContent[], frame: Size): number {
  const panel = panels.find(({ banner }) => banner !== undefined);
  if (!panel) return 0;
  const width = panel.span * (frame.width + GAP) - GAP;
  return HEAD + width / panel.banner! + GAP;
}

/** The columns that are taken, and the rows. */
function extentOf(panels: readonly PanelContent[]): { columns: number; rows: number } {
  return {
    columns: Math.max(...panels.map(({ column, span }) => column + span)),
    rows: Math.max(...panels.map(({ row, span, rows = span }) => row + rows)),
  };
}

function headTexts({ content, x, y, width }: PlacedPanel, measure: Measure): PlacedText[] {
  const { title, name, figure, network } = content;
  const head = y - HEAD + type.head.line / 2;
  const room = width - (figure === undefined ? 0 : measure(figure, 'figure') + 8);
  const texts: PlacedText[] = [
    {
      text: shortened(title, room, (text) => measure(text, 'head')),
      role: 'head',
      x,
      y: head,
      network,
    },
  ];
  if (figure !== undefined) {
    texts.push({ text: figure, role: 'figure', x: x + width, y: head, align: 'right' });
  }
  if (name !== undefined) {
    const text = shortened(name, width, (one) => measure(one, 'name'));
    texts.push({ text, role: 'name', x, y: y - type.name.line / 2 - 1 });
  }
  return texts;
}

/** The reason for an empty square, in its middle. */
function emptyTexts({ content, x, y, width, height }: PlacedPanel, measure: Measure): PlacedText[] {
  if (content.empty === undefined) return [];
  const { line } = type.empty;
  const most = Math.floor((height - 24) / line);
  const all = wrapped(content.empty, width - 28, (text) => measure(text, 'empty'));
  const lines = all.length > most ? [...all.slice(0, most - 1), `${all[most - 1]}…`] : all;
  const first = y + height / 2 - ((lines.length - 1) * line) / 2;
  return lines.map((text, i) => ({
    text,
    role: 'empty',
    x: x + width / 2,
    y: first + i * line,
    align: 'center',
  }));
}

interface Legend extends Pick<StageLayout, 'bars' | 'lines' | 'texts'> {
  bottom: number;
}

/** Scales in a grid of as many columns as have room, and the lines above them. */
function legendOf(
  { scales }: StageContent,
  { lines }: Words,
  { x: left, y: top, width }: Omit<Box, 'height'>,
  measure: Measure,
): Legend {
  const legend: Legend = { bars: [], lines: [], texts: [], bottom: top };
  let [x, y] = [left, top];
  for (const { kind, label } of lines) {
    const needed = SAMPLE + 5 + measure(label, 'label');
    if (x > left && x + needed > left + width) [x, y] = [left, y + type.label.line];
    const middle = y + type.label.line / 2;
    legend.lines.push({ kind, x, y: middle, width: SAMPLE });
    legend.texts.push({ text: label, role: 'label', x: x + SAMPLE + 5, y: middle });
    x += needed + 16;
  }
  if (lines.length > 0) y += type.label.line + 8;
  const columns = Math.min(scales.length, Math.max(1, Math.floor((width + GAP) / (SQUARE + GAP))));
  const cell = (width - (columns - 1) * GAP) / columns;
  const rowHeight = 2 * type.label.line + BAR + 10;
  scales.forEach(({ name, table, ticks }, i) => {
    const at = left + (i % columns) * (cell + GAP);
    const row = y + Math.floor(i / columns) * rowHeight;
    const bar = row + type.label.line + 1;
    legend.texts.push({ text: name, role: 'label', x: at, y: row + type.label.line / 2 });
    legend.bars.push({ x: at, y: bar, width: cell, height: BAR, table });
    ticks.forEach((text, k) => {
      const share = k / Math.max(1, ticks.length - 1);
      const align = share === 0 ? 'left' : share === 1 ? 'right' : 'center';
      const middle = bar + BAR + 2 + type.label.line / 2;
      legend.texts.push({ text, role: 'label', x: at + share * cell, y: middle, align });
    });
  });
  return { ...legend, bottom: y + Math.ceil(scales.length / columns) * rowHeight };
}

/** Title and moment above, then the panels, the legend, the verdict, and the link in small type. */
export function stageLayout(content: StageContent, words: Words, measure: Measure): StageLayout {
  const titled = words.title !== '';
  const padding = titled ? PADDING : MARGIN;
  const { columns, rows } = extentOf(content.panels);
  const frame = frameOf(content.aspect);
  const across = columns * (frame.width + GAP) - GAP;
  const inner = Math.max(LEAST_WIDTH, across);
  const top = padding + (titled ? type.title.line + type.note.line + 6 : 0);
  const panels = placedPanels(content.panels, frame, { x: padding + (inner - across) / 2, y: top });
  const bottom = top + bannerHeight(content.panels, frame) + rows * (HEAD + frame.height + GAP);
  const column = { x: padding, y: bottom, width: inner };
  const legend = legendOf(content, words, column, measure);
  const below = (text: string, role: TextRole, from: number): PlacedText[] =>
    wrapped(text, inner, (one) => measure(one, role)).map((line, i) => ({
      text: line,
      role,
      x: padding,
      y: from + (i + 0.5) * type[role].line,
    }));
  const verdict = below(words.verdict, 'verdict', legend.bottom + 4);
  const link = below(
    words.link,
    'link',
    legend.bottom + 4 + verdict.length * type.verdict.line + 10,
  );
  const last = link.at(-1) ?? verdict.at(-1);
  const first = padding + type.title.line / 2;
  const above: PlacedText[] = titled
    ? [
        { text: words.title, role: 'title', x: padding, y: first },
        { text: content.sample, role: 'note', x: padding, y: first + type.note.line },
      ]
    : [];
  return {
    width: inner + 2 * padding,
    height: Math.ceil(
      (last ? last.y + type[last.role].line / 2 : legend.bottom) + padding - (titled ? 6 : 0),
    ),
    panels,
    texts: [
      ...above,
      ...panels.flatMap((panel) => [...headTexts(panel, measure), ...emptyTexts(panel, measure)]),
      ...legend.texts,
      ...verdict,
      ...link,
    ],
    moment: titled ? { role: 'title', x: padding + inner, y: first, align: 'right' } : undefined,
    bars: legend.bars,
    lines: legend.lines,
  };
}
