/** The actions of the page: they drive the workers and change the store. */
import { middleSource, sampleSources } from '../engine/data/sampling.ts';
import { decodeLink, encodeLink } from '../engine/experiment/link.ts';
import type { Preset } from '../engine/experiment/presets.ts';
import {
  checkText,
  findLeaf,
  withValue,
  type Experiment,
  type NetworkId,
} from '../engine/experiment/schema.ts';
import { validateExperiment } from '../engine/experiment/validate.ts';
import type { Source } from '../engine/fem/simulator.ts';
import { WorkerClient } from '../worker/client.ts';
import type { LabEvent } from '../worker/protocol.ts';
import {
  emptyNetwork,
  networkIds,
  useLab,
  type LabState,
  type NetworkState,
  type Phase,
} from './state.ts';

const { getState: get, setState: set } = useLab;

/** A network that says nothing for this long while it trains is given up (ms). */
const SILENCE = 120_000;

// — Workers ————————————————————————————————————————————————————————————————————————————————————————

/** Numbers the runs: events of older ones are ignored. */
let runId = 0;
/** Networks that wait for the samples of this run. */
let waiting = new Set<NetworkId>();
/** Networks that have said they are ready to train in this run. */
let prepared = new Set<NetworkId>();
/** Train to this step once everything is there. */
let goal = Infinity;
/** The silence watch of each network. */
const watches: Partial<Record<NetworkId, ReturnType<typeof setTimeout>>> = {};

const simulation = new WorkerClient('simulation', {
  onEvent: onSimulationEvent,
  onDeath: (message) => {
    stageBusy.simulation = false;
    notice(`The simulation worker stopped (${message}) and was replaced.`);
    if (get().phase === 'simulating') setPhase('paused');
  },
});

const networks = Object.fromEntries(
  networkIds.map((id) => [
    id,
    new WorkerClient(`network ${id}`, {
      onEvent: (event) => onNetworkEvent(id, event),
      onDeath: (message) => loseNetwork(id, `Its worker stopped (${message}) and was replaced`),
    }),
  ]),
) as Record<NetworkId, WorkerClient>;

const notice = (text: string) => set(({ notices }) => ({ notices: [...notices.slice(-4), text] }));
export const dismissNotices = () => set({ notices: [], linkNotes: [] });

const patchNetwork = (id: NetworkId, patch: Partial<NetworkState>) =>
  set((state) => ({ [id]: { ...state[id], ...patch } }));

function setPhase(phase: Phase): void {
  const { clock } = get();
  const running = phase === 'simulating' || phase === 'training' || phase === 'pausing';
  const now = performance.now();
  const elapsedMs =
    clock.elapsedMs + (clock.runningSince === undefined ? 0 : now - clock.runningSince);
  set({ phase, clock: { elapsedMs, runningSince: running ? now : undefined } });
}

/** The worker of a network is gone, and with it the weights; the other network goes on. */
function loseNetwork(id: NetworkId, reason: string): void {
  stageBusy[id] = false;
  clearTimeout(watches[id]);
  const { status } = get()[id];
  networks[id].post({ type: 'startBackend', runId, wanted: get().experiment.backend });
  if (status === 'empty') {
    notice(`Network ${id.toUpperCase()}: ${reason}.`);
    return;
  }
  patchNetwork(id, {
    status: 'failed',
    forecast: undefined,
    error: `${reason}, so that its weights are lost. Reset and train again.`,
  });
  // The other network must not wait for it, and its replacement knows nothing of the samples.
  waiting.delete(id);
  startWhenPrepared();
  settle();
}

function watch(id: NetworkId): void {
  clearTimeout(watches[id]);
  watches[id] = setTimeout(() => {
    networks[id].replace();
    loseNetwork(id, `Its worker said nothing for ${SILENCE / 1000} s and was replaced`);
  }, SILENCE);
}

// — Events —————————————————————————————————————————————————————————————————————————————————————————

