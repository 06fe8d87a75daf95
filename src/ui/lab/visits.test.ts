import fc from 'fast-check';
import { expect, it } from 'vitest';
import { presets } from '../../engine/experiment/presets.ts';
import { Visits, type Entries, type Visit } from './visits.ts';

/** A tab's history, as browsers keep it. */
class FakeHistory implements Entries {
  entries: { state: unknown; hash: string }[] = [{ state: null, hash: '' }];
  at = 0;
  refuses = false;

  get state(): unknown {
    return this.entries[this.at].state;
  }

  pushState(state: unknown, _: string, url?: string | URL | null): void {
    if (this.refuses) throw new Error('too often');
    this.entries = [...this.entries.slice(0, this.at + 1), { state, hash: String(url) }];
    this.at++;
  }

  replaceState(state: unknown, _: string, url?: string | URL | null): void {
    if (this.refuses) throw new Error('too often');
    this.entries[this.at] = { state, hash: String(url) };
  }
}

const visit = (name: string): Visit => ({
  preset: presets[0],
  experiment: presets[0].experiment,
  drafts: { name: { text: name, message: name } },
});
const nameOf = (known?: Visit): string | undefined => known?.drafts.name.text;

it('brings back what was open in every entry, however one goes back and forward', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('open' as const), name: fc.string() }),
    fc.record({ kind: fc.constant('edit' as const), name: fc.string() }),
    fc.record({ kind: fc.constant('go' as const), by: fc.integer({ min: -4, max: 4 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const history = new FakeHistory();
      const visits = new Visits(history, 'page');
      /** What each entry of the history should bring back. */
      let expected = ['start'];
      visits.write('#start');
      for (const next of steps) {
        const now = expected[history.at];
        if (next.kind === 'edit') {
          expected[history.at] = next.name;
          visits.write(`#${next.name}`);
        } else if (next.kind === 'open') {
          visits.leave(visit(now));
          visits.push(`#${next.name}`);
          expected = [...expected.slice(0, history.at), next.name];
        } else {
          const to = history.at + next.by;
          if (next.by === 0 || to < 0 || to >= history.entries.length) continue;
          visits.leave(visit(now));
          history.at = to;
          expect(nameOf(visits.arrive())).toBe(expected[to]);
        }
        expect(history.entries.map(({ hash }) => hash.slice(1))).toEqual(expected);
      }
    }),
  );
});

it('keeps of the state what was open, and nothing of a run or its arrays', () => {
  const history = new FakeHistory();
  const visits = new Visits(history, 'page');
  visits.write('#one');
  const state = { ...visit('one'), phase: 'idle', recording: new Float32Array(8) };
  visits.leave(state);
  visits.push('#two');
  history.at = 0;
  expect(visits.arrive()).toEqual(visit('one'));
});

it('knows nothing of an address typed by hand, nor of entries from before a reload', () => {
  const history = new FakeHistory();
  const before = new Visits(history, 'before');
  before.write('#one');
  before.leave(visit('one'));
  before.push('#two');
  history.at = 0;
  expect(nameOf(before.arrive())).toBe('one');
  const after = new Visits(history, 'after');
  expect(after.arrive()).toBeUndefined();
  history.entries.push({ state: null, hash: '#typed' });
  history.at = history.entries.length - 1;
  expect(before.arrive()).toBeUndefined();
  // What is opened from there comes back all the same.
  before.write('#typed');
  before.leave(visit('typed'));
  before.push('#next');
  history.at--;
  expect(nameOf(before.arrive())).toBe('typed');
});

it('goes on where the browser refuses to change the address', () => {
  const history = new FakeHistory();
  const visits = new Visits(history, 'page');
  history.refuses = true;
  expect(visits.write('#one')).toBe(false);
  expect(visits.push('#two')).toBe(false);
  history.refuses = false;
  expect(visits.write('#two')).toBe(true);
});

it('forgets the oldest of very many entries', () => {
  const history = new FakeHistory();
  const visits = new Visits(history, 'page');
  visits.write('#0');
  for (let i = 0; i < 150; i++) {
    visits.leave(visit(String(i)));
    visits.push(`#${i + 1}`);
  }
  history.at = 0;
  expect(visits.arrive()).toBeUndefined();
  history.at = 149;
  expect(nameOf(visits.arrive())).toBe('149');
});
