/** Holds the state of the run: applies events one after the other, and carries out what follows from each. */
import type { StoreApi } from 'zustand';
import type { LabState } from '../../state.ts';
import type { Effect } from './effects.ts';
import type { RunEvent } from './events.ts';
import { initialCourse, type Course, type State } from './state.ts';
import { transition } from './transition.ts';

export class Runner {
  private course: Course = initialCourse();
  private readonly queue: RunEvent[] = [];
  private busy = false;

  constructor(
    private readonly store: StoreApi<LabState>,
    /** Time (ms) in which the page was awake. */
    private readonly now: () => number,
    private readonly carryOut: (effect: Effect) => void,
  ) {}

  get state(): State {
    return { lab: this.store.getState(), course: this.course };
  }

  /** What happens while the effects of an event are carried out comes after them. */
  readonly dispatch = (event: RunEvent): void => {
    this.queue.push(event);
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.queue.shift(); next; next = this.queue.shift()) this.apply(next);
    } finally {
      this.busy = false;
    }
  };

  private apply(event: RunEvent): void {
    const { state, effects } = transition(this.state, event, this.now());
    this.course = state.course;
    if (state.lab !== this.store.getState()) this.store.setState(state.lab);
    for (const effect of effects) this.carryOut(effect);
  }
}
