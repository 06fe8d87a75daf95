import { useEffect, useRef } from 'react';
import { colourTables } from '../stage/colours.ts';
import { useTheme } from '../theme.ts';
import styles from './owndata.module.css';

interface PictureProps {
  /** Points down and across; values row by row. */
  rows: number;
  columns: number;
  values: Float32Array;
  /** For screen readers; nothing where the words beside it say as much. */
  label?: string;
}

/** What a value is as a place in a table of colours: about zero where there are both signs. */
function scaleOf(values: Float32Array): { signed: boolean; low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const signed = low < 0 && high > 0;
  const most = Math.max(-low, high);
  return signed ? { signed, low: -most, high: most } : { signed, low, high };
}

/** An array as a small picture, one pixel per value; what is not finite is left out. */
export function Picture({ rows, columns, values, label }: PictureProps) {
  const theme = useTheme((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const { signed, low, high } = scaleOf(values);
    const { field, amount } = colourTables[theme];
    const table = signed ? field : amount;
    const image = new ImageData(columns, rows);
    const words = new Uint32Array(image.data.buffer);
    const scale = high > low ? 255 / (high - low) : 0;
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i])) words[i] = table[Math.round((values[i] - low) * scale)];
    }
    context.putImageData(image, 0, 0);
  }, [rows, columns, values, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.picture}
      width={columns}
      height={rows}
      role={label === undefined ? 'presentation' : 'img'}
      aria-label={label}
      aria-hidden={label === undefined || undefined}
    />
  );
}
