import { deviceFault } from 'slimwave-kernels/webgpu/deviceFaults';
import { runsAhead } from 'slimwave-kernels/webgpu/queue';
import { DataSets } from '../engine/data/dataset.ts';
import { samplesKey } from '../engine/data/samplesKey.ts';
import { silenceNote } from '../engine/data/silence.ts';
import { parseWanted, wantedAgain } from '../engine/device/decide.ts';
import type { SampleParameters } from '../engine/experiment/parameters.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import type { NetworkId } from '../engine/experiment/network.ts';
import type { Trained } from '../engine/evaluation/trained.ts';
import { inspectLayer } from '../engine/inspection/inspect.ts';
import { convolutionsOf } from '../engine/nets/build.ts';
import type { TrainingState } from '../engine/export/bundle/card.ts';
import { problemOf, type ExportFile } from '../engine/export/files.ts';
import type { ExportKind } from '../engine/export/kinds.ts';
import type { LoadedWeights } from '../engine/nets/loaded.ts';
import type { Checkpoint } from '../engine/train/checkpoint.ts';
import type { Progress, TrainingResult } from '../engine/train/progress.ts';
import { TrainingSession } from '../engine/train/session.ts';
import { exclusive } from '../engine/train/mutex.ts';
import type { BackendDesk } from './backendDesk.ts';
import { Checkpoints } from './checkpoints.ts';
import { Exporting, isDataset, layoutOf } from './exporting.ts';
import { laterCode } from './laterCode.ts';
import { loadReport, Locating, type Found } from './locating.ts';
import type { NetworkCommand, WorkerEvent } from './protocol.ts';
import type { Reply } from './serve.ts';
import { Turn } from './turn.ts';
import type { TurnMessage } from './turns.ts';

/** Progress without a new curve point is reported at most this often (ms). */
const PROGRESS_INTERVAL = 100;

const loadExport = laterCode(
  'The code that writes files',
  () => import('../engine/export/network.ts'),
);
const loadDataExport = laterCode(
  'The code that writes data sets',
  () => import('../engine/export/dataset.ts'),
);

/** Loads what a trained network will need while it is there: a new version of the page may take its place. */
const fetchAhead = (): void => {
  for (const load of [loadExport, loadDataExport, loadReport]) load().catch(() => {});
};

type PrepareCommand = Extract<NetworkCommand, { type: 'prepare' }>;

interface Plan {
  experiment: Experiment;
  network: NetworkId;
  from?: Checkpoint;
  weights?: LoadedWeights;
}

/** One network's place in a worker, with its samples kept across runs. */
export class NetworkDesk {
  private data?: { key: string; sets: DataSets };
  private plan?: Plan;
  private session?: TrainingSession;
  /** What the session has ended with. */
  private result?: TrainingResult;
  /** The training loop in progress, until it has ended in any way. */
  private running?: Promise<void>;
  private pauseWanted = false;
  private readonly locating = new Locating(assertSound);
  private readonly turn = new Turn();
  private lastProgress = 0;
  private readonly checkpoints = new Checkpoints();
  private readonly exporting = new Exporting();

  constructor(private readonly backend: BackendDesk) {}

  async prepare(
    {
      experiment,
      network,
      backend,
      networks,
      file,
      from,
      weights,
      samplesOn,
    }: Omit<PrepareCommand, 'type' | 'runId'>,
    reply: Reply,
  ): Promise<void> {
    await this.clear();
    this.plan = { experiment, network, from, weights };
    this.checkpoints.forget();
    const { fma } = parseWanted(experiment.backend);
    const report = await this.backend.ensure(wantedAgain(backend, fma), networks);
    if (report.name !== backend) reply({ type: 'backend', report });
    // In single precision they are other samples.
    const key = `${samplesKey(experiment, file)} ${samplesOn === 'webgpu' ? samplesOn : ''}`;
    const complete = this.data?.key === key && this.data.sets.scaling !== undefined;
    if (!complete) this.data = { key, sets: new DataSets(experiment) };
    reply({ type: 'prepared', needsData: !complete });
  }

  /** Ends the training and frees the network. */
  private async clear(): Promise<void> {
    this.endSoon();
    await this.locating.end();
    await this.running;
    this.session?.dispose();
    this.session = undefined;
    this.result = undefined;
  }

  /** Frees the network and its samples. */
  async leave(): Promise<void> {
    await this.clear();
    this.data = undefined;
    this.plan = undefined;
  }

  addSamples(
    { set, first, inputs, fields, scaling }: Extract<NetworkCommand, { type: 'samples' }>,
    reply: Reply,
  ): void {
    if (!this.data || !this.plan) {
      throw new Error('Samples arrived before the network was prepared.');
    }
    const { sets } = this.data;
    const { experiment } = this.plan;
    sets.put(set, first, inputs, fields, scaling);
    if (sets.scaling === undefined) return;
    const note = silenceNote(experiment, { count: experiment.data, silent: sets.silent() });
    reply({ type: 'complete', note });
  }

  async train(until: number, reply: Reply<WorkerEvent>): Promise<void> {
    if (this.running) return;
    const run = this.trainUntil(until, reply).catch(blameDevice);
    this.running = run.then(
      () => {},
      () => {},
    );
    try {
      await run;
    } finally {
      this.running = undefined;
    }
  }

  private async trainUntil(until: number, reply: Reply<WorkerEvent>): Promise<void> {
    const { data, plan } = this;
    if (!plan || data?.sets.scaling === undefined) {
      throw new Error('The network has no data yet.');
    }
    this.pauseWanted = false;
    fetchAhead();
    await this.locating.end();
    this.checkpoints.start();
    this.session ??= this.newSession(plan, data.sets);
    const { session } = this;
    // Networks on a GPU are in one worker and share its queue: they take turns there by a mutex.
    if (!runsAhead()) {
      await this.turn.take({
        ask: (asked) => reply({ type: 'turn', asked }),
        onWaiting: () => this.report(session.snapshot(), reply),
      });
    }
    try {
      await this.runSession(session, until, reply);
    } finally {
      this.turn.giveBack();
    }
  }

