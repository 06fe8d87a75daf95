/** The next state of a run while it is being made, and the effects on the way there. */
import { type NetworkId, networkIds, idsOf } from '../../../engine/experiment/network.ts';
import type { NetworkRequest } from '../../../worker/protocol.ts';
import { type LabState, type NetworkState, type Phase } from '../../state.ts';
import { withNotice, withoutNotices } from '../notices.ts';
import type { Effect } from './effects.ts';
import { phaseOf } from './phase.ts';
import type { Course, NetworkCourse, State } from './state.ts';

type WithoutRun<T> = T extends { runId: number } ? Omit<T, 'runId'> : never;

export class Draft {
  lab: LabState;
  course: Course;
  readonly effects: Effect[] = [];

  constructor({ lab, course }: State) {
    this.lab = lab;
    this.course = course;
  }

  get phase(): Phase {
    return phaseOf(this);
  }

  /** The networks that take part in the run. */
  get ids(): NetworkId[] {
    return networkIds.filter((id) => this.lab.networks[id].status !== 'empty');
  }

  /** Networks that train side by side, and share the cores. */
  get count(): number {
    const { run, shown } = this.lab;
    return idsOf(run ?? shown).length;
  }

  /** Networks of the run with one of these statuses. */
  idsThatAre(...statuses: readonly NetworkState['status'][]): NetworkId[] {
    return networkIds.filter((id) => statuses.includes(this.lab.networks[id].status));
  }

  network(id: NetworkId): NetworkState {
    return this.lab.networks[id];
  }

  hidden(id: NetworkId): NetworkCourse {
    return this.course.networks[id];
  }

  set(patch: Partial<LabState>): void {
    this.lab = { ...this.lab, ...patch };
  }

  setCourse(patch: Partial<Course>): void {
    this.course = { ...this.course, ...patch };
  }

  /** Changes what the page shows of a network. */
  patch(id: NetworkId, patch: Partial<NetworkState>): void {
    this.put(id, { ...this.lab.networks[id], ...patch });
  }

  /** The state of a network in place of what the page shows of it. */
  put(id: NetworkId, network: NetworkState): void {
    this.set({ networks: { ...this.lab.networks, [id]: network } });
  }

  /** Changes what the page does not show of a network. */
  patchHidden(id: NetworkId, patch: Partial<NetworkCourse>): void {
    const networks = { ...this.course.networks, [id]: { ...this.hidden(id), ...patch } };
    this.setCourse({ networks });
  }

  do(effect: Effect): void {
    this.effects.push(effect);
  }

  post(network: NetworkId, request: WithoutRun<NetworkRequest>, transfer = false): void {
    const complete: NetworkRequest = { ...request, runId: this.lab.runId };
    this.do({ type: 'post', network, request: complete, transfer });
  }

  notice(text: string, key?: string): void {
    this.set({ notices: withNotice(this.lab.notices, text, key) });
  }

  withdrawNotices(cause: string): void {
    this.set({ notices: withoutNotices(this.lab.notices, cause) });
  }
}
