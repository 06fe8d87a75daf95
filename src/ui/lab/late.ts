/** Workers whose scripts are still on their way. */
import type { LabState } from '../state.ts';

type LateWorker = LabState['late'][number];

const nameOf = (who: LateWorker): string => {
  if (who === 'simulation') return 'the wave';
  return who === 'samples' ? 'the samples' : `network ${who.toUpperCase()}`;
};

/** Who waits, as the subject and verb of a sentence. */
export function waitingFor(late: readonly LateWorker[]): string {
  const named = late.map(nameOf);
  const many = late.length > 1 || late[0] === 'samples';
  const list = new Intl.ListFormat('en').format(named);
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} ${many ? 'wait' : 'waits'}`;
}
