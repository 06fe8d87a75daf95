/** The legend of a picture of the stage: colour scales with their units, and what the lines mean. */
import { sideConditions, sideWords } from '../../../engine/experiment/items.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import { isDrawnScaled } from '../../lab/ownRecording.ts';
import { formatPlain } from '../../shared/numbers.ts';
import { formatDisplacement } from '../../shared/units.ts';
import type { LabState } from '../../state.ts';
import type { Theme } from '../../theme.ts';
import { backgroundScale } from '../background.ts';
import { colourTables, type ColourTable } from '../colours.ts';
import type { StageData } from '../comparison.ts';
import { inputChannels } from '../inputChannels.ts';

export interface ScaleContent {
  name: string;
  table: ColourTable;
  /** From its low end to its high one, evenly spaced. */
  ticks: readonly string[];
}

export function scalesOf(sources: {
  state: LabState;
  data: StageData;
  theme: Theme;
}): ScaleContent[] {
  const { state, data, theme } = sources;
  const { recording, shown } = state;
  const tables = colourTables[theme];
  const { unit, words } = originOf(shown);
  const format = unit === 'm' ? formatDisplacement : formatPlain;
  const scaled = recording !== undefined && isDrawnScaled(recording);
  const background = backgroundScale(shown, theme);
  const compared = Object.values(data.networks).some(Boolean);
  return [
    {
      name: scaled ? `${words.scale.name}, scaled` : words.scale.name,
      table: tables.field,
      ticks: [`−${format(data.fieldRange)}`, '0', `+${format(data.fieldRange)}`],
    },
    ...(compared
      ? [{ name: '|Error|', table: tables.error, ticks: ['0', format(data.errorRange)] }]
      : []),
    ...inputChannels(recording, tables, data.fieldRange)
      .filter(({ onFieldScale }) => !onFieldScale)
      .map(({ title, table, low, high, format: text }) => ({
        name: title,
        table,
        ticks: [text(low), text(high)],
      })),
    ...(background ? [background] : []),
  ];
}

export type LineKind = 'zone' | 'range' | (typeof sideConditions)[number];

/** What the lines in the square are, in order; nothing where there is no scene. */
export function linesOf({ shown }: Pick<LabState, 'shown'>): { kind: LineKind; label: string }[] {
  if (!originOf(shown).simulated) return [];
  const { left, right, bottom, top, obstacles, outline } = shown.scene;
  const used = sideConditions.filter(
    (condition) =>
      [left, right, bottom, top].includes(condition) ||
      [...obstacles, ...outline].some(({ option }) => option === condition),
  );
  return [
    { kind: 'zone', label: 'zone' },
    { kind: 'range', label: 'training range' },
    ...used.map((kind) => ({ kind, label: sideWords[kind] })),
  ];
}
