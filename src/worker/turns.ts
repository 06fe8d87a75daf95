/**
 * Who may compute: as many networks at once as there are places, usually one per core. The others wait in a queue.
 *
 * A network asks for a turn when it begins to train, and keeps it as long as nobody waits: then no further message is
 * needed. When others wait, as many of those that compute are told, whoever has computed longest first. Each finishes its
 * slice of time and asks again, which puts it behind everybody who waits. So all get equal shares of time, and no
 * place is free while somebody waits.
 *
 * This is the page's side; `turn.ts` is the network's.
 */

/** What a network is told; `turn` is the number that it asked with. */
export interface TurnMessage {
  type: 'yourTurn' | 'giveWay';
  turn: number;
}

export class Turns<Id> {
  /** In the order in which their turns began. */
  private readonly computing = new Map<Id, { turn: number; told: boolean }>();
  /** In the order of asking. */
  private readonly waiting = new Map<Id, number>();

  constructor(
    private readonly places: number,
    private readonly tell: (id: Id, message: TurnMessage) => void,
  ) {}

  /** A network wants a turn. One that has a turn gives it back with this, and stands behind all who wait. */
  ask(id: Id, turn: number): void {
    this.computing.delete(id);
    this.waiting.delete(id);
    this.waiting.set(id, turn);
    this.deal();
  }

  /** Networks have paused or finished, or are lost: they neither compute nor wait. */
  end(...ids: readonly Id[]): void {
    for (const id of ids) {
      this.computing.delete(id);
      this.waiting.delete(id);
    }
    this.deal();
  }

  private deal(): void {
    for (const [id, turn] of this.waiting) {
      if (this.computing.size >= this.places) break;
      this.waiting.delete(id);
      this.computing.set(id, { turn, told: false });
      this.tell(id, { type: 'yourTurn', turn });
    }
    let told = [...this.computing.values()].filter((one) => one.told).length;
    for (const [id, one] of this.computing) {
      if (told >= this.waiting.size) break;
      if (one.told) continue;
      one.told = true;
      told++;
      this.tell(id, { type: 'giveWay', turn: one.turn });
    }
  }
}
