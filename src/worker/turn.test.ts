import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SLICE, Turn } from './turn.ts';
import { Turns } from './turns.ts';

/** A network's turn, a clock that the test moves, and what was asked. */
function setUp() {
  const clock = { now: 0 };
  const asked: (number | undefined)[] = [];
  const turn = new Turn(() => clock.now);
  return { clock, asked, turn, asker: { ask: (number?: number) => void asked.push(number) } };
}

/** Whether a promise is settled, after everything that can go on has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
  return settled;
}

describe('a turn', () => {
  it('begins when the answer comes, and is kept while nobody waits', async () => {
    const { clock, asked, turn, asker } = setUp();
    const taken = turn.take(asker);
    expect(await isSettled(taken)).toBe(false);
    turn.hear({ type: 'yourTurn', turn: 1 });
    await taken;
    clock.now = 100 * SLICE;
    await turn.breathe();
    expect(asked).toEqual([1]);
    turn.giveBack();
    expect(asked).toEqual([1, undefined]);
  });

  it('is passed on when the slice is over and somebody waits, and comes back', async () => {
    const { clock, asked, turn, asker } = setUp();
    const taken = turn.take(asker);
    turn.hear({ type: 'yourTurn', turn: 1 });
    await taken;
    turn.hear({ type: 'giveWay', turn: 1 });
    clock.now = SLICE - 1;
    await turn.breathe();
    expect(asked).toEqual([1]);
    clock.now = SLICE;
    const passed = turn.breathe();
    expect(await isSettled(passed)).toBe(false);
    expect(asked).toEqual([1, 2]);
    turn.hear({ type: 'yourTurn', turn: 2 });
    await passed;
  });

  it('is not begun by an answer that is out of date', async () => {
    const { asked, turn, asker } = setUp();
    const first = turn.take(asker);
    turn.stopWaiting();
    await first;
    turn.giveBack();
    const second = turn.take(asker);
    turn.hear({ type: 'yourTurn', turn: 1 });
    expect(await isSettled(second)).toBe(false);
    turn.hear({ type: 'yourTurn', turn: asked.at(-1)! });
    await second;
  });

  it('is not waited for when training is to end, whether the word comes before or meanwhile', async () => {
    const { clock, asked, turn, asker } = setUp();
    const taken = turn.take(asker);
    turn.stopWaiting();
    await taken;
    const again = turn.take(asker);
    turn.hear({ type: 'yourTurn', turn: 2 });
    await again;
    turn.hear({ type: 'giveWay', turn: 2 });
    clock.now = SLICE;
    turn.stopWaiting();
    await turn.breathe();
    expect(asked).toEqual([1, 2]);
  });
});

describe('waiting for a turn', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives signs of life as long as it lasts', async () => {
    const { turn, asker } = setUp();
    let signs = 0;
    const taken = turn.take({ ...asker, onWaiting: () => signs++ });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signs).toBeGreaterThan(3);
    turn.hear({ type: 'yourTurn', turn: 1 });
    await taken;
    const before = signs;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signs).toBe(before);
  });
});

describe('three networks on one core', () => {
  it('compute one at a time, in equal slices, and all finish', async () => {
    const clock = { now: 0 };
    const networks = ['a', 'b', 'c'].map((id) => ({
      id,
      turn: new Turn(() => clock.now),
      done: 0,
    }));
    const turns = new Turns<(typeof networks)[number]>(1, ({ turn }, message) => {
      // Messages come later.
      setImmediate(() => turn.hear(message));
    });
    const order: string[] = [];
    let computing = 0;
    await Promise.all(
      networks.map(async (network) => {
        await network.turn.take({
          ask: (number) => (number === undefined ? turns.end(network) : turns.ask(network, number)),
        });
        for (let step = 0; step < 12; step++) {
          expect(++computing).toBe(1);
          clock.now += SLICE / 4;
          network.done++;
          order.push(network.id);
          computing--;
          await network.turn.breathe();
        }
        network.turn.giveBack();
      }),
    );
    expect(networks.map(({ done }) => done)).toEqual([12, 12, 12]);
    // Slices of four steps, once everybody has asked.
    const slices = order.join('').replaceAll(/(.)\1*/g, (run, id: string) => `${id}${run.length} `);
    expect(slices.trim()).toBe('a4 b4 c4 a4 b4 c4 a4 b4 c4');
  });
});
