import { useEffect, useMemo, useRef } from 'react';
import type { Box } from 'slimwave-waves/scene/shapes';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { useTheme } from '../theme.ts';
import { backgroundInk } from './background.ts';
import styles from './domain.module.css';

/** The background in a part of the scene, where it varies. */
export function BackgroundCanvas({ scene, part }: { scene: Experiment['scene']; part: Box }) {
  const theme = useTheme((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useMemo(() => backgroundInk(scene, part, theme), [scene, part, theme]);
  useEffect(() => {
    if (ink) canvas.current?.getContext('2d')?.putImageData(ink, 0, 0);
  }, [ink]);
  if (!ink) return null;
  return (
    <canvas
      ref={canvas}
      className={styles.backgroundCanvas}
      data-part="zone"
      data-testid="background-canvas"
      width={ink.width}
      height={ink.height}
      aria-hidden="true"
    />
  );
}
