/** The lab: the settings, the run, the stage and the stored runs of one page, on workers and storage that are given. */
import type { StoreApi } from 'zustand';
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { PageStore } from '../page/page.ts';
import { writePage, type PageSettings } from '../page/pageText.ts';
import type { LabState } from '../state.ts';
import { RunActions } from './actions.ts';
import { Address, type Tab } from './address.ts';
import { Effects } from './carryOut.ts';
import { ErrorReports } from './errorReports.ts';
import { FileRequests } from './exports.ts';
import { Inspections } from './inspections.ts';
import { addLayerChoice } from './layerChoices.ts';
import { withNotice, withoutNotices } from './notices.ts';
import { Measurements } from './measurements.ts';
import { Media } from './media.ts';
import { Models, type ReadModel } from './models.ts';
import { DataFiles, type ConnectData } from './openData.ts';
import { Files } from './openFile.ts';
import type { Parts } from './parts.ts';
import { Runner } from './run/runner.ts';
import type { State } from './run/state.ts';
import { SceneEditor } from './sceneEditor.ts';
import { Settings } from './settings.ts';
import { Stage } from './stage.ts';
import { contentOf } from './stored/content.ts';
import { StoredRuns } from './stored/storedRuns.ts';
import type { RunShelf } from './stored/runShelf.ts';
import { removedText } from './stored/removedText.ts';
import { RunStore } from './stored/runStore.ts';
import type { Windows } from './stored/windows.ts';
import type { OpenedWeights } from './weights.ts';
import { WakingClock } from './wakingClock.ts';
import type { Workers } from './workers.ts';

export interface Outside {
  /** What the page shows. */
  store: StoreApi<LabState>;
  /** How it shows it. */
  page: PageStore;
  workers: Workers;
  clock: {
    /** The present (ms); it may jump. */
    present(): number;
    /** Milliseconds since 1970. */
    date(): number;
    /** Whether the page is hidden, so that its timers are late. */
    hidden(): boolean;
  };
  shelf: RunShelf;
  windows: Windows;
  tab: Tab;
  connectData: ConnectData;
  readModel: ReadModel;
}

export interface Lab {
  store: StoreApi<LabState>;
  run: RunActions;
  settings: Settings;
  stage: Stage;
  scene: SceneEditor;
  stored: StoredRuns;
  files: Files;
  models: Models;
  /** Trained weights from a file are there for networks that begin with them. */
  keepWeights: (opened: OpenedWeights) => void;
  inspections: Inspections;
  errorReports: ErrorReports;
  measurements: Measurements;
  /** The address of the experiment, to be shared, in a page of the usual look or of another one. */
  shareLink: (page?: PageSettings) => string;
  /** A sentence for the user: see `withNotice`. */
  notice: (text: string, key?: string) => void;
  /** Adds a format for the first layer that has none of its own. */
  addLayerChoice: (id: NetworkId, format: string) => void;
  /** Files that only a network's worker can make: see `FileRequests`. */
  askForFiles: FileRequests['ask'];
  cancelFiles: FileRequests['cancel'];
  /** Loads the scripts of workers that are late once more. */
  loadAgain: () => void;
  /** Time (ms) in which the page was awake. */
  wakingNow: () => number;
  /** The whole state of the run. */
  state: () => State;
  /** Resolves once it is known whether an earlier visit has left a run. Never rejects. */
  settled: () => Promise<void>;
  /** Reads the address, starts the wave and the backend, and offers what is stored. Call once. */
  start: () => void;
}