function onSimulationEvent(event: LabEvent): void {
  if (event.type === 'recording') {
    set({ recording: event });
    stageAnswered('simulation');
    return;
  }
  if (event.type === 'failed') {
    stageAnswered('simulation');
    notice(`The simulation failed: ${event.message}`);
    if (get().phase === 'simulating') setPhase('paused');
    return;
  }
  if (event.runId !== runId) return;
  if (event.type === 'samples') {
    const { set: name, sources, fields, done, total } = event;
    const targets = [...waiting];
    targets.forEach((id, i) => {
      const transfer = i === targets.length - 1;
      networks[id].post({ type: 'samples', runId, set: name, sources, fields }, { transfer });
    });
    set({ data: { done, total } });
    if (done === total) startTraining();
  }
  if (event.type === 'paused' && get().phase === 'pausing') setPhase('paused');
}

function onNetworkEvent(id: NetworkId, event: LabEvent): void {
  if (event.type === 'backend') {
    if (id === 'a' || !get().backend) set({ backend: event.report });
    return;
  }
  if (event.runId !== runId) return;
  const state = get()[id];
  switch (event.type) {
    case 'prepared':
      prepared.add(id);
      if (event.needsData) waiting.add(id);
      patchNetwork(id, { status: 'ready' });
      startWhenPrepared();
      break;
    case 'progress': {
      if (state.status === 'training') watch(id);
      const { step, points, stepMs, memory } = event;
      patchNetwork(id, {
        step,
        stepMs,
        memory,
        curve: points.length ? [...state.curve, ...points] : state.curve,
      });
      if (points.some((point) => point.test !== undefined)) requestForecast(id);
      break;
    }
    case 'paused':
      clearTimeout(watches[id]);
      if (state.status !== 'training') break;
      patchNetwork(id, { status: 'paused', step: event.step });
      requestForecast(id);
      settle();
      break;
    case 'finished':
      clearTimeout(watches[id]);
      patchNetwork(id, { status: 'finished', result: event.result });
      requestForecast(id);
      settle();
      break;
    case 'forecast': {
      const { source, field, step, milliseconds } = event;
      patchNetwork(id, { forecast: { source, field, step, milliseconds } });
      stageAnswered(id);
      break;
    }
    case 'failed':
      clearTimeout(watches[id]);
      stageBusy[id] = false;
      patchNetwork(id, { status: 'failed', error: event.message, forecast: undefined });
      waiting.delete(id);
      startWhenPrepared();
      settle();
      break;
    // Only the simulation sends these.
    case 'recording':
    case 'samples':
      break;
    default:
      event satisfies never;
  }
}

/** After a network has ended or paused: what the run as a whole is doing now. */
function settle(): void {
  const { phase } = get();
  if (phase !== 'training' && phase !== 'pausing') return;
  const statuses = networkIds.map((id) => get()[id].status);
  if (statuses.includes('training')) return;
  setPhase(statuses.includes('paused') || statuses.includes('ready') ? 'paused' : 'finished');
}

// — Training ———————————————————————————————————————————————————————————————————————————————————————

const alive = (): NetworkId[] => networkIds.filter((id) => get()[id].status !== 'failed');

/** Prepares both networks at their initial weights, then simulates what they lack, then trains. */
function beginRun(until: number): void {
  const { experiment } = get();
  if (!canTrain(get())) return;
  runId++;
  goal = until;
  for (const id of networkIds) stageBusy[id] = false;
  waiting = new Set();
  prepared = new Set();
  set({
    run: experiment,
    data: { done: 0, total: experiment.data.train + experiment.data.test },
    clock: { elapsedMs: 0 },
    a: { ...emptyNetwork, status: 'preparing' },
    b: { ...emptyNetwork, status: 'preparing' },
  });
  setPhase('simulating');
  for (const id of networkIds) {
    networks[id].post({ type: 'prepare', runId, experiment, network: id });
  }
}

