/** Which backend computes the networks, and building them on it. */
import type { BackendReport } from '../../../engine/device/choose.ts';
import { parseWanted, wantedAgain } from '../../../engine/device/decide.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { type NetworkId, networkIds, idsOf, specOf } from '../../../engine/experiment/network.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import { emptyNetwork, type NetworkState } from '../../state.ts';
import type { Draft } from './draft.ts';
import { refuseFiles } from './fileQuestions.ts';
import { LEADER } from './leader.ts';

/** Asks for a backend; it is measured on the networks of an experiment unless that is known already. */
export function askForBackend(
  draft: Draft,
  wanted: Experiment['backend'],
  measured: Experiment,
): void {
  const { asked, backend } = draft.lab;
  draft.set({
    asked: { wanted, measured },
    backendProblem: undefined,
    // What is known of another one is out of date.
    backend: asked?.wanted === wanted ? backend : undefined,
  });
  draft.post(LEADER, { type: 'startBackend', wanted, networks: draft.count, measured });
}

export function onBackend(draft: Draft, id: NetworkId, report: BackendReport): void {
  if (draft.lab.run) draft.patch(id, { backend: report.name });
  // One that gave up the GPU in the middle of a run has said so.
  if (draft.hidden(id).fallback) return;
  if (id === LEADER) place(draft, report);
  else warnOfOther(draft, id, report);
}

/** The worker of another network could not start the backend that the leader has. */
function warnOfOther(draft: Draft, id: NetworkId, { name, refused }: BackendReport): void {
  const { backend } = draft.lab;
  if (!backend || backend.name === name) return;
  draft.notice(
    `Network ${id.toUpperCase()} runs on ${name}, network ${LEADER.toUpperCase()} on ${backend.name}: their times can’t be compared. ${refused.join(' ')}`,
    'run backends',
  );
}

/** What asks for the same backend and arithmetic. */
const sameAs = ({ lab }: Draft, { name }: BackendReport) =>
  wantedAgain(name, parseWanted(lab.asked?.wanted ?? 'auto').fma);

/** The backend is known: on a GPU all networks share a worker, otherwise each has its own. */
function place(draft: Draft, report: BackendReport): void {
  draft.set({ backend: report, backendProblem: undefined, compiling: undefined });
  const placing = draft.idsThatAre('placing');
  // Networks that are in training stay where they are.
  if (draft.lab.run && placing.length === 0) return;
  const others = (draft.lab.run ? placing : idsOf(draft.lab.shown)).filter((id) => id !== LEADER);
  if (report.name === 'webgpu') {
    share(draft);
  } else {
    part(draft);
    // All on the same one, or their times could not be compared.
    for (const id of others)
      draft.post(id, {
        type: 'startBackend',
        wanted: sameAs(draft, report),
        networks: draft.count,
      });
  }
  for (const id of placing) prepare(draft, id);
}

/** Their own workers end, and with them what they held. */
function share(draft: Draft): void {
  if (draft.course.shared) return;
  draft.setCourse({ shared: true });
  draft.do({ type: 'share' });
  for (const id of networkIds) if (id !== LEADER) refuseFiles(draft, id);
}

export function part(draft: Draft): void {
  if (!draft.course.shared) return;
  draft.setCourse({ shared: false });
  draft.do({ type: 'part' });
  for (const id of networkIds) if (id !== LEADER) refuseFiles(draft, id);
}

/** A network at its newest checkpoint, or at its initial weights. */
export function rewound(draft: Draft, id: NetworkId): NetworkState {
  const { kept } = draft.hidden(id);
  if (!kept) return emptyNetwork;
  const { curve, checkpoint, result } = kept;
  const { step, cut, rate, trials } = checkpoint;
  return {
    ...emptyNetwork,
    step,
    curve,
    cut,
    rate,
    trials: trials?.length ? trials : undefined,
    result,
  };
}

/** Builds a network of the run at its newest checkpoint, or at its initial weights. */
export function prepare(draft: Draft, id: NetworkId): void {
  const { run, backend: chosen, samples } = draft.lab;
  if (!run || !chosen) return;
  const { fallback, prepares, kept } = draft.hidden(id);
  const backend = fallback ?? chosen.name;
  draft.patchHidden(id, { prepares: prepares + 1, forecast: 'none' });
  draft.put(id, { ...rewound(draft, id), status: 'preparing', backend });
  draft.post(id, {
    type: 'prepare',
    experiment: run,
    backend,
    networks: draft.count,
    file: originOf(run).fromFile ? draft.course.file?.id : undefined,
    from: kept?.checkpoint,
    weights: draft.course.weights[specOf(run, id).weights]?.weights,
    samplesOn: samples.wanted,
  });
}

/** A network is built. Says whether it is the answer that counts. */
export function onPrepared(draft: Draft, id: NetworkId, needsData: boolean): boolean {
  const prepares = Math.max(0, draft.hidden(id).prepares - 1);
  draft.patchHidden(id, { prepares });
  if (prepares > 0 || draft.network(id).status !== 'preparing') return false;
  draft.patch(id, { status: needsData ? 'waiting' : 'ready' });
  return true;
}
