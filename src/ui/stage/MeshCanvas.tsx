import { useEffect, useRef, useState } from 'react';
import type { DrawnMesh } from '../../worker/protocol.ts';
import { observePixels, type Pixels } from '../shared/observe.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import styles from './domain.module.css';

/** Where edges are shorter than this (px) their lines are drawn fainter, or they would hide the wave. */
const COMFORTABLE_EDGE = 10;
const STRONGEST = 0.55;
const FAINTEST = 0.07;

/** The edges of the mesh over the square, drawn once per mesh and size. */
export function MeshCanvas() {
  const shown = useLab((state) => state.meshShown);
  const mesh = useLab((state) => state.recording?.mesh);
  return shown && mesh && <Edges mesh={mesh} />;
}

function Edges({ mesh }: { mesh: DrawnMesh }) {
  const theme = useTheme((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pixels, setPixels] = useState<Pixels>();
  useEffect(() => {
    const { current: element } = canvas;
    return element ? observePixels(element, setPixels) : undefined;
  }, []);
  useEffect(() => {
    if (canvas.current && pixels) drawMesh(canvas.current, mesh, pixels);
    // The colour is read from the style sheet, so that a change of theme calls for a new drawing.
  }, [mesh, pixels, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.meshCanvas}
      data-testid="mesh-canvas"
      data-cells={mesh.cells.length / mesh.corners}
      aria-hidden="true"
    />
  );
}

function drawMesh(canvas: HTMLCanvasElement, mesh: DrawnMesh, pixels: Pixels): void {
  const { width, height, ratio } = pixels;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { x, y, corners, cells, quality } = mesh;
  const edge = width / Math.sqrt(quality.cells / (corners === 3 ? 2 : 1)) / ratio;
  const alpha = STRONGEST * (edge / COMFORTABLE_EDGE) ** 1.4;
  context.globalAlpha = Math.max(FAINTEST, Math.min(STRONGEST, alpha));
  context.strokeStyle = getComputedStyle(canvas).getPropertyValue('--ink');
  context.lineWidth = Math.max(0.7, 0.7 * ratio);
  context.beginPath();
  for (let first = 0; first < cells.length; first += corners) {
    for (let k = 0; k < corners; k++) {
      const p = cells[first + k];
      const q = cells[first + ((k + 1) % corners)];
      // The neighbour has the same edge the other way round; those on the boundary are outlined anyway.
      if (p > q) continue;
      context.moveTo(x[p] * width, (1 - y[p]) * height);
      context.lineTo(x[q] * width, (1 - y[q]) * height);
    }
  }
  context.stroke();
}
