/** What has been computed, what is being computed and what comes next. */
import { create } from 'zustand';
import type { CheckResult } from '../../engine/verification/check.ts';
import { checks } from '../../engine/verification/index.ts';
import { ChecksClient } from '../../worker/checksClient.ts';
import type { ChecksEvent } from '../../worker/checksProtocol.ts';

export type CheckState =
  | { status: 'waiting' }
  | { status: 'stopped' }
  | { status: 'running'; share: number }
  | { status: 'done'; result: CheckResult; milliseconds: number }
  | { status: 'failed'; message: string };

interface ChecksState {
  /** By the check's id. */
  states: Readonly<Record<string, CheckState>>;
  /** Checks that wait, in the order of their turn. */
  queue: readonly string[];
  running?: string;
  /** The worker's script has not come for a while. */
  late: boolean;
  /** When the last check ended; before that, when the page was opened. */
  computedAt: Date;
}

const all = (status: 'waiting' | 'stopped') =>
  Object.fromEntries(checks.map(({ id }): [string, CheckState] => [id, { status }]));

export const useChecks = create<ChecksState>()(() => ({
  states: all('waiting'),
  queue: [],
  late: false,
  computedAt: new Date(),
}));

const client = new ChecksClient(receive, (late) => useChecks.setState({ late }));

/** Loads a worker's script that is late once more. */
export const loadAgain = (): void => client.again();

function set(id: string, state: CheckState, rest: Partial<ChecksState> = {}): void {
  useChecks.setState(({ states }) => ({ states: { ...states, [id]: state }, ...rest }));
}

function receive(event: ChecksEvent): void {
  const { id } = event;
  switch (event.type) {
    case 'progress':
      set(id, { status: 'running', share: event.share });
      return;
    case 'done':
      set(id, { status: 'done', result: event.result, milliseconds: event.milliseconds });
      break;
    case 'failed':
      set(id, { status: 'failed', message: event.message });
      break;
    default:
      event satisfies never;
  }
  useChecks.setState({ computedAt: new Date(), running: undefined });
  next();
}

function next(): void {
  const [id, ...queue] = useChecks.getState().queue;
  if (id === undefined) return;
  set(id, { status: 'running', share: 0 }, { running: id, queue });
  client.run(id);
}

/** Computes every check, from the first. */
export function runAll(): void {
  client.stop();
  useChecks.setState({
    states: all('waiting'),
    queue: checks.map(({ id }) => id),
    running: undefined,
  });
  next();
}

/** Computes one check at once; one that this pushes aside begins again after it. */
export function runNow(id: string): void {
  const { running, queue } = useChecks.getState();
  const rest = queue.filter((waiting) => waiting !== id);
  if (running !== undefined && running !== id) {
    set(running, { status: 'waiting' });
    rest.unshift(running);
  }
  useChecks.setState({ queue: [id, ...rest] });
  next();
}

/** Ends the run; what has been computed stays. */
export function stop(): void {
  client.stop();
  useChecks.setState(({ states }) => ({
    states: Object.fromEntries(
      Object.entries(states).map(([id, state]): [string, CheckState] => [
        id,
        state.status === 'waiting' || state.status === 'running' ? { status: 'stopped' } : state,
      ]),
    ),
    queue: [],
    running: undefined,
  }));
}
