/** Workers whose scripts are still on their way, and loading them once more. */
import { useLab, type LabState } from '../state.ts';
import { networks, pool, simulation } from './workers.ts';

type LateWorker = LabState['late'][number];

export const markLate = (who: LateWorker, late: boolean): void =>
  useLab.setState(({ late: before }) => ({
    late: late
      ? [...before.filter((one) => one !== who), who]
      : before.filter((one) => one !== who),
  }));

const names: Record<LateWorker, string> = {
  simulation: 'the wave',
  samples: 'the samples',
  a: 'network A',
  b: 'network B',
};

/** Who waits, as the subject and verb of a sentence. */
export function waitingFor(late: readonly LateWorker[]): string {
  const named = late.map((who) => names[who]);
  const list = new Intl.ListFormat('en').format(named);
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} ${named.length > 1 ? 'wait' : 'waits'}`;
}

export function loadAgain(): void {
  simulation.again();
  pool.again();
  networks.a.again();
  networks.b.again();
}
