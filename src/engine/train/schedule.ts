/** Warm-up share of the training and the first rate relative to the peak. */
const WARM_UP = 0.2;
const START = 0.1;
const END = 0.001;

/**
 * One-cycle learning rate: a cosine rise from `START`·peak over the first steps, then a cosine fall to
 * `END`·peak (Smith and Topin 2017, in the cosine form common today).
 */
export function oneCycleRate(step: number, steps: number, peak: number): number {
  const warmUp = Math.max(1, Math.round(WARM_UP * steps));
  const between = (from: number, to: number, share: number) =>
    from + ((to - from) * (1 - Math.cos(Math.PI * share))) / 2;
  if (step < warmUp) return peak * between(START, 1, step / warmUp);
  return peak * between(1, END, (step - warmUp) / Math.max(1, steps - warmUp));
}
