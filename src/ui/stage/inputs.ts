import { useMemo } from 'react';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { colourTables } from './colours.ts';
import { useComparison } from './comparison.ts';
import { inputChannels, type InputChannel } from './inputChannels.ts';

export function useInputChannels(): InputChannel[] {
  const recording = useLab((state) => state.recording);
  const tables = colourTables[useTheme((state) => state.theme)];
  const fieldRange = useComparison((state) => state.fieldRange);
  return useMemo(
    () => inputChannels(recording, tables, fieldRange),
    [recording, tables, fieldRange],
  );
}
