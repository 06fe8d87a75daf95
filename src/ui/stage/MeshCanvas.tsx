import { useEffect, useRef, useState } from 'react';
import type { DrawnMesh } from '../../worker/protocol.ts';
import { observeSize } from '../shared/observe.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';

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
  const [pixels, setPixels] = useState(0);
  useEffect(() => {
    const { current: element } = canvas;
    if (!element) return undefined;
    return observeSize(element, (width) =>
      setPixels(Math.max(1, Math.round(width * window.devicePixelRatio))),
    );
  }, []);
  useEffect(() => {
    if (canvas.current && pixels > 0) drawMesh(canvas.current, mesh, pixels);
    // The colour is read from the style sheet, so that a change of theme calls for a new drawing.
  }, [mesh, pixels, theme]);
  return (
    <canvas
      ref={canvas}
      className="mesh-canvas"
      data-testid="mesh-canvas"
      data-cells={mesh.cells.length / mesh.corners}
      aria-hidden="true"
    />
  );
}

function drawMesh(canvas: HTMLCanvasElement, mesh: DrawnMesh, pixels: number): void {
  canvas.width = pixels;
  canvas.height = pixels;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { x, y, corners, cells, quality } = mesh;
  const edge = pixels / Math.sqrt(quality.cells / (corners === 3 ? 2 : 1)) / devicePixelRatio;
  const alpha = STRONGEST * (edge / COMFORTABLE_EDGE) ** 1.4;
  context.globalAlpha = Math.max(FAINTEST, Math.min(STRONGEST, alpha));
  context.strokeStyle = getComputedStyle(canvas).getPropertyValue('--ink');
  context.lineWidth = Math.max(0.7, 0.7 * devicePixelRatio);
  context.beginPath();
  for (let first = 0; first < cells.length; first += corners) {
    for (let k = 0; k < corners; k++) {
      const p = cells[first + k];
      const q = cells[first + ((k + 1) % corners)];
      // The neighbour has the same edge the other way round; those on the boundary are outlined anyway.
      if (p > q) continue;
      context.moveTo(x[p] * pixels, (1 - y[p]) * pixels);
      context.lineTo(x[q] * pixels, (1 - y[q]) * pixels);
    }
  }
  context.stroke();
}