function startWhenPrepared(): void {
  const { phase, run, data } = get();
  if (phase !== 'simulating' || !run || data.done > 0) return;
  if (alive().some((id) => !prepared.has(id))) return;
  if (alive().length === 0) return setPhase('finished');
  if (waiting.size === 0) {
    set({ data: { ...data, done: data.total } });
    startTraining();
  } else {
    simulation.post({ type: 'makeData', runId, experiment: run, from: 0 });
  }
}

function startTraining(): void {
  setPhase('training');
  for (const id of alive()) {
    if (get()[id].status === 'finished') continue;
    patchNetwork(id, { status: 'training' });
    watch(id);
    networks[id].post({
      type: 'train',
      runId,
      until: goal === Infinity ? get().run!.training.steps : goal,
    });
  }
  settle();
}

/** Whether Train or Step may be pressed: every setting is valid and nothing half-typed is left. */
export const canTrain = (state: LabState): boolean =>
  state.issues.length === 0 && Object.keys(state.drafts).length === 0;

/** Starts a new run with the current settings, or goes on with a paused one. */
export function train(): void {
  if (get().phase === 'paused') resume(Infinity);
  else if (get().phase === 'idle' || get().phase === 'finished') beginRun(Infinity);
}

/** One weight update of both networks. */
export function singleStep(): void {
  const { phase, a, b } = get();
  if (phase === 'idle' || phase === 'finished') beginRun(1);
  else if (phase === 'paused') resume(Math.max(a.step, b.step) + 1);
}

function resume(until: number): void {
  const { data, run } = get();
  goal = until;
  if (data.done < data.total && run) {
    setPhase('simulating');
    simulation.post({ type: 'makeData', runId, experiment: run, from: data.done });
  } else {
    startTraining();
  }
}

/** Pauses after the step or sample in progress. */
export function pause(): void {
  const { phase } = get();
  if (phase !== 'simulating' && phase !== 'training') return;
  setPhase('pausing');
  if (phase === 'simulating') simulation.post({ type: 'pause', runId });
  else for (const id of networkIds) networks[id].post({ type: 'pause', runId });
}

/** Ends the run now: a step that does not end in time costs its network the weights. */
export async function stop(): Promise<void> {
  const { phase } = get();
  if (phase !== 'simulating' && phase !== 'training' && phase !== 'pausing') return;
  const simulating = phase === 'simulating' || get().data.done < get().data.total;
  if (simulating) {
    if (!(await simulation.stop(runId))) stageBusy.simulation = false;
    setPhase('paused');
    return;
  }
  await Promise.all(
    networkIds
      .filter((id) => get()[id].status === 'training')
      .map(async (id) => {
        if (await networks[id].stop(runId)) return;
        loseNetwork(id, 'The step in progress took too long, so its worker was replaced');
      }),
  );
}

/** Back to the untrained start: the same settings give exactly the same run again. */
export async function reset(): Promise<void> {
  await stop();
  runId++;
  for (const id of networkIds) {
    clearTimeout(watches[id]);
    stageBusy[id] = false;
  }
  set({
    run: undefined,
    data: { done: 0, total: 0 },
    clock: { elapsedMs: 0 },
    a: emptyNetwork,
    b: emptyNetwork,
    phase: 'idle',
  });
  refreshStage();
}

// — Settings ———————————————————————————————————————————————————————————————————————————————————————

function applyExperiment(experiment: Experiment, more: Partial<LabState> = {}): void {
  const issues = validateExperiment(experiment);
  const before = get().experiment;
  set({ experiment, issues, ...more });
  if (experiment.backend !== before.backend) startBackends();
  if (issues.length === 0) {
    writeHash();
    const { sample } = get();
    if (sample === undefined) refreshStage();
    else showSample(sample);
  }
}

/** Sets a field from the text of its control; text that is not valid stays as a draft with its reason. */
export function setField(key: string, text: string): void {
  const leaf = findLeaf(key);
  if (!leaf) return;
  const checked = checkText(leaf, text);
  const drafts = { ...get().drafts };
  delete drafts[key];
  if (!checked.ok) {
    set({ drafts: { ...drafts, [key]: { text, message: checked.message } } });
    return;
  }
  set({ drafts });
  applyExperiment(withValue(get().experiment, key, checked.value));
}

