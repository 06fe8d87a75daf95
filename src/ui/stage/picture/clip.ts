/** Videos: frame by frame with WebCodecs where the browser has them, otherwise recorded while they play. */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
  type OutputFormat,
  type VideoCodec,
} from 'mediabunny';
import type { ClipFrame } from './clipFrames.ts';

export interface Clip {
  canvas: HTMLCanvasElement;
  frames: readonly ClipFrame[];
  /** Paints a frame of the stage on the canvas. */
  paint: (frame: number) => void;
  title: string;
  link: string;
}

export interface Progress {
  /** From 0 to 1. */
  onShare: (share: number) => void;
  signal: AbortSignal;
}

export interface Encoded {
  bytes: Uint8Array;
  ending: 'mp4' | 'webm';
}

export const NO_RECORDER =
  'This browser can’t record video. Save the picture instead, or open the link in a current Chrome, Edge, Firefox or Safari.';

/** Bits per pixel and frame: lines and letters stay sharp, and half a minute is some megabytes. */
const BITS = 0.25;
const bitrateOf = ({ canvas, frames }: Clip): number =>
  Math.round((BITS * canvas.width * canvas.height) / frames[0].duration);

interface Way {
  format: OutputFormat;
  codec: VideoCodec;
  ending: Encoded['ending'];
}

/** MP4 with H.264 first, which slides play; otherwise what the browser encodes. Undefined if it is nothing. */
async function wayFor(clip: Clip): Promise<Way | undefined> {
  if (typeof VideoEncoder === 'undefined') return undefined;
  const { width, height } = clip.canvas;
  const encodable = (codecs: VideoCodec[]) =>
    getFirstEncodableVideoCodec(codecs, { width, height, bitrate: bitrateOf(clip) });
  const h264 = await encodable(['avc']);
  if (h264)
    return { format: new Mp4OutputFormat({ fastStart: 'in-memory' }), codec: h264, ending: 'mp4' };
  const open = await encodable(['vp9', 'vp8', 'av1']);
  return open ? { format: new WebMOutputFormat(), codec: open, ending: 'webm' } : undefined;
}

async function encodeExactly(
  clip: Clip,
  way: Way,
  { onShare, signal }: Progress,
): Promise<Encoded> {
  const target = new BufferTarget();
  const output = new Output({ format: way.format, target });
  const source = new CanvasSource(clip.canvas, { codec: way.codec, bitrate: bitrateOf(clip) });
  output.addVideoTrack(source);
  output.setMetadataTags({ title: clip.title, comment: clip.link });
  try {
    await output.start();
    for (const { frame, at, duration } of clip.frames) {
      signal.throwIfAborted();
      clip.paint(frame);
      // Waits for the encoder: a few frames are in memory at a time, however long the clip.
      await source.add(at, duration);
      onShare((at + duration) / lengthOf(clip));
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  if (!target.buffer)
    throw new Error('The browser’s video encoder made nothing. Save the picture instead.');
  return { bytes: new Uint8Array(target.buffer), ending: way.ending };
}

const lengthOf = ({ frames }: Clip): number =>
  frames.reduce((sum, { duration }) => sum + duration, 0);

/** The first that the recorder makes. */
const RECORDED = [
  'video/mp4;codecs=avc1.640028',
  'video/mp4',
  'video/webm;codecs=vp9',
  'video/webm',
];

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** As long as the clip plays: browsers without WebCodecs know no other times than the clock's. */
async function record(clip: Clip, { onShare, signal }: Progress): Promise<Encoded> {
  if (typeof MediaRecorder === 'undefined' || typeof clip.canvas.captureStream !== 'function') {
    throw new Error(NO_RECORDER);
  }
  const mimeType = RECORDED.find((type) => MediaRecorder.isTypeSupported(type));
  if (mimeType === undefined) throw new Error(NO_RECORDER);
  const stream = clip.canvas.captureStream();
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: bitrateOf(clip) });
  const parts: Blob[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => resolve());
    recorder.addEventListener('error', () =>
      reject(new Error(`${NO_RECORDER} Its recorder stopped.`)),
    );
  });
  try {
    clip.paint(clip.frames[0].frame);
    recorder.start();
    for (const { frame, at, duration } of clip.frames) {
      signal.throwIfAborted();
      clip.paint(frame);
      await wait(duration);
      onShare((at + duration) / lengthOf(clip));
    }
  } finally {
    if (recorder.state !== 'inactive') recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  }
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return { bytes, ending: mimeType.startsWith('video/mp4') ? 'mp4' : 'webm' };
}

/** Rejects with a sentence where the browser has no way, and with an `AbortError` when it is cancelled. */
export async function encodeClip(clip: Clip, progress: Progress): Promise<Encoded> {
  const way = await wayFor(clip);
  return way ? encodeExactly(clip, way, progress) : record(clip, progress);
}
