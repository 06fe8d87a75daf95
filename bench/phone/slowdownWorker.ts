/** Stops processes and lets them go on, many times a second, on a clock of its own: nothing else runs in this thread. */
import { workerData } from 'node:worker_threads';
import type { Slots } from './slowdown.ts';

const { pids, rate, periodMs } = workerData as Slots;
/** Nobody wakes it: it only lets time pass. */
const clock = new Int32Array(new SharedArrayBuffer(4));
const wait = (ms: number) => Atomics.wait(clock, 0, 0, ms);

function signal(name: 'SIGSTOP' | 'SIGCONT', to: Int32Array): void {
  for (const pid of to) {
    try {
      if (pid !== 0) process.kill(pid, name);
    } catch {
      // It has ended.
    }
  }
}

for (;;) {
  const times = Atomics.load(rate, 0);
  if (times === 0) break;
  if (times > 1) {
    // Those that rest now go on, whoever is named meanwhile.
    const resting = pids.slice();
    signal('SIGSTOP', resting);
    wait(periodMs * (1 - 1 / times));
    signal('SIGCONT', resting);
  }
  wait(periodMs / Math.max(1, times));
}
