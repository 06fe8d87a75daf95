import { useEffect, useRef, useState } from 'react';
import { observePixels, type Pixels } from '../shared/observe.ts';
import styles from './kernels.module.css';

export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

interface PaintingProps {
  /** Width relative to height (CSS pixels). */
  aspect: number;
  /** Of the same identity as long as there is nothing new to draw. */
  draw: Draw;
  /** Names the picture; without it, the picture is part of something that has a name. */
  label?: string;
}

/** A canvas of the width it is given, sharp on every screen. `draw` counts in CSS pixels. */
export function Painting({ aspect, draw, label }: PaintingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pixels, setPixels] = useState<Pixels>();

  useEffect(() => {
    const { current: element } = canvas;
    return element ? observePixels(element, setPixels) : undefined;
  }, []);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !pixels) return;
    const { width, height, ratio } = pixels;
    context.canvas.width = width;
    context.canvas.height = height;
    context.scale(ratio, ratio);
    draw(context, width / ratio, height / ratio);
  }, [draw, pixels]);

  const style = { aspectRatio: aspect };
  return label === undefined ? (
    <canvas ref={canvas} className={styles.painting} style={style} aria-hidden="true" />
  ) : (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- painted here, not an image file
    <canvas ref={canvas} className={styles.painting} style={style} role="img" aria-label={label} />
  );
}
