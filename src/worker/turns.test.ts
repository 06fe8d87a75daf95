import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns, type TurnMessage } from './turns.ts';

const IDS = ['a', 'b', 'c', 'd'] as const;
type Id = (typeof IDS)[number];

/** Turns, and what those who take them know from their messages. */
class Table {
  readonly computing: Id[] = [];
  readonly waiting: Id[] = [];
  readonly told = new Set<Id>();
  readonly log: string[] = [];
  private turn = 0;
  private readonly turns: Turns<Id>;

  constructor(readonly places: number) {
    this.turns = new Turns<Id>(places, (id, message) => this.hear(id, message));
  }

  ask(id: Id): void {
    this.remove(id);
    this.waiting.push(id);
    this.turns.ask(id, this.turn++);
  }

  end(id: Id): void {
    this.remove(id);
    this.turns.end(id);
  }

  private remove(id: Id): void {
    for (const list of [this.computing, this.waiting]) {
      const at = list.indexOf(id);
      if (at >= 0) list.splice(at, 1);
    }
    this.told.delete(id);
  }

  private hear(id: Id, { type }: TurnMessage): void {
    this.log.push(`${id} ${type}`);
    if (type === 'giveWay') {
      expect(this.computing).toContain(id);
      this.told.add(id);
    } else {
      expect(this.waiting.shift()).toBe(id);
      this.computing.push(id);
    }
  }
}

describe('turns', () => {
  it('cost one message each while there is a place for everybody', () => {
    const table = new Table(4);
    IDS.forEach((id) => table.ask(id));
    expect(table.log).toEqual(IDS.map((id) => `${id} yourTurn`));
  });

  it('pass from whoever has computed longest to whoever has waited longest', () => {
    const table = new Table(2);
    IDS.forEach((id) => table.ask(id));
    expect(table.log.splice(0)).toEqual(['a yourTurn', 'b yourTurn', 'a giveWay', 'b giveWay']);
    table.ask('b');
    expect(table.log.splice(0)).toEqual(['c yourTurn', 'c giveWay']);
    table.ask('a');
    expect(table.log.splice(0)).toEqual(['d yourTurn', 'd giveWay']);
    expect(table.waiting).toEqual(['b', 'a']);
    // What is lost or finished makes room. Network D has been told already, so that nobody else need be.
    table.end('c');
    table.end('d');
    expect(table.log).toEqual(['b yourTurn', 'a yourTurn']);
  });

  it('come back at once to a network that makes way when nobody waits any more', () => {
    const table = new Table(1);
    table.ask('a');
    table.ask('b');
    table.end('b');
    table.log.splice(0);
    table.ask('a');
    expect(table.log).toEqual(['a yourTurn']);
  });

  it('whatever happens: no place is free while somebody waits, and the right ones are told', () => {
    const action = fc.tuple(
      fc.constantFrom('ask' as const, 'end' as const),
      fc.constantFrom(...IDS),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(action), (places, actions) => {
        const table = new Table(places);
        for (const [what, id] of actions) {
          table[what](id);
          const { computing, waiting, told } = table;
          expect(computing.length).toBeLessThanOrEqual(places);
          if (waiting.length > 0) expect(computing).toHaveLength(places);
          expect(told.size).toBeGreaterThanOrEqual(Math.min(waiting.length, computing.length));
        }
      }),
    );
  });
});

/** A network that trains: the time of a step, and how much is left to do. */
interface Load {
  stepMs: number;
  steps: number;
}

/** Trains with slices of so many ms, and returns when each network has finished and its share on the way. */
function simulate(loads: readonly Load[], places: number, slice: number) {
  const left = loads.map(({ steps }) => steps);
  const spent = loads.map(() => 0);
  const finished = loads.map(() => 0);
  const unfair: number[] = [];
  const begun = new Map<number, number>();
  const told = new Set<number>();
  /** When the step in progress of a network ends. */
  const ends = new Map<number, number>();
  let now = 0;
  const turns = new Turns<number>(places, (id, { type }) => {
    if (type === 'giveWay') {
      told.add(id);
    } else {
      begun.set(id, now);
      ends.set(id, now + loads[id].stepMs);
    }
  });
  const leave = (id: number) => {
    ends.delete(id);
    told.delete(id);
  };
  loads.forEach((_, id) => turns.ask(id, 0));
  while (ends.size > 0) {
    const [id, end] = [...ends].reduce((first, one) => (one[1] < first[1] ? one : first));
    now = end;
    left[id]--;
    spent[id] += loads[id].stepMs;
    if (left.every((steps) => steps > 0)) unfair.push(Math.max(...spent) - Math.min(...spent));
    if (left[id] === 0) {
      finished[id] = now;
      leave(id);
      turns.end(id);
    } else if (told.has(id) && now - begun.get(id)! >= slice) {
      leave(id);
      turns.ask(id, 0);
    } else {
      ends.set(id, now + loads[id].stepMs);
    }
  }
  return { now, finished, unfair: Math.max(0, ...unfair) };
}

describe('networks that take turns', () => {
  const load = fc.record({
    stepMs: fc.integer({ min: 1, max: 50 }),
    steps: fc.integer({ min: 1, max: 200 }),
  });
  const loads = fc.array(load, { minLength: 1, maxLength: 4 });
  const SLICE = 100;
  /** How long a turn may last: the last step begins before the slice is over. */
  const LONGEST = SLICE + 50;

  it('all finish, and no core idles while one of them could compute', () => {
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 4 }), (all, places) => {
        const { now, finished } = simulate(all, places, SLICE);
        const times = all.map(({ stepMs, steps }) => stepMs * steps);
        const sum = times.reduce((total, time) => total + time, 0);
        expect(finished.every((time) => time > 0)).toBe(true);
        // Graham's bound for any schedule without idle places.
        expect(now).toBeLessThanOrEqual(
          sum / places + (1 - 1 / places) * Math.max(...times) + 1e-6,
        );
      }),
    );
  });

  it('whose steps are equally long get equal shares of time, but for two slices', () => {
    const loadsOf = fc.tuple(fc.integer({ min: 1, max: 50 }), loads);
    fc.assert(
      fc.property(loadsOf, fc.integer({ min: 1, max: 4 }), ([stepMs, all], places) => {
        const equal = all.map(({ steps }) => ({ stepMs, steps }));
        expect(simulate(equal, places, SLICE).unfair).toBeLessThanOrEqual(2 * LONGEST);
      }),
    );
  });
});
