/** Whether a network whose worker was lost is taken up again, and where. */

/** A network is taken up again this many times in a run. */
const MAX_RESUMES = 3;
/** After this many faults of its GPU a network goes on without. */
const GPU_FAULTS = 2;

/** What a network has been through in a run. */
export interface History {
  resumes: number;
  gpuFaults: number;
  /** Step from which it went on the last time. */
  from: number;
}

export const unharmed: History = { resumes: 0, gpuFaults: 0, from: 0 };

export interface Loss {
  onGpu: boolean;
  /** Step that it had reached, and that of its newest checkpoint. */
  step: number;
  checkpoint: number;
}

export interface Decision {
  history: History;
  goesOn: boolean;
  /** Whether it is taken to another backend. */
  leavesGpu: boolean;
}

/**
 * A network that has come no further than the last time would fail at the same place again, unless it is taken to
 * another backend.
 */
export function decide(history: History, { onGpu, step, checkpoint }: Loss): Decision {
  const { resumes, from } = history;
  const gpuFaults = history.gpuFaults + (onGpu ? 1 : 0);
  const leavesGpu = onGpu && gpuFaults >= GPU_FAULTS;
  const moved = resumes === 0 || leavesGpu || step > from;
  return resumes < MAX_RESUMES && moved
    ? { goesOn: true, leavesGpu, history: { resumes: resumes + 1, gpuFaults, from: checkpoint } }
    : { goesOn: false, leavesGpu: false, history };
}
