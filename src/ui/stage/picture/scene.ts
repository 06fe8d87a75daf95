/** The stage as it is now, ready to be drawn. */
import { plotColours } from '../../chart/plot.ts';
import { contestOf } from '../../headline/contest.ts';
import { headlineOf } from '../../headline/headline.ts';
import { noteOf } from '../../headline/note.ts';
import { isCovered, useCovers } from '../../lessons/cover.ts';
import { hiddenOf, usePage } from '../../page/page.ts';
import { useLab } from '../../state.ts';
import type { Theme } from '../../theme.ts';
import { useComparison } from '../comparison.ts';
import { createDrawing } from './canvas.ts';
import { stageContent, type StageContent } from './content.ts';
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

/** The headline, what else there is to say, and what it rests on; nothing where a link or a lesson hides it. */
export function verdictNow(): string {
  const state = useLab.getState();
  const hidden = hiddenOf(usePage.getState()).has('verdict');
  const contest = contestOf(state);
  if (!contest || hidden || isCovered(useCovers.getState().covered, 'verdict')) return '';
  const { text, others } = headlineOf(contest);
  return [text, ...others, noteOf(state, contest).join(' ')].filter(Boolean).join('\n');
}

/** What is to be drawn, laid out. */
export function sceneOf(content: StageContent, words: Words, scale: number, theme: Theme): Scene {
  const measure = measureWith(createDrawing(1, 1).context);
  const layout = stageLayout(content, words, measure);
  return { content, layout, colours: plotColours(document.documentElement, theme), scale };
}

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
  return sceneOf(content, { ...words, lines: linesOf(state) }, scale, theme);
}
