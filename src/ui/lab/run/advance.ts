/** The next thing to do in a run, as soon as nothing is in its way: samples, then training. */
import {
  madeOnBoth,
  rangeSize,
  sampleRanges,
  totalSamples,
  type SampleChunk,
  type SamplesOn,
} from '../../../engine/data/ranges.ts';
import type { NetworkId } from '../../../engine/experiment/network.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import { stepsOf } from '../../../engine/train/steps.ts';
import type { Draft } from './draft.ts';
import { prepare } from './placing.ts';

/**
 * Continues a run that is to continue. Networks are built first, then those that lack samples get them, and then all
 * that are ready begin together; one that is training already is left alone.
 */
export function advance(draft: Draft): void {
  const { lab, course } = draft;
  if (!lab.run) return;
  if (draft.phase === 'finished') stopPool(draft);
  if (course.wanted === 'rest') return;
  if (draft.idsThatAre('placing', 'preparing').length > 0) return;
  if (draft.idsThatAre('waiting').length > 0) {
    makeSamples(draft);
    return;
  }
  const { data } = lab;
  const ready = draft.idsThatAre('ready');
  if (ready.length > 0) draft.set({ data: { ...data, done: data.total } });
  for (const id of ready) train(draft, id);
}

function makeSamples(draft: Draft): void {
  const { runId, run, data, samples } = draft.lab;
  const { pool, file } = draft.course;
  if (!run || pool !== 'idle') return;
  draft.setCourse({ pool: 'making' });
  if (data.done > 0) {
    draft.do({ type: 'pool', do: 'resume' });
  } else if (!originOf(run).fromFile) {
    const ranges = sampleRanges(run, rangeSize(run));
    const { wanted } = samples;
    if (isUntouched(draft)) draft.set({ samples: { wanted } });
    draft.do({ type: 'make samples', runId, experiment: run, ranges, on: wanted });
  } else if (file) {
    const networks = draft.idsThatAre('waiting');
    draft.do({ type: 'send own samples', runId, experiment: run, file, networks });
  }
}

/** Whether no network of the run has seen any samples yet. */
const isUntouched = (draft: Draft): boolean =>
  draft.ids.every((id) => {
    const { status } = draft.network(id);
    return status === 'failed' || (status === 'waiting' && !draft.hidden(id).kept);
  });

/** Hands samples on to the networks that wait for them; training begins after the last ones. */
export function onSamples(
  draft: Draft,
  { set: name, first, count, ...values }: SampleChunk,
  on: SamplesOn = 'wasm',
): void {
  const { samples } = draft.lab;
  draft.set({ samples: { ...samples, madeOn: madeOnBoth(samples.madeOn, on) } });
  const targets = draft.idsThatAre('waiting');
  targets.forEach((id, i) => {
    // The last one gets the arrays themselves, the others a copy.
    const last = i === targets.length - 1;
    draft.post(id, { type: 'samples', set: name, first, ...values }, last);
  });
  addSamples(draft, count);
}

export function onOwnSamplesSent(draft: Draft): void {
  const { done, total } = draft.lab.data;
  addSamples(draft, total - done);
}

function addSamples(draft: Draft, count: number): void {
  const { data } = draft.lab;
  const done = Math.min(data.total, data.done + count);
  draft.set({ data: { ...data, done } });
  if (done < data.total) return;
  draft.setCourse({ pool: 'idle' });
  for (const id of draft.idsThatAre('waiting')) draft.patch(id, { status: 'ready' });
  advance(draft);
}

/** Ends the ranges in progress at once; they are made again when the pool resumes. */
export function stopPool(draft: Draft): void {
  if (draft.course.pool === 'idle') return;
  draft.setCourse({ pool: 'idle' });
  draft.do({ type: 'pool', do: 'stop' });
}

export function train(draft: Draft, id: NetworkId): void {
  const { run } = draft.lab;
  if (!run) return;
  const { step } = draft.network(id);
  draft.patch(id, { status: 'training' });
  const until = draft.course.goal === 'end' ? stepsOf(run, id) : step + 1;
  draft.post(id, { type: 'train', until });
}

/**
 * Networks whose workers do not hold them any more begin again where they were, and the samples are made again. Those
 * that had got only some of the samples begin again too: every sample is put in its place once.
 */
export function restore(draft: Draft, ids: readonly NetworkId[]): void {
  const { run, data } = draft.lab;
  if (!run) return;
  stopPool(draft);
  const partial = data.done > 0 ? draft.idsThatAre('waiting') : [];
  draft.set({ data: { done: 0, total: totalSamples(run) } });
  for (const id of new Set([...ids, ...partial])) prepare(draft, id);
}
