/** The stage as it is now, ready to be drawn. */
import { plotColours } from '../../chart/plot.ts';
import { isCovered, useCovers } from '../../lessons/cover.ts';
import { hiddenOf, usePage } from '../../page/page.ts';
import { useLab } from '../../state.ts';
import type { Theme } from '../../theme.ts';
import { useComparison } from '../comparison.ts';
import { createDrawing } from './canvas.ts';
import { stageContent } from './content.ts';
import { stageLayout, type Measure, type TextRole, type Words } from './layout.ts';
import type { Scene } from './paintStage.ts';
import { fontOf } from './paper.ts';
import { linesOf } from './scales.ts';

const measureWith =
  (context: CanvasRenderingContext2D): Measure =>
  (text: string, role: TextRole) => {
    context.font = fontOf(role);
    return context.measureText(text).width;
  };

/** In `theme`, with the words that go round it. */
export function sceneNow(words: Omit<Words, 'lines'>, scale: number, theme: Theme): Scene {
  const state = useLab.getState();
  const content = stageContent({
    state,
    data: useComparison.getState(),
    theme,
    numberless: hiddenOf(usePage.getState()).has('numbers'),
    covered: isCovered(useCovers.getState().covered, 'errors'),
  });
  const measure = measureWith(createDrawing(1, 1).context);
  const layout = stageLayout(content, { ...words, lines: linesOf(state) }, measure);
  return { content, layout, colours: plotColours(document.documentElement, theme), scale };
}
