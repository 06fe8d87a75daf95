/** Draws a picture of the stage with the painters of the page. */
import type { PlotColours } from '../../chart/plot.ts';
import { momentOf } from '../describe.ts';
import { fitted, ratioOf } from '../arrangement.ts';
import { lastFrame, paintInto, type Picture } from '../paint.ts';
import type { StageContent } from './content.ts';
import type { Box, PlacedPanel, StageLayout } from './layout.ts';
import { paintScene, paintSquare } from './paintScene.ts';
import { fontOf, paintText, stroke, strokes, type Paper } from './paper.ts';

function paintField(paper: Paper, { content, ...box }: PlacedPanel, frame: number): void {
  const { context, colours } = paper;
  const { picture, skipped, mark } = content;
  context.save();
  context.globalAlpha = 0.35;
  context.fillStyle = colours.line;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.restore();
  if (!picture) return;
  const last = lastFrame(picture);
  const own = frame - skipped;
  context.save();
  // Before the first output time its frame waits, dimmed, as on the page.
  if (own < 0 && last > 0) context.globalAlpha = 0.35;
  paintInto(context, picture, Math.min(last, Math.max(0, own)), middleOf(box, ratioIn(picture)));
  context.restore();
  if (mark !== undefined) paintMark(paper, mark, box);
}

const ratioIn = ({ ratio, shape }: Pick<Picture, 'ratio' | 'shape'>): number =>
  ratio ?? ratioOf(shape);

/** Where a picture stands in a box of another shape. */
function middleOf(box: Box, ratio: number): Box {
  const { width, height } = fitted(box, ratio);
  const [left, top] = [(box.width - width) / 2, (box.height - height) / 2];
  return { x: box.x + left, y: box.y + top, width, height };
}

function paintMark(paper: Paper, text: string, { x, y }: Box): void {
  const { context, colours } = paper;
  context.font = fontOf('name');
  const room = context.measureText(text).width + 10;
  context.fillStyle = colours.surface;
  context.fillRect(x + 4, y + 4, room, 16);
  paintText(paper, { text, role: 'name', x: x + 9, y: y + 12 });
}

function paintOver(paper: Paper, { content, ...frame }: PlacedPanel, stage: StageContent): void {
  // As on the page, nothing is drawn under the words that stand for a picture.
  if (!content.picture) return;
  const box = middleOf(frame, ratioIn(content.picture));
  const { context } = paper;
  context.save();
  // Lines of the square's own sides lie half outside.
  const edge = content.over === 'square' ? 2 : 0;
  context.beginPath();
  context.rect(box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge);
  context.clip();
  if (content.over === 'square') paintSquare(paper, box, stage);
  if (content.over === 'zone') paintScene(paper, stage.current, box, stage.current.zone);
  context.restore();
}

/** One word a pixel of the table, stretched to the bar. */
function paintBar(
  { context }: Paper,
  { x, y, width, height, table }: StageLayout['bars'][number],
): void {
  const bytes = new Uint8ClampedArray(table.buffer, table.byteOffset, table.byteLength);
  const gradient = context.createLinearGradient(x, 0, x + width, 0);
  for (let i = 0; i < table.length; i++) {
    const [r, g, b, alpha] = bytes.subarray(4 * i, 4 * i + 4);
    gradient.addColorStop(i / (table.length - 1), `rgb(${r} ${g} ${b} / ${alpha / 255})`);
  }
  context.fillStyle = gradient;
  context.fillRect(x, y, width, height);
}

/** What stays the same in all frames. */
function paintFrameOfStage(paper: Paper, layout: StageLayout): void {
  const { context, colours } = paper;
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, layout.width, layout.height);
  for (const bar of layout.bars) paintBar(paper, bar);
  for (const { kind, x, y, width } of layout.lines) {
    stroke(paper, new Path2D(`M${x} ${y}H${x + width}`), strokes[kind]);
  }
}

export interface Scene {
  content: StageContent;
  layout: StageLayout;
  colours: PlotColours;
  /** Pixels of the canvas per pixel of the layout. */
  scale: number;
}

/** The whole picture at a frame of the stage's clock. */
export function paintStage(context: CanvasRenderingContext2D, scene: Scene, frame: number): void {
  const { content, layout, colours, scale } = scene;
  const paper = { context, colours };
  context.save();
  context.setTransform(scale, 0, 0, scale, 0, 0);
  paintFrameOfStage(paper, layout);
  for (const panel of layout.panels) {
    paintField(paper, panel, frame);
    paintOver(paper, panel, content);
  }
  for (const text of layout.texts) paintText(paper, text);
  if (layout.moment && content.clock.frames > 1) {
    paintText(paper, { ...layout.moment, text: momentOf(frame, content.clock) });
  }
  context.restore();
}
