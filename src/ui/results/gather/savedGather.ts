/** The shot gather as files: the picture with axes, and the numbers of all receivers. */
import { arrivalRows, gatherFiles, type GatherFormat } from '../../../engine/export/gather.ts';
import { withPngText } from '../../../engine/files/png.ts';
import type { Gather } from '../../../engine/scene/gather.ts';
import { ticksOf } from '../../chart/frameTicks.ts';
import { bytesOf, SOFTWARE } from '../../chart/picture.ts';
import { PICTURE } from '../../chart/pictureFigure.ts';
import type { PlotColours } from '../../chart/plot.ts';
import { currentProvenance, fileName, linkedTable } from '../../saving/provenance.ts';
import { coloursNow } from '../../saving/savedChart.ts';
import { save } from '../../saving/saving.ts';
import type { SaveItem } from '../../saving/SaveMenu.tsx';
import type { GatherChoices } from './choices.ts';
import { paintGather } from './paintGather.ts';
import { pictureOf, type GatherView } from './view.ts';

/** Pixels of the file per pixel of the drawing. */
const SCALE = 2;
const BOX = { x: 70, y: 50, width: PICTURE.width - 90, height: PICTURE.height - 120 } as const;
const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const TICK = 5;

function paintAxes(
  context: CanvasRenderingContext2D,
  { range, end, time, title }: GatherView,
  { ink, muted, line }: PlotColours,
): void {
  const { x, y, width, height } = BOX;
  context.strokeStyle = line;
  context.strokeRect(x, y, width, height);
  context.fillStyle = muted;
  context.font = `12px ${FAMILY}`;
  context.textAlign = 'center';
  for (const { share, text } of ticksOf({ range: [...range] }))
    context.fillText(text, x + share * width, y + height + 3 * TICK);
  context.textAlign = 'right';
  for (const { share, text } of ticksOf({ range: [0, end / time.factor] }))
    context.fillText(text, x - TICK, y + share * height);
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.fillText(title, x + width / 2, y + height + 7 * TICK);
  context.save();
  context.translate(4 * TICK, y + height / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(`Time t (${time.unit})`, 0, 0);
  context.restore();
}

function gatherPicture(gather: Gather, view: GatherView, choices: GatherChoices): Uint8Array {
  const colours = coloursNow();
  const { link } = currentProvenance();
  const inner = document.createElement('canvas');
  inner.width = SCALE * BOX.width;
  inner.height = SCALE * BOX.height;
  paintGather(inner, { ...pictureOf(gather, view, choices, colours), ratio: SCALE });
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * PICTURE.width;
  canvas.height = SCALE * PICTURE.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no canvas to paint the picture on.');
  context.scale(SCALE, SCALE);
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, PICTURE.width, PICTURE.height);
  context.drawImage(inner, BOX.x, BOX.y, BOX.width, BOX.height);
  context.textBaseline = 'middle';
  paintAxes(context, view, colours);
  context.textAlign = 'left';
  context.font = `600 16px ${FAMILY}`;
  context.fillText('Shot gather', 4 * TICK, 4 * TICK);
  context.fillStyle = colours.muted;
  context.font = `12px ${FAMILY}`;
  context.fillText(view.spread.label, 4 * TICK, 7.5 * TICK);
  context.font = `9px ${FAMILY}`;
  context.fillText(link, 4 * TICK, PICTURE.height - 2 * TICK, PICTURE.width - 8 * TICK);
  return withPngText(bytesOf(canvas.toDataURL('image/png')), {
    Title: `Shot gather. ${view.spread.label}`,
    Source: link,
    Software: SOFTWARE,
  });
}

export const gatherPictureItem = (
  gather: Gather,
  view: GatherView,
  choices: GatherChoices,
): SaveItem => ({
  key: 'gather.png',
  label: 'Picture (PNG)',
  ready: true,
  save: () =>
    save('gather.png', 'gather', () => [
      {
        name: fileName(currentProvenance(), 'gather', 'png'),
        bytes: gatherPicture(gather, view, choices),
      },
    ]),
});

const formatLabels: Readonly<Record<GatherFormat, string>> = {
  npz: 'NumPy (.npz)',
  sac: 'SAC, text',
};

const formatItem = (gather: Gather, format: GatherFormat): SaveItem => ({
  key: `gather.${format}`,
  label: formatLabels[format],
  ready: true,
  save: () => {
    const { link, stem } = currentProvenance();
    return save(`gather.${format}`, `${stem}-gather-${format}`, () =>
      gatherFiles(gather, format, link),
    );
  },
});

/** The seismograms of all receivers and their first arrivals. */
export const gatherItems = (gather: Gather): SaveItem[] => [
  formatItem(gather, 'npz'),
  formatItem(gather, 'sac'),
  {
    key: 'gather.csv',
    label: 'First arrivals (CSV)',
    ready: true,
    save: () =>
      save('gather.csv', 'arrivals', () => [
        linkedTable(currentProvenance(), 'arrivals', arrivalRows(gather)),
      ]),
  },
];
