/** What every event does to a run, as a table: statuses of the networks before and after, the phase, the effects. */
import { expect, it } from 'vitest';
import { experimentFrom } from '../../../engine/experiment/presets.ts';
import type { NetworkId } from '../../../engine/experiment/network.ts';
import type { LabEvent } from '../../../worker/protocol.ts';
import { emptyNetwork, noNetworks, useLab, type NetworkStatus, type Phase } from '../../state.ts';
import { reportOf, resultOf } from '../fakeNetworks.testing.ts';
import type { Effect } from './effects.ts';
import type { RunEvent } from './events.ts';
import { phaseOf } from './phase.ts';
import { initialCourse, type Course, type NetworkCourse, type State } from './state.ts';
import { transition } from './transition.ts';

/** The networks of the experiment. */
const networkIds = ['a', 'b'] as const;

const RUN = 3;
const run = experimentFrom({ 'training.steps': '10' });
const TOTAL = run.data.train + run.data.test;

type Statuses = readonly [a: NetworkStatus, b: NetworkStatus];

interface Given {
  course?: Partial<Course>;
  /** Of network A. */
  a?: Partial<NetworkCourse>;
  /** Samples that have been made. */
  done?: number;
}

const trainer = { done: 4, values: Float32Array.of(1, 0, 0) };
const checkpoint = { step: 4, points: 0, trials: [], batchErrors: [], stepMs: 1, trainer };
const kept = { checkpoint, curve: [] };

/** A run, or none where the networks are empty. */
function stateOf([a, b]: Statuses, { course, a: hidden, done = 0 }: Given): State {
  const before = initialCourse();
  const state: State = {
    lab: {
      ...useLab.getInitialState(),
      runId: RUN,
      run: a === 'empty' && b === 'empty' ? undefined : run,
      experiment: run,
      shown: run,
      backend: reportOf('wasm'),
      data: { done, total: TOTAL },
      networks: {
        ...noNetworks,
        a: { ...emptyNetwork, status: a, step: 5, backend: 'wasm' },
        b: { ...emptyNetwork, status: b, step: 5, backend: 'wasm' },
      },
    },
    course: {
      ...before,
      wanted: 'continue',
      ...course,
      networks: { ...before.networks, a: { ...before.networks.a, ...hidden } },
    },
  };
  return { ...state, lab: { ...state.lab, phase: phaseOf(state) } };
}

const says = (network: NetworkId, event: object): RunEvent => ({
  type: 'network',
  network,
  event: { runId: RUN, network, ...event } as LabEvent,
});

const chunk = (count: number) => ({
  set: 'train' as const,
  first: 0,
  count,
  inputs: new Float32Array(0),
  fields: new Float32Array(0),
});

/** An effect in a word or two; the watch over workers follows from the statuses and is left out. */
function nameOf(effect: Effect): string[] {
  if (effect.type === 'watch' || effect.type === 'unwatch') return [];
  if (effect.type === 'post') return [`${effect.network} ${effect.request.type}`];
  if (effect.type === 'pool') return [`pool ${effect.do}`];
  if (effect.type === 'simulate') return [effect.command.type];
  return ['network' in effect ? `${effect.network} ${effect.type}` : effect.type];
}

type Row = readonly [
  title: string,
  before: Statuses,
  given: Given,
  event: RunEvent,
  after: Statuses,
  phase: Phase,
  effects: readonly string[],
];

const begin = { type: 'begin', until: 'end', experiment: run, ids: networkIds } as const;
const lateRun = says('a', { runId: RUN - 1, type: 'prepared', needsData: false });
const [resting, pausing] = [{ wanted: 'rest' }, { wanted: 'rest', pool: 'ending' }] as const;
const tried = { history: { resumes: 3, gpuFaults: 0, from: 0 }, kept };

