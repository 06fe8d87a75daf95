/** A background that varies from point to point, drawn alike on the page and in pictures: as ink over the wave, the slower the more. */
import { contains, type Box } from 'slimwave-waves/scene/shapes';
import { sampleField } from 'slimwave-waves/scene/field';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { backgroundField, backgroundRange, varies } from '../../engine/scene/background.ts';
import { inclusionOf } from '../../engine/scene/items.ts';
import { mediumMissing } from '../../engine/scene/mediumFile.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { formatPlain, withUnit } from '../shared/numbers.ts';
import type { Theme } from '../theme.ts';
import type { ColourTable } from './colours.ts';

type Scene = Experiment['scene'];

/** Pixels along the longer side: the browser smooths them. */
const PIXELS = 192;
/** Of the ink where the wave is slowest: the wave must still be seen. */
const OPACITY = 0.3;

const inks: Readonly<Record<Theme, readonly [number, number, number]>> = {
  light: [0, 0, 0],
  dark: [255, 255, 255],
};

/** From the slowest wave to the fastest. */
function inkTable(theme: Theme): ColourTable {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) {
    bytes.set([...inks[theme], Math.round(OPACITY * (255 - i))], 4 * i);
  }
  return new Uint32Array(bytes.buffer);
}

const tables: Readonly<Record<Theme, ColourTable>> = {
  light: inkTable('light'),
  dark: inkTable('dark'),
};

/** Undefined where the background is the same everywhere, or its file is not open. */
function rangeOf(scene: Scene): readonly [slowest: number, fastest: number] | undefined {
  if (!varies(scene) || mediumMissing(scene)) return undefined;
  const [slowest, fastest] = backgroundRange(scene);
  return slowest < fastest ? [slowest, fastest] : undefined;
}

/** Of a part of the plane; nothing in layers and inclusions, which lie over the background. */
export function backgroundInk(scene: Scene, part: Box, theme: Theme): ImageData | undefined {
  const range = rangeOf(scene);
  const field = range && backgroundField(scene);
  if (!range || !field) return undefined;
  const [across, up] = [part.x[1] - part.x[0], part.y[1] - part.y[0]];
  const pixel = Math.max(across, up) / PIXELS;
  const [width, height] = [across, up].map((side) => Math.max(1, Math.round(side / pixel)));
  const layersEnd = Math.max(-Infinity, ...scene.layers.map(({ numbers: [[top]] }) => top));
  const shapes = scene.inclusions.map((item) => inclusionOf(item).shape);
  const image = new ImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  const [slowest, whole] = [range[0], Math.log(range[1] / range[0])];
  for (let j = 0; j < height; j++) {
    const y = part.y[1] - ((j + 0.5) / height) * up;
    if (y < layersEnd) break;
    for (let i = 0; i < width; i++) {
      const x = part.x[0] + ((i + 0.5) / width) * across;
      if (shapes.some((shape) => contains(shape, x, y))) continue;
      const share = Math.log(sampleField(field, field.speed, x, y) / slowest) / whole;
      words[j * width + i] = tables[theme][Math.round(255 * Math.min(1, Math.max(0, share)))];
    }
  }
  return image;
}

/** For the legend; undefined where there is nothing to be seen. */
export function backgroundScale(
  shown: Pick<Experiment, 'scene' | 'task'>,
  theme: Theme,
): { name: string; help: string; table: ColourTable; ticks: readonly string[] } | undefined {
  const range = originOf(shown).simulated ? rangeOf(shown.scene) : undefined;
  return (
    range && {
      name: 'Background c',
      help: 'Wave speed of the background, drawn over the wave: the darker (on dark pages the lighter), the slower, on a logarithmic scale. Layers and inclusions lie over it.',
      table: tables[theme],
      ticks: range.map((speed) => withUnit(formatPlain(speed), 'm/s')),
    }
  );
}
