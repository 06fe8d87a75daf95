/** Draws over a picture of the stage what is in the square, or in the zone. */
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { countOfItem } from '../../../engine/reading/receivers.ts';
import { inclusionOf, obstacleShape } from '../../../engine/scene/items.ts';
import { domainBox, longerSide, type Extents } from '../../../engine/scene/domain.ts';
import type { Box as Part, Shape } from 'slimwave-waves/scene/shapes';
import type { PlotColours } from '../../chart/plot.ts';
import { itemsOf } from '../../lab/sceneItems.ts';
import { usesPosition } from '../current.ts';
import {
  DIRECTION,
  endsOf,
  outsideOf,
  placeOf,
  receiverDots,
  trainingRanges,
} from '../outlines.ts';
import { paintMesh } from '../paintMesh.ts';
import { backgroundInk } from '../background.ts';
import { createDrawing } from './canvas.ts';
import type { StageContent } from './content.ts';
import type { Box } from './layout.ts';
import { paintText, stroke, strokes, THIN, type Paper } from './paper.ts';
import type { LineKind } from './scales.ts';

/** A path in metres, y upwards, as lines of the page are given, placed in a box that shows the whole domain. */
function within(
  { x, y, width, height }: Box,
  extents: Extents,
  d: string,
  matrix = new DOMMatrix(),
): Path2D {
  const placed = new DOMMatrix()
    .translate(x, y + height)
    .scale(width / extents.width, -height / extents.height)
    .multiply(matrix);
  const path = new Path2D();
  path.addPath(new Path2D(d), placed);
  return path;
}

type Place = (x: number, y: number) => readonly [x: number, y: number];

/** The part of the plane (m, y upwards) that a box shows. */
const placing =
  ({ x, y, width, height }: Box, part: Part): Place =>
  (px, py) => {
    const [left, right] = part.x;
    const [bottom, top] = part.y;
    return [x + ((px - left) / (right - left)) * width, y + ((top - py) / (top - bottom)) * height];
  };