// One line an event.
// prettier-ignore
const rows: readonly Row[] = [
  ['begin', ['empty', 'empty'], {}, begin, ['placing', 'placing'], 'starting', ['let go', 'withdraw offer', 'c close', 'd close', 'a startBackend']],
  ['begin in the middle of another run', ['training', 'paused'], {}, begin, ['training', 'paused'], 'training', []],
  ['the backend is known', ['placing', 'placing'], {}, says('a', { type: 'backend', report: reportOf('wasm') }), ['preparing', 'preparing'], 'starting', ['b startBackend', 'a prepare', 'b prepare']],
  ['the backend is a GPU', ['placing', 'placing'], {}, says('a', { type: 'backend', report: reportOf('webgpu') }), ['preparing', 'preparing'], 'starting', ['share', 'a prepare', 'b prepare']],
  ['one of two is built', ['preparing', 'preparing'], { a: { prepares: 1 } }, says('a', { type: 'prepared', needsData: true }), ['waiting', 'preparing'], 'starting', []],
  ['both are built', ['preparing', 'ready'], { a: { prepares: 1 } }, says('a', { type: 'prepared', needsData: true }), ['waiting', 'ready'], 'simulating', ['make samples']],
  ['both are built and have samples', ['preparing', 'ready'], { a: { prepares: 1 } }, says('a', { type: 'prepared', needsData: false }), ['training', 'training'], 'training', ['a train', 'b train']],
  ['an older answer to two', ['preparing', 'ready'], { a: { prepares: 2 } }, says('a', { type: 'prepared', needsData: false }), ['preparing', 'ready'], 'starting', []],
  ['an answer of an older run', ['preparing', 'ready'], { a: { prepares: 1 } }, lateRun, ['preparing', 'ready'], 'starting', []],
  ['some samples', ['waiting', 'ready'], { course: { pool: 'making' } }, { type: 'samples', chunk: chunk(8) }, ['waiting', 'ready'], 'simulating', ['a samples']],
  ['the last samples', ['waiting', 'waiting'], { course: { pool: 'making' }, done: TOTAL - 8 }, { type: 'samples', chunk: chunk(8) }, ['training', 'training'], 'training', ['a samples', 'b samples', 'a train', 'b train']],
  ['samples that nobody wants any more', ['waiting', 'ready'], { course: resting }, { type: 'samples', chunk: chunk(8) }, ['waiting', 'ready'], 'paused', []],
  ['samples can’t be made', ['waiting', 'training'], { course: { pool: 'making' } }, { type: 'pool failed', message: 'no mesh' }, ['waiting', 'training'], 'pausing', ['b pause']],
  ['progress', ['training', 'training'], {}, says('a', { type: 'progress', step: 6, points: [] }), ['training', 'training'], 'training', ['a forecast']],
  ['a checkpoint', ['training', 'training'], {}, says('a', { type: 'checkpoint', checkpoint }), ['training', 'training'], 'training', ['save']],
  ['a checkpoint from a worker that it has left', ['preparing', 'training'], {}, says('a', { type: 'checkpoint', checkpoint }), ['preparing', 'training'], 'starting', []],
  ['pause in training', ['training', 'finished'], {}, { type: 'pause' }, ['training', 'finished'], 'pausing', ['a pause']],
  ['pause while simulating', ['waiting', 'training'], { course: { pool: 'making' } }, { type: 'pause' }, ['waiting', 'training'], 'pausing', ['b pause', 'pool pause']],
  ['pause while starting', ['preparing', 'preparing'], {}, { type: 'pause' }, ['preparing', 'preparing'], 'paused', []],
  ['the first one has paused', ['training', 'training'], { course: resting }, says('a', { type: 'paused', step: 6 }), ['paused', 'training'], 'pausing', ['a forecast']],
  ['the last one has paused', ['training', 'paused'], { course: resting }, says('a', { type: 'paused', step: 6 }), ['paused', 'paused'], 'paused', ['a forecast']],
  ['the pool rests', ['waiting', 'paused'], { course: pausing }, { type: 'pool idle' }, ['waiting', 'paused'], 'paused', []],
  ['resume', ['paused', 'paused'], { course: resting, done: TOTAL }, { type: 'resume', until: 'end' }, ['training', 'training'], 'training', ['a train', 'b train']],
  ['resume with samples half made', ['waiting', 'paused'], { course: resting, done: 8 }, { type: 'resume', until: 'end' }, ['waiting', 'training'], 'simulating', ['b train', 'pool resume']],
  ['resume with one lost', ['lost', 'paused'], { course: resting, done: TOTAL }, { type: 'resume', until: 'end' }, ['preparing', 'training'], 'starting', ['b train', 'a prepare']],
  ['stop', ['training', 'paused'], {}, { type: 'stop' }, ['training', 'paused'], 'pausing', ['a stop']],
  ['stop while simulating', ['waiting', 'waiting'], { course: { pool: 'making' } }, { type: 'stop' }, ['waiting', 'waiting'], 'paused', ['pool stop']],
  ['stop took too long', ['training', 'paused'], { course: resting, a: { stopping: true, kept } }, { type: 'stopped', network: 'a', inTime: false }, ['lost', 'paused'], 'paused', []],
  ['stop took too long, and there is no checkpoint', ['training', 'paused'], { course: resting, a: { stopping: true } }, { type: 'stopped', network: 'a', inTime: false }, ['failed', 'paused'], 'paused', []],
  ['stop took too long for all on a GPU', ['training', 'paused'], { course: { ...resting, shared: true }, a: { stopping: true, kept } }, { type: 'stopped', network: 'a', inTime: false }, ['lost', 'lost'], 'paused', []],
  ['reset of a paused run', ['paused', 'paused'], { course: resting }, { type: 'reset' }, ['empty', 'empty'], 'idle', ['let go', 'c close', 'd close', 'a startBackend', 'simulate']],
  ['reset in training', ['training', 'paused'], {}, { type: 'reset' }, ['training', 'paused'], 'pausing', ['a stop']],
  ['the end of what reset waits for', ['training', 'paused'], { course: { ...resting, resetting: 'let go' } }, says('a', { type: 'paused', step: 6 }), ['empty', 'empty'], 'idle', ['a forecast', 'let go', 'c close', 'd close', 'a startBackend', 'simulate']],
  ['setting aside a paused run', ['paused', 'paused'], { course: resting }, { type: 'set aside' }, ['empty', 'empty'], 'idle', ['set aside', 'c close', 'd close', 'a startBackend', 'simulate']],
  ['setting aside in training', ['training', 'paused'], {}, { type: 'set aside' }, ['training', 'paused'], 'pausing', ['a stop']],
  ['the end of what setting aside waits for', ['training', 'paused'], { course: { ...resting, resetting: 'set aside' } }, says('a', { type: 'paused', step: 6 }), ['empty', 'empty'], 'idle', ['a forecast', 'set aside', 'c close', 'd close', 'a startBackend', 'simulate']],
  ['the first one finishes', ['training', 'training'], {}, says('a', { type: 'finished', result: resultOf('a', 10) }), ['finished', 'training'], 'training', ['a forecast']],
  ['the last one finishes', ['training', 'finished'], {}, says('a', { type: 'finished', result: resultOf('a', 10) }), ['finished', 'finished'], 'finished', ['a forecast', 'save ended']],
  ['a network diverges', ['training', 'training'], {}, says('a', { type: 'failed', name: 'DivergedError', message: 'It diverged.' }), ['failed', 'training'], 'training', []],
  ['a network can’t be built', ['preparing', 'training'], {}, says('a', { type: 'failed', name: 'Error', message: 'No.' }), ['failed', 'training'], 'training', ['a replace']],
  ['a computation fails', ['training', 'training'], { a: { kept } }, says('a', { type: 'failed', name: 'Error', message: 'No.' }), ['preparing', 'training'], 'starting', ['a replace', 'a prepare']],
  ['a worker dies in training', ['training', 'training'], { a: { kept } }, { type: 'died', network: 'a', message: 'gone' }, ['preparing', 'training'], 'starting', ['a prepare']],
  ['a worker dies at rest', ['paused', 'paused'], { course: resting, a: { kept } }, { type: 'died', network: 'a', message: 'gone' }, ['lost', 'paused'], 'paused', []],
  ['a worker dies before it was ready', ['preparing', 'training'], {}, { type: 'died', network: 'a', message: 'gone' }, ['failed', 'training'], 'training', []],
  ['a worker dies once too often', ['training', 'training'], { a: tried }, { type: 'died', network: 'a', message: 'gone' }, ['failed', 'training'], 'training', []],
  ['the leader dies', ['placing', 'placing'], {}, { type: 'died', network: 'a', message: 'gone' }, ['failed', 'failed'], 'finished', ['save ended']],
  ['the leader of a run without it dies', ['empty', 'placing'], {}, { type: 'died', network: 'a', message: 'gone' }, ['empty', 'failed'], 'finished', ['save ended']],
  ['a worker says nothing', ['training', 'paused'], { a: { kept } }, { type: 'silent', network: 'a', seconds: 300 }, ['preparing', 'paused'], 'starting', ['a replace', 'a prepare']],
  ['files are asked for', ['paused', 'paused'], { course: resting }, { type: 'ask for files', network: 'a', what: 'model', ticket: 1 }, ['paused', 'paused'], 'paused', ['a export']],
  ['and once more', ['paused', 'paused'], { course: resting, a: { files: [{ runId: RUN, what: 'model', tickets: [1] }] } }, { type: 'ask for files', network: 'a', what: 'model', ticket: 2 }, ['paused', 'paused'], 'paused', []],
  ['files are made', ['paused', 'paused'], { course: resting, a: { files: [{ runId: RUN, what: 'model', tickets: [1] }] } }, says('a', { type: 'exported', what: 'model', files: [] }), ['paused', 'paused'], 'paused', ['hand over']],
  ['files of a worker that dies', ['paused', 'paused'], { course: resting, a: { kept, files: [{ runId: RUN, what: 'model', tickets: [1] }] } }, { type: 'died', network: 'a', message: 'gone' }, ['lost', 'paused'], 'paused', ['refuse']],
  ['kernels are asked for', ['paused', 'paused'], { course: resting }, { type: 'inspect', network: 'a', layer: 0 }, ['paused', 'paused'], 'paused', ['a inspect']],
  ['kernels are reported', ['paused', 'paused'], { course: resting }, says('a', { type: 'inspected', layer: 0, step: 5, layers: 1 }), ['paused', 'paused'], 'paused', ['a inspected']],
  ['errors are to be located', ['paused', 'paused'], { course: resting }, { type: 'locate', network: 'a' }, ['paused', 'paused'], 'paused', ['a locate']],
  ['errors are located', ['paused', 'paused'], { course: resting }, says('a', { type: 'located', step: 5, share: 1 }), ['paused', 'paused'], 'paused', ['a located']],
  ['another sample is shown', ['paused', 'training'], {}, { type: 'refresh' }, ['paused', 'training'], 'training', ['simulate', 'a forecast', 'b forecast']],
  ['and the first forecast is not there yet', ['paused', 'failed'], { course: { ...resting, simulation: 'asked' }, a: { forecast: 'asked' } }, { type: 'refresh' }, ['paused', 'failed'], 'paused', []],
  ['no forecast', ['paused', 'failed'], { course: resting, a: { forecast: 'outdated' } }, says('a', { type: 'noForecast' }), ['paused', 'failed'], 'paused', ['a forecast']],
  ['another backend is chosen', ['empty', 'empty'], {}, { type: 'choose backend' }, ['empty', 'empty'], 'idle', ['a startBackend']],
];

