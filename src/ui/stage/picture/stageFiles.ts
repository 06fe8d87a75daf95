/** The stage as files, in the theme of the page. Loaded when the first one is saved. */
import type { ExportFile } from '../../../engine/export/files.ts';
import { currentProvenance, fileName, type Provenance } from '../../saving/provenance.ts';
import { useTheme } from '../../theme.ts';
import { momentOf } from '../describe.ts';
import { currentFrame, usePlayer } from '../player.ts';
import { createDrawing, requireTrueColours } from './canvas.ts';
import { encodeClip, type Clip, type Progress } from './clip.ts';
import { clipFrames, clipScale } from './clipFrames.ts';
import type { StageContent } from './content.ts';
import { paintStage } from './paintStage.ts';
import { PICTURE_SCALE, pngFile } from './pngFile.ts';
import { sceneNow, verdictNow } from './scene.ts';

const wordsOf = ({ title, link }: Provenance) => ({ title, verdict: verdictNow(), link });

/** Such as `stage-0.82s`, or `stage-frame-3` where frames have no times. */
function momentName(frame: number, { clock }: StageContent): string {
  return clock.timed
    ? `stage-${momentOf(frame, clock).replaceAll(/[^\d.]/g, '')}s`
    : `stage-frame-${Math.floor(frame) + 1}`;
}

/** The frame on the stage as a PNG file of twice its size. */
export async function stagePicture(): Promise<ExportFile> {
  const provenance = currentProvenance();
  const scene = sceneNow(wordsOf(provenance), PICTURE_SCALE, useTheme.getState().theme);
  const { clock } = scene.content;
  const frame = Math.min(currentFrame(), clock.frames - 1);
  return pngFile(scene, frame, {
    provenance,
    what: momentName(frame, scene.content),
    title: `${provenance.title}. ${provenance.networks} ${momentOf(frame, clock)}`,
  });
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
    title: `${provenance.title}. ${provenance.networks}`,
    link: provenance.link,
  };
  const { bytes, ending } = await encodeClip(clip, progress);
  return { name: fileName(provenance, 'clip', ending), bytes };
}
