import { useEffect, useRef } from 'react';
import { observeSize } from '../shared/observe.ts';
import { paintFrame, type Picture } from './paint.ts';
import { onFrame, repaint } from './player.ts';

interface FieldCanvasProps {
  label: string;
  picture?: Picture;
  /** Frames of the stage before the picture's first one; until then that one is shown dimmed. */
  skipped: number;
}

/** Until a field has been painted; the benchmark reads the mark that is then set. */
let firstField = true;

/** The animated image of one field. It follows the stage's clock without React. */
export function FieldCanvas({ label, picture, skipped }: FieldCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const versions = useRef(0);

  useEffect(() => {
    const { current: element } = canvas;
    if (!element) return undefined;
    return observeSize(element, (width) => {
      const pixels = Math.max(1, Math.round(width * window.devicePixelRatio));
      if (element.width === pixels) return;
      element.width = pixels;
      element.height = pixels;
      repaint();
    });
  }, []);

  useEffect(() => {
    const { current: element } = canvas;
    if (!element || !picture) return undefined;
    const { values, points } = picture;
    const last = values.length / points ** 2 - 1;
    let fresh = true;
    return onFrame((frame) => {
      const own = frame - skipped;
      paintFrame(element, picture, Math.min(last, Math.max(0, own)));
      // A single frame waits for nothing that will change it: it is shown as it is.
      element.dataset.early = String(own < 0 && last > 0);
      // Tests see by this number that new data have reached the screen.
      if (fresh) element.dataset.version = String(++versions.current);
      if (fresh && firstField) performance.mark('first field');
      fresh = false;
      firstField = false;
    });
  }, [picture, skipped]);

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- painted here, not an image file
  return <canvas ref={canvas} role="img" aria-label={label} hidden={!picture} />;
}
