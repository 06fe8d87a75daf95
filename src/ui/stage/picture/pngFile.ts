/** Scenes as PNG files. */
import type { ExportFile } from '../../../engine/export/files.ts';
import { withPngText } from '../../../engine/files/png.ts';
import { SOFTWARE } from '../../chart/picture.ts';
import { fileName, type Provenance } from '../../saving/provenance.ts';
import { createDrawing, pngOf, requireTrueColours } from './canvas.ts';
import { paintStage, type Scene } from './paintStage.ts';

/** Pixels of the picture per pixel of its layout. */
export const PICTURE_SCALE = 2;

interface Named {
  provenance: Provenance;
  /** Of the file, such as `stage-0.87s`. */
  what: string;
  /** In its metadata. */
  title: string;
}

/** A frame of a scene, with the experiment's link in the metadata. Rejects with a sentence. */
export async function pngFile(
  scene: Scene,
  frame: number,
  { provenance, what, title }: Named,
): Promise<ExportFile> {
  requireTrueColours();
  const { layout, scale } = scene;
  const whole = (length: number) => Math.round(length * scale);
  const { canvas, context } = createDrawing(whole(layout.width), whole(layout.height));
  paintStage(context, scene, frame);
  const texts = { Title: title, Source: provenance.link, Software: SOFTWARE };
  const bytes = withPngText(await pngOf(canvas), texts);
  return { name: fileName(provenance, what, 'png'), bytes };
}
