/** The stage as files, in the theme of the page. Loaded when the first one is saved. */
import type { ExportFile } from '../../../engine/export/files.ts';
import { withPngText } from '../../../engine/files/png.ts';
import { SOFTWARE } from '../../chart/picture.ts';
import { currentProvenance, fileName, type Provenance } from '../../saving/provenance.ts';
import { useTheme } from '../../theme.ts';
import { momentOf } from '../describe.ts';
import { currentFrame, usePlayer } from '../player.ts';
import { createDrawing, pngOf, requireTrueColours } from './canvas.ts';
import { encodeClip, type Clip, type Progress } from './clip.ts';
import { clipFrames, clipScale } from './clipFrames.ts';
import type { StageContent } from './content.ts';
import { paintStage, type Scene } from './paintStage.ts';
import { sceneNow, verdictNow } from './scene.ts';

const wordsOf = ({ preset, link }: Provenance) => ({ title: preset, verdict: verdictNow(), link });

/** A canvas of whole pixels for the scene. */
const drawingFor = ({ layout, scale }: Scene) =>
  createDrawing(Math.round(layout.width * scale), Math.round(layout.height * scale));

/** Such as `stage-0.82s`, or `stage-frame-3` where frames have no times. */
function momentName(frame: number, { clock }: StageContent): string {
  return clock.timed
    ? `stage-${momentOf(frame, clock).replaceAll(/[^\d.]/g, '')}s`
    : `stage-frame-${Math.floor(frame) + 1}`;
}

/** Pixels of the picture per pixel of its layout. */
export const PICTURE_SCALE = 2;

/** The frame on the stage as a PNG file of twice its size, with the experiment's link in it and in its metadata. */
export async function stagePicture(): Promise<ExportFile> {
  requireTrueColours();
  const provenance = currentProvenance();
  const scene = sceneNow(wordsOf(provenance), PICTURE_SCALE, useTheme.getState().theme);
  const { canvas, context } = drawingFor(scene);
  const frame = Math.min(currentFrame(), scene.content.clock.frames - 1);
  paintStage(context, scene, frame);
  const bytes = withPngText(await pngOf(canvas), {
    Title: `${provenance.preset}. ${provenance.networks} ${momentOf(frame, scene.content.clock)}`,
    Source: provenance.link,
    Software: SOFTWARE,
  });
  return { name: fileName(provenance, momentName(frame, scene.content), 'png'), bytes };
}

/** One loop of the stage as a video, at the speed of the stage. Rejects with an `AbortError` when it is cancelled. */
export async function stageClip(progress: Progress): Promise<ExportFile> {
  requireTrueColours();
  const provenance = currentProvenance();
  const whole = sceneNow(wordsOf(provenance), 1, useTheme.getState().theme);
  const scene = { ...whole, scale: clipScale(whole.layout) };
  const { width, height } = whole.layout;
  // Encoders halve the resolution of colours: sizes must be even.
  const even = (length: number) => 2 * Math.round((length * scene.scale) / 2);
  const { canvas, context } = createDrawing(even(width), even(height));
  const clip: Clip = {
    canvas,
    frames: clipFrames(scene.content, usePlayer.getState()),
    paint: (frame) => paintStage(context, scene, frame),
    title: `${provenance.preset}. ${provenance.networks}`,
    link: provenance.link,
  };
  const { bytes, ending } = await encodeClip(clip, progress);
  return { name: fileName(provenance, 'clip', ending), bytes };
}