function shapePath(shape: Shape, place: Place): Path2D {
  const path = new Path2D();
  if (shape.kind === 'circle') {
    const [cx, cy] = place(shape.x, shape.y);
    const [right] = place(shape.x + shape.radius, shape.y);
    const [, above] = place(shape.x, shape.y + shape.radius);
    path.ellipse(cx, cy, right - cx, cy - above, 0, 0, 2 * Math.PI);
    return path;
  }
  shape.points.forEach(([px, py], i) => {
    const [x, y] = place(px, py);
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  path.closePath();
  return path;
}

/** The background of a part of the scene, where it varies. */
function paintBackground(
  { context, colours }: Paper,
  scene: Experiment['scene'],
  box: Box,
  part: Part,
): void {
  const ink = backgroundInk(scene, part, colours.theme);
  if (!ink) return;
  const small = createDrawing(ink.width, ink.height);
  small.context.putImageData(ink, 0, 0);
  context.drawImage(small.canvas, box.x, box.y, box.width, box.height);
}

/** Background, layers, inclusions and obstacles of a part of the plane, in the box that shows it. */
export function paintScene(paper: Paper, { scene }: Experiment, box: Box, part: Part): void {
  const { context, colours } = paper;
  const place = placing(box, part);
  paintBackground(paper, scene, box, part);
  for (const {
    numbers: [[top]],
  } of scene.layers) {
    const path = new Path2D();
    path.moveTo(...place(0, top));
    path.lineTo(...place(scene.width, top));
    stroke(paper, path, THIN);
  }
  for (const item of scene.inclusions) {
    const path = shapePath(inclusionOf(item).shape, place);
    context.save();
    context.globalAlpha = 0.09;
    context.fillStyle = colours.ink;
    context.fill(path);
    context.restore();
    stroke(paper, path, THIN);
  }
  for (const item of scene.obstacles) {
    const path = shapePath(obstacleShape(item), place);
    context.fillStyle = colours.surface;
    context.fill(path);
    stroke(paper, path, strokes[item.option as LineKind]);
  }
}

export function paintSquare(
  paper: Paper,
  box: Box,
  { current, shown, source, mesh }: StageContent,
): void {
  const { context, colours } = paper;
  if (mesh) {
    context.save();
    context.translate(box.x, box.y);
    paintMesh(
      context,
      mesh,
      { width: box.width, height: box.height, ratio: 1 },
      current.scene,
      colours.ink,
    );
    context.restore();
  }
  const place = placing(box, domainBox(current.scene));
  const outside = outsideOf(current.scene);
  if (outside !== undefined) {
    context.fillStyle = colours.surface;
    context.fill(within(box, current.scene, outside), 'evenodd');
  }
  paintScene(paper, current, box, domainBox(current.scene));
  const rectangle = ({ x, y }: Part) => {
    const path = new Path2D();
    const [left, top] = place(x[0], y[1]);
    const [right, bottom] = place(x[1], y[0]);
    path.rect(left, top, right - left, bottom - top);
    return path;
  };
  const zone = rectangle(current.zone);
  stroke(paper, zone, { width: 4, dash: [] }, haloOf(colours));
  stroke(paper, zone, strokes.zone);
  for (const range of trainingRanges(shown)) stroke(paper, rectangle(range), strokes.range);
  if (current.source.kind === 'plane') paintDirection(paper, box, current);
  for (const [condition, d] of endsOf(current.scene)) {
    stroke(paper, within(box, current.scene, d), strokes[condition]);
  }
  paintDots(paper, within(box, current.scene, receiverDots(current)));
  paintMarkers(paper, place, current, usesPosition(current) ? source : undefined);
}

const haloOf = ({ theme }: PlotColours): string =>
  theme === 'light' ? 'rgb(255 255 255 / 75%)' : 'rgb(13 17 23 / 70%)';

function paintDirection(paper: Paper, box: Box, { source, scene }: Experiment): void {
  const turned = new DOMMatrix()
    .translate(source.x[0], source.y[0])
    .rotate(source.angle)
    .scale(longerSide(scene) / 100);
  const path = within(box, scene, DIRECTION, turned);
  stroke(paper, path, { width: 4, dash: [] }, haloOf(paper.colours));
  stroke(paper, path, { width: 2, dash: [] });
}

/** The source, further excitations and receivers. */
function paintMarkers(
  paper: Paper,
  place: Place,
  current: Experiment,
  source: { x: number; y: number } | undefined,
): void {
  for (const item of itemsOf(current, 'source.more')) {
    const [x, y] = place(...placeOf('source.more', item, current.scene));
    paintRing(paper, x, y, 6, item.kind !== 'pulse');
  }
  if (source) paintRing(paper, ...place(source.x, source.y), 7, true);
  let number = 1;
  for (const item of itemsOf(current, 'scene.receivers')) {
    if (item.kind === 'point')
      paintReceiver(paper, ...place(...placeOf('scene.receivers', item, current.scene)), number);
    number += countOfItem(item);
  }
}

/** Receivers on lines and arcs. */
function paintDots(paper: Paper, path: Path2D): void {
  const { context, colours } = paper;
  context.save();
  context.lineCap = 'round';
  stroke(paper, path, { width: 6, dash: [] }, colours.surface);
  stroke(paper, path, { width: 3.5, dash: [] });
  context.restore();
}

function paintRing(paper: Paper, x: number, y: number, radius: number, dot: boolean): void {
  const { context, colours } = paper;
  const circle = (r: number) => {
    const path = new Path2D();
    path.arc(x, y, r, 0, 2 * Math.PI);
    return path;
  };
  stroke(paper, circle(radius), { width: 6, dash: [] }, colours.surface);
  stroke(paper, circle(radius), { width: 2.5, dash: [] });
  if (!dot) return;
  context.fillStyle = colours.ink;
  context.fill(circle(2));
}

const diamond = (x: number, y: number, radius: number): Path2D =>
  new Path2D(`M${x} ${y - radius}L${x + radius} ${y}L${x} ${y + radius}L${x - radius} ${y}Z`);

function paintReceiver(paper: Paper, x: number, y: number, number: number): void {
  const { context, colours } = paper;
  const path = diamond(x, y, 9);
  context.fillStyle = colours.surface;
  context.fill(path);
  stroke(paper, path, { width: 1.5, dash: [] });
  paintText(paper, { text: String(number), role: 'name', x, y, align: 'center' });
}