it.each(rows)('%s: %j', (_, before, given, event, after, phase, effects) => {
  const step = transition(stateOf(before, given), event, 0);
  const { lab } = step.state;
  expect([lab.networks.a.status, lab.networks.b.status]).toEqual(after);
  expect(lab.phase).toBe(phase);
  expect(step.effects.flatMap(nameOf)).toEqual(effects);
});

it('changes nothing of the state that it is given', () => {
  for (const [, before, given, event] of rows) {
    const state = stateOf(before, given);
    const copy = structuredClone(state);
    transition(state, event, 0);
    expect(state).toEqual(copy);
  }
});

it('watches those whose answers are due, and nobody else', () => {
  const watched = (before: Statuses, event: RunEvent, given: Given = {}) =>
    transition(stateOf(before, given), event, 0).effects.flatMap((effect) =>
      effect.type === 'watch' || effect.type === 'unwatch'
        ? [`${effect.type} ${effect.network}`]
        : [],
    );
  // Only the leader has been asked for anything.
  expect(watched(['empty', 'empty'], begin)).toEqual(['watch a']);
  const known = says('a', { type: 'backend', report: reportOf('wasm') });
  expect(watched(['placing', 'placing'], known)).toEqual(['watch a', 'watch b']);
  const progress = says('a', { type: 'progress', step: 6, points: [] });
  expect(watched(['training', 'training'], progress)).toEqual(['watch a']);
  const paused = says('a', { type: 'paused', step: 6 });
  expect(watched(['training', 'training'], paused)).toEqual(['unwatch a']);
});
