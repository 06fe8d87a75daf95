import { yieldToEvents } from '../engine/events.ts';
import type { TurnMessage } from './turns.ts';

/**
 * Time that a network computes before it makes way for one that waits (ms). Handing over takes two messages by way of
 * the page; a slice that is many times longer makes them cheap, and on the curves nobody sees it.
 */
export const SLICE = 200;

/** A network that waits gives a sign of life this often (ms). */
const SIGN_INTERVAL = 10_000;

export interface TurnAsker {
  /** Asks for turn number `turn`; without a number, the turn is given back and none is wanted. */
  ask(turn?: number): void;
  /** Called every few seconds while the network waits. */
  onWaiting?(): void;
}

/** A network's side of taking turns: see `turns.ts`. */
export class Turn {
  private asker?: TurnAsker;
  /** Of the last time it asked; what answers earlier ones is out of date. */
  private number = 0;
  private mine = false;
  private othersWait = false;
  private stopped = false;
  private begun = 0;
  private goOn: () => void = () => {};

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Resolves when the network may compute, or when `stopWaiting` is called. */
  take(asker: TurnAsker): Promise<void> {
    this.asker = asker;
    this.stopped = false;
    return this.wait(asker);
  }

  /** Call between two steps: lets messages in, and others compute when the slice is over. */
  async breathe(): Promise<void> {
    await yieldToEvents();
    const { asker, mine, othersWait, stopped } = this;
    if (!asker || !mine || !othersWait || stopped) return;
    if (this.now() - this.begun >= SLICE) await this.wait(asker);
  }

  /** The network is to end its training: it stops waiting until it trains again. */
  stopWaiting(): void {
    this.stopped = true;
    this.goOn();
  }

  giveBack(): void {
    this.mine = false;
    this.number++;
    this.asker?.ask();
    this.asker = undefined;
  }

  hear({ type, turn }: TurnMessage): void {
    if (turn !== this.number) return;
    if (type === 'giveWay') {
      this.othersWait = true;
    } else {
      this.mine = true;
      this.begun = this.now();
      this.goOn();
    }
  }

  private async wait(asker: TurnAsker): Promise<void> {
    this.mine = false;
    this.othersWait = false;
    this.number++;
    const timer = setInterval(() => asker.onWaiting?.(), SIGN_INTERVAL);
    try {
      await new Promise<void>((resolve) => {
        this.goOn = resolve;
        asker.ask(this.number);
      });
    } finally {
      clearInterval(timer);
    }
  }
}
