import { useEffect, useRef, useState } from 'react';
import { cellCount } from 'slimwave-waves/mesh/mesh';
import type { Extents } from '../../engine/scene/domain.ts';
import type { DrawnMesh } from '../../worker/protocol.ts';
import { observePixels, type Pixels } from '../shared/observe.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { paintMesh } from './paintMesh.ts';
import styles from './domain.module.css';

/** The edges of the mesh over the square, drawn once per mesh and size. */
export function MeshCanvas() {
  const shown = useLab((state) => state.meshShown);
  const mesh = useLab((state) => state.recording?.mesh);
  const scene = useLab((state) => state.recording?.experiment.scene);
  return shown && mesh && scene && <Edges mesh={mesh} extents={scene} />;
}

function Edges({ mesh, extents }: { mesh: DrawnMesh; extents: Extents }) {
  const theme = useTheme((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pixels, setPixels] = useState<Pixels>();
  useEffect(() => {
    const { current: element } = canvas;
    return element ? observePixels(element, setPixels) : undefined;
  }, []);
  useEffect(() => {
    const { current: element } = canvas;
    if (!element || !pixels) return;
    element.width = pixels.width;
    element.height = pixels.height;
    const context = element.getContext('2d');
    const colour = getComputedStyle(element).getPropertyValue('--ink');
    if (context) paintMesh(context, mesh, pixels, extents, colour);
    // The colour is read from the style sheet, so that a change of theme calls for a new drawing.
  }, [mesh, extents, pixels, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.meshCanvas}
      data-testid="mesh-canvas"
      data-cells={cellCount(mesh)}
      aria-hidden="true"
    />
  );
}