export function openPreset(preset: Preset): void {
  const { experiment } = preset;
  applyExperiment(experiment, {
    preset,
    drafts: {},
    linkNotes: [],
    source: middleSource(experiment),
    sample: undefined,
  });
}

/** The last hash this page wrote, so that its own change is not read back as a link. */
let ownHash = '';

function writeHash(): void {
  const { experiment, preset } = get();
  ownHash = encodeLink(experiment, preset);
  history.replaceState(null, '', ownHash);
}

/** Opens what the address bar says. */
function openHash(): void {
  if (location.hash === ownHash) return;
  const { preset, experiment, notes } = decodeLink(location.hash);
  applyExperiment(experiment, {
    preset,
    drafts: {},
    linkNotes: notes,
    source: middleSource(experiment),
    sample: undefined,
  });
}

export const shareLink = (): string => {
  const { experiment, preset } = get();
  return new URL(encodeLink(experiment, preset), location.href).href;
};

// — Stage ——————————————————————————————————————————————————————————————————————————————————————————

type Performer = 'simulation' | NetworkId;

/** Per worker: whether it is computing for the stage, and whether the source has changed meanwhile. */
const stageBusy: Record<Performer, boolean> = { simulation: false, a: false, b: false };
const stageStale: Record<Performer, boolean> = { simulation: false, a: false, b: false };

/** What the networks' forecasts depend on; with other values they belong to another scene. */
const sceneKey = ({ scene, source, zone, task }: Experiment): string =>
  JSON.stringify([scene, source, zone, task]);

/** Whether the networks were trained for the scene that the settings describe now. */
export const forecastsApply = ({ run, experiment }: LabState): boolean =>
  run !== undefined && sceneKey(run) === sceneKey(experiment);

function requestSimulation(): void {
  if (stageBusy.simulation) {
    stageStale.simulation = true;
    return;
  }
  stageBusy.simulation = true;
  const { experiment, source } = get();
  simulation.post({ type: 'simulate', runId, experiment, source });
}

function requestForecast(id: NetworkId): void {
  const { status } = get()[id];
  if (status === 'empty' || status === 'preparing' || status === 'ready' || status === 'failed')
    return;
  if (!forecastsApply(get())) return;
  if (stageBusy[id]) {
    stageStale[id] = true;
    return;
  }
  stageBusy[id] = true;
  networks[id].post({ type: 'forecast', runId, source: get().source });
}

const request = (who: Performer) =>
  who === 'simulation' ? requestSimulation() : requestForecast(who);

/** A worker has answered; if the source moved meanwhile it is asked again, for the latest only. */
function stageAnswered(who: Performer): void {
  stageBusy[who] = false;
  if (!stageStale[who]) return;
  stageStale[who] = false;
  request(who);
}

function refreshStage(): void {
  request('simulation');
  for (const id of networkIds) request(id);
}

/** Puts the source somewhere: truth and forecasts follow. */
export function moveSource(source: Source): void {
  set({ source, sample: undefined });
  refreshStage();
}

/** Shows a test sample (0-based). */
export function showSample(index: number): void {
  const { experiment } = get();
  const sample = Math.min(Math.max(0, Math.round(index)), experiment.data.test - 1);
  set({ sample, source: sampleSources(experiment).test[sample] });
  refreshStage();
}

// — Start ——————————————————————————————————————————————————————————————————————————————————————————

function startBackends(): void {
  const { backend: wanted } = get().experiment;
  for (const id of networkIds) networks[id].post({ type: 'startBackend', runId, wanted });
}

/** Reads the link, starts the wave and the backends. Call once. */
export function startLab(): void {
  window.addEventListener('hashchange', openHash);
  if (location.hash.length > 1) openHash();
  else refreshStage();
  startBackends();
}