export function createLab(outside: Outside): Lab {
  const { store, page, workers, clock, shelf, windows } = outside;
  const awake = new WakingClock(
    () => clock.present(),
    () => clock.hidden(),
  );
  const runner: Runner = new Runner(
    store,
    () => awake.now(),
    (effect) => effects.carryOut(effect),
  );
  const { dispatch } = runner;
  const parts: Parts = {
    store,
    dispatch,
    file: () => runner.state.course.file,
    weights: () => runner.state.course.weights,
    notice: (text, key) =>
      store.setState(({ notices }) => ({ notices: withNotice(notices, text, key) })),
    withdrawNotices: (cause) =>
      store.setState(({ notices }) => ({ notices: withoutNotices(notices, cause) })),
  };
  const runs = new RunStore(shelf, windows, {
    problem: (reason) => reportKeeping(parts, reason),
    removed: (heads) => parts.notice(removedText(heads), 'room'),
  });
  const address = new Address(outside.tab, store, page, () => clock.present());
  const stage = new Stage(parts);
  const settings = new Settings(parts, address, stage, page);
  const stored = new StoredRuns(parts, settings, { shelf, windows, runs });
  const run = new RunActions(parts);
  const models = new Models(parts, settings, outside.readModel);
  const files = new FileRequests(dispatch);
  const inspections = new Inspections(dispatch);
  const errorReports = new ErrorReports(dispatch);
  const effects = new Effects({
    workers,
    dispatch,
    present: () => clock.present(),
    runs,
    content: (id) => contentOf(runner.state, id, { date: clock.date(), clock: awake.now() }),
    stored,
    files,
    inspections,
    errorReports,
  });
  listen(workers, parts);
  let offered = Promise.resolve();
  return {
    store,
    run,
    settings,
    stage,
    scene: new SceneEditor(parts, settings, stage),
    stored,
    files: new Files(
      settings,
      new DataFiles(parts, run, settings, outside.connectData),
      models,
      new Media(parts, settings),
    ),
    models,
    keepWeights: (opened) => dispatch({ type: 'open weights', opened }),
    inspections,
    errorReports,
    measurements: new Measurements(store, workers.reference),
    shareLink: (look) => address.link(look),
    notice: parts.notice,
    addLayerChoice: (id, format) => addLayerChoice(parts, settings, id, format),
    askForFiles: (id, what, onProgress) => files.ask(id, what, onProgress),
    cancelFiles: (id, what) => files.cancel(id, what),
    loadAgain: () => loadAgain(workers),
    wakingNow: () => awake.now(),
    state: () => runner.state,
    settled: () => offered,
    start: () => {
      awake.keepRight((listener) => store.subscribe(listener));
      offered = stored.offerLast();
      if (!settings.openFirst()) stage.refresh();
      dispatch({ type: 'choose backend' });
      page.subscribe((now, before) => {
        if (writePage(now) !== writePage(before)) settings.followPage();
      });
    },
  };
}

function reportKeeping({ notice, withdrawNotices }: Parts, reason: unknown): void {
  if (reason === undefined) {
    withdrawNotices('keeping');
    return;
  }
  const why = reason instanceof Error && reason.message ? reason.message : 'no reason given';
  notice(
    `The run can’t be stored in this browser (${why}): it will be lost when the page is closed.`,
    'keeping',
  );
}

/** What the workers say becomes events of the run. */
function listen({ networks, pool, simulation }: Workers, { dispatch, notice }: Parts): void {
  simulation.listener = {
    onEvent: (event) => dispatch({ type: 'simulation', event }),
    onDeath: (message) => dispatch({ type: 'simulation died', message }),
    onLate: (late) => dispatch({ type: 'late', who: 'simulation', late }),
  };
  pool.listener = {
    onChunk: (chunk, on) => dispatch({ type: 'samples', chunk, on }),
    onIdle: () => dispatch({ type: 'pool idle' }),
    onFailure: (message) => dispatch({ type: 'pool failed', message }),
    onNoGpu: (reason) =>
      notice(`WebAssembly makes the samples, not WebGPU: ${reason}`, 'run samples'),
    onLate: (late) => dispatch({ type: 'late', who: 'samples', late }),
  };
  networks.listener = {
    onEvent: (network, event) => dispatch({ type: 'network', network, event }),
    onDeath: (network, message) => dispatch({ type: 'died', network, message }),
    onLate: (network, late) => dispatch({ type: 'late', who: network, late }),
  };
}

function loadAgain({ networks, pool, simulation }: Workers): void {
  simulation.again();
  pool.again();
  networks.again();
}