  private newSession(
    { experiment, network, from, weights }: Plan,
    sets: DataSets,
  ): TrainingSession {
    const breathe = () => this.turn.breathe();
    return new TrainingSession(experiment, network, sets, from, breathe, weights);
  }

  private async runSession(session: TrainingSession, until: number, reply: Reply): Promise<void> {
    const shouldPause = () => this.pauseWanted;
    const onProgress = (progress: Progress) => this.report(progress, reply);
    await session.run(until, shouldPause, onProgress, {
      // The initial weights come from the seed.
      due: () => this.checkpoints.due() && !(session.begun && session.step === 0),
      take: () => this.checkpoints.take(session, reply),
    });
    await this.checkpoints.take(session, reply);
    const { step, finished } = session;
    const result = finished ? await session.result(shouldPause, onProgress) : undefined;
    this.result = result;
    await assertSound();
    reply(result ? { type: 'finished', result } : { type: 'paused', step });
  }

  private report(progress: Progress, reply: Reply): void {
    const now = performance.now();
    if (progress.points.length === 0 && now - this.lastProgress < PROGRESS_INTERVAL) return;
    this.lastProgress = now;
    reply({ type: 'progress', ...progress });
  }

  /** The training ends after the step in progress. */
  private endSoon(): void {
    this.pauseWanted = true;
    this.turn.stopWaiting();
  }

  /** The page's answer to a turn that was asked for. */
  hear(message: TurnMessage): void {
    this.turn.hear(message);
  }

  /** `train` answers. One that has ended has answered already: a second answer could end the next training. */
  pause(): void {
    this.endSoon();
  }

  async forecast(parameters: SampleParameters, reply: Reply): Promise<void> {
    const { session } = this;
    if (!session?.begun) return reply({ type: 'noForecast' });
    await exclusive(async () => {
      const started = performance.now();
      const field = await session.forecast(parameters).catch(blameDevice);
      await assertSound();
      reply({
        type: 'forecast',
        parameters,
        field,
        unit: session.unit,
        step: session.step,
        milliseconds: performance.now() - started,
      });
    });
  }

  /** Weights that can't be decomposed are reported with the layer: the network itself has not failed. */
  async inspect(layer: number, reply: Reply): Promise<void> {
    const { session } = this;
    const step = session?.step ?? 0;
    const convolutions = session?.begun ? convolutionsOf(session.trainer.model) : [];
    const answer = { type: 'inspected', layer, step, layers: convolutions.length } as const;
    if (layer >= convolutions.length) {
      reply(answer);
      return;
    }
    try {
      const found = await inspectLayer(convolutions[layer], this.running === undefined);
      await assertSound();
      reply({ ...answer, found });
    } catch (error) {
      reply({ ...answer, problem: textOf(error) });
    }
  }

  /** Measures where the errors are; the network itself has not failed if that does. */
  locate(reply: Reply): Promise<void> {
    const told = (found: Found) =>
      reply({ type: 'located', step: this.session?.step ?? 0, ...found });
    return this.locating.begin(() => this.located(), told);
  }

  private located(): Trained {
    const { data, plan, session } = this;
    if (this.running) throw new Error('The network is still training: pause first.');
    if (!plan || data?.sets.scaling === undefined || !session?.begun) {
      throw new Error('There are no weights yet: train first.');
    }
    const { experiment, network: id } = plan;
    return { experiment, id, trainer: session.trainer, sets: data.sets };
  }

  async export(what: ExportKind, reply: Reply): Promise<void> {
    try {
      const files = await this.filesOf(what, reply);
      await assertSound();
      reply({ type: 'exported', what, files });
    } catch (error) {
      reply({ type: 'exported', what, files: [], problem: problemOf(error) });
    }
  }

  cancelExport(what: ExportKind): void {
    this.exporting.cancel(what);
  }

  private async filesOf(what: ExportKind, reply: Reply): Promise<ExportFile[]> {
    const { data, plan, session } = this;
    if (!plan || data?.sets.scaling === undefined) {
      throw new Error('The samples are not complete: train first.');
    }
    const { experiment, network: id } = plan;
    if (isDataset(what)) {
      const { datasetFiles } = await loadDataExport();
      const onSample = this.exporting.begin(what, reply);
      return datasetFiles(data.sets, experiment, layoutOf(what), onSample);
    }
    const { modelFiles } = await loadExport();
    if (this.running) throw new Error('The network is still training: pause first.');
    if (!session?.begun) throw new Error('There are no weights yet: train first.');
    const { model } = session.trainer;
    const training = await this.trainingState(session);
    return modelFiles(what, { model, experiment, id, sets: data.sets, training });
  }

  /** For a model card. A run that an earlier visit has finished is measured again. */
  private async trainingState(session: TrainingSession): Promise<TrainingState> {
    const { step, totalSteps: steps, finished } = session;
    if (finished)
      this.result ??= await session.result(
        () => false,
        () => {},
      );
    return { step, steps, result: this.result };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a faulty device has computed leaves the worker as its fault, never as numbers. */
async function assertSound(): Promise<void> {
  const fault = await deviceFault();
  if (fault !== undefined) throw new Error(fault);
}

/** An error on a faulty or lost device is blamed on the device. */
async function blameDevice(error: unknown): Promise<never> {
  await assertSound();
  throw error;
}
