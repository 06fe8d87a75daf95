/**
 * A check compares the engine with something known exactly: a solution, a coefficient, an invariant. The unit
 * tests assert what the checks find, and the page computes the same checks in the visitor's browser.
 */
export interface Finding {
  what: string;
  value: number;
  unit?: string;
  /** What `value` has to be. */
  atMost?: number;
  atLeast?: number;
}

export interface Series {
  name: string;
  x: number[];
  y: number[];
  /** Drawn as a thin line: theory, not measurement. */
  reference?: boolean;
}

export interface Plot {
  title: string;
  x: { title: string; log?: boolean };
  y: { title: string; log?: boolean };
  series: Series[];
}

export interface CheckResult {
  findings: Finding[];
  plots: Plot[];
}

export interface Check {
  id: string;
  title: string;
  /** What is compared with what, and why that says something. */
  explanation: string;
  source: string;
  /** Computes piece by piece; yields the share that is done. */
  run(): Generator<number, CheckResult>;
}

export const holds = ({ value, atMost = Infinity, atLeast = -Infinity }: Finding): boolean =>
  value <= atMost && value >= atLeast;

/** Runs a check to its end. */
export function finish(check: Check): CheckResult {
  const steps = check.run();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
