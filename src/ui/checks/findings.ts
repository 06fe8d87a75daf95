/** What was found and what was claimed, as texts. */
import { holds, type Finding } from '../../engine/verification/check.ts';
import { formatDigits, formatRound, withUnit } from '../shared/numbers.ts';

/** Three significant digits, or more where rounding would contradict the verdict (1.8996 is not 1.90). */
export function formatMeasured(finding: Finding): string {
  const { value, unit } = finding;
  const verdict = holds(finding);
  let digits = 3;
  while (
    digits < 15 &&
    holds({ ...finding, value: Number(value.toPrecision(digits)) }) !== verdict
  ) {
    digits++;
  }
  return withUnit(formatDigits(value, digits), unit);
}

export function formatClaim({ atLeast, atMost, unit }: Finding): string {
  const parts = [
    atLeast === undefined ? [] : [`at least ${formatRound(atLeast)}`],
    atMost === undefined ? [] : [`at most ${formatRound(atMost)}`],
  ].flat();
  if (parts.length < 2) return parts.length === 0 ? '' : withUnit(parts[0], unit);
  return withUnit(`${formatRound(atLeast!)} to ${formatRound(atMost!)}`, unit);
}
