import { limitsIn, type Follows, type Limits } from '../../engine/experiment/limits.ts';
import { parseInterval } from '../../engine/experiment/numbers.ts';
import { useLab } from '../state.ts';

/** Limits and step of a number that is written so now: in the domain that the settings have. */
export function useLimits(number: Limits & { follows?: Follows }, text: string): Limits {
  const width = useLab((state) => state.experiment.scene.width);
  const height = useLab((state) => state.experiment.scene.height);
  const [value] = parseInterval(text.split('..')[0]);
  return limitsIn({ width, height }, number, Number.isNaN(value) ? undefined : value);
}
