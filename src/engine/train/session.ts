/**
 * The training loop around the trainer: pace, curve, final errors. The worker and the headless runner
 * both use it, so that the same experiment gives the same curve in both.
 */
import type { DataSets, SetName } from '../data/dataset.ts';
import { forecastField } from '../data/forecastField.ts';
import { visibleIn, type Visible } from '../data/visible.ts';
import { yieldToEvents } from '../events.ts';
import type { SampleParameters } from '../experiment/parameters.ts';
import type { Rate } from '../experiment/rate.ts';
import type { Experiment } from '../experiment/schema.ts';
import { type NetworkId, specOf } from '../experiment/network.ts';
import { leastValue } from '../metrics.ts';
import type { LoadedWeights } from '../nets/loaded.ts';
import { areSound, type Checkpoint } from './checkpoint.ts';
import { compileTraining } from './compile.ts';
import { cutInto, restoredTrainer, startingTrainer, type Station } from './course.ts';
import { Curve, known } from './curve.ts';
import { evaluate } from './evaluate.ts';
import { finalErrors, forecastTime } from './final.ts';
import type { Errors } from './errors.ts';
import type {
  CheckpointTaker,
  Compiling,
  CurvePoint,
  Cut,
  Progress,
  TrainingResult,
} from './progress.ts';
import { compressedAfterwards, CURVE_TEST_SAMPLES, stepsBeforeCut, stepsOf } from './steps.ts';
import type { Trainer, TrainerState } from './trainer.ts';
import { StepWindows } from './windows.ts';

export class TrainingSession {
  private current?: Trainer;
  private readonly least: number;
  private readonly windows: StepWindows;
  private readonly curve: Curve;
  private cut?: Cut;
  private rate?: Rate;
  private compiling?: Compiling;
  private readonly visible = new Map<SetName, Visible>();
  /** Points of the curve that have been reported. */
  private points = 0;

  constructor(
    private readonly experiment: Experiment,
    private readonly id: NetworkId,
    /** Complete and scaled. */
    private readonly sets: DataSets,
    /** Where an earlier session of the same experiment was, on this or another backend: this one continues from there. */
    private readonly from?: Checkpoint,
    /** Called between two pieces of work, to let messages in; the next piece begins when it resolves. */
    private readonly breathe: () => Promise<void> = yieldToEvents,
    /** Trained weights from a file, where the network begins with such. */
    private readonly loaded?: LoadedWeights,
  ) {
    this.least = sets.least ?? leastValue(sets.train.fields);
    this.windows = new StepWindows(from?.stepMs, breathe);
    this.curve = new Curve(this.totalSteps, from);
    if (!from) return;
    ({ points: this.points, rate: this.rate, cut: this.cut } = from);
  }

  /** Steps of the whole run. */
  get totalSteps(): number {
    return stepsOf(this.experiment, this.id);
  }

  get step(): number {
    return this.current?.step ?? this.from?.step ?? 0;
  }

  /** Whether there is a network that can forecast. */
  get begun(): boolean {
    return this.current !== undefined;
  }

  get finished(): boolean {
    const whole = this.cut !== undefined || !compressedAfterwards(this.experiment, this.id);
    return this.step >= this.totalSteps && whole;
  }

  get trainer(): Trainer {
    if (!this.current) throw new Error('The network is built with the first step.');
    return this.current;
  }

  /**
   * Trains until step `until` or until `shouldPause` says so, which is asked after every step; the next
   * call continues as if nothing had happened. Throws `DivergedError`.
   */
  async run(
    until: number,
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
    checkpoints?: CheckpointTaker,
  ): Promise<void> {
    if (!(await this.begin(shouldPause, onProgress))) return;
    const { curve } = this;
    const cutAt = stepsBeforeCut(this.experiment, this.id);
    const last = Math.min(until, this.totalSteps);
    for (;;) {
      if (curve.awaitsTest) {
        const test = await this.evaluate('test', CURVE_TEST_SAMPLES, shouldPause, onProgress);
        if (test === undefined) return;
        onProgress(this.progress([curve.complete(test.relativeL2)]));
      }
      if (checkpoints?.due()) {
        await this.windows.drain();
        await checkpoints.take();
      }
      if (shouldPause()) return this.windows.drain();
      // Without any fine-tuning the cut is the end of the run.
      const cutsNow = this.step < last || this.totalSteps === cutAt;
      if (this.step === cutAt && !this.cut && cutsNow) {
        if (!(await this.decompose(shouldPause, onProgress))) return;
      }
      if (this.step >= last) return this.windows.drain();
      const stops = [
        last,
        ...(this.cut ? [] : [Math.max(cutAt, this.step + 1)]),
        ...curve.stopsAfter(this.step),
      ];
      // On a GPU the errors may come when later steps are under way; the points are the same.
      await this.windows.run(this.trainer, Math.min(...stops), shouldPause, (errors, step) => {
        const points = curve.add(errors, step);
        if (points.length > 0 || !curve.awaitsTest) onProgress(this.progress(points));
      });
      if (curve.testsAt(this.step)) await this.windows.drain();
    }
  }

  /** Builds the network, unless that is done; false if it was interrupted. */
  private async begin(
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<boolean> {
    if (this.current) return true;
    const { experiment, id, sets } = this;
    const onCompiling = (state: Compiling) => {
      this.compiling = state;
      onProgress(this.progress([]));
    };
    await compileTraining(experiment, id, sets.train, onCompiling, shouldPause);
    this.compiling = undefined;
    if (shouldPause()) return false;
    // A run that began in an earlier version goes on at the rate that it had found.
    this.rate ??= specOf(experiment, id).rate;
    const state = this.from?.trainer;
    this.current = state
      ? restoredTrainer(this.station, this.cut !== undefined, state)
      : await startingTrainer(this.station);
    return true;
  }

  private get station(): Station {
    const { experiment, id, sets, rate, loaded } = this;
    const scaling = { input: sets.inputScaling, output: sets.scaling! };
    return { experiment, id, data: sets.train, rate: rate!, loaded, scaling };
  }

  /** The cut of a network that is compressed after training; false if it was interrupted. */
  private async decompose(
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<boolean> {
    if (!compressedAfterwards(this.experiment, this.id)) return true;
    await this.windows.drain();
    const all = this.sets.test.count;
    const before = await this.evaluate('test', all, shouldPause, onProgress);
    if (before === undefined) return false;
    const classical = this.trainer;
    const goOn = () => this.goOn(shouldPause, onProgress);
    const trainer = await cutInto(this.station, classical, goOn);
    if (!trainer) return false;
    this.current = trainer;
    classical.dispose();
    const after = await this.evaluate('test', all, () => false, onProgress);
    this.cut = {
      step: this.step,
      before: before.relativeL2,
      after: after!.relativeL2,
    };
    const point = { step: this.step, test: known(after!.relativeL2) };
    onProgress(this.progress([point]));
    return true;
  }

  /** Where the run is at present. */
  snapshot(): Progress {
    return this.progress([]);
  }

  /** What is reported; `points` are the new points of the curve. */
  private progress(points: CurvePoint[]): Progress {
    this.points += points.length;
    return {
      step: this.step,
      points,
      stepMs: this.windows.stepMs,
      memoryBytes: this.current?.bytes,
      compiling: this.compiling,
      cut: this.cut,
      rate: this.rate,
    };
  }

  /**
   * The state between two steps; call while no `run` is in progress, or when it says `take`. Undefined if there is
   * none to go back to: weights that are no numbers, or that are all zero.
   */
  async checkpoint(): Promise<Checkpoint | undefined> {
    const { step, points, rate, cut, from } = this;
    // A session that has not begun again is where the one before was; it needs its state itself.
    const trainer = this.current ? await this.current.state() : copyOf(from?.trainer);
    if (trainer && !areSound(trainer)) return undefined;
    return {
      step,
      points,
      ...(from?.trials && { trials: from.trials }),
      rate,
      cut,
      ...this.curve.state(),
      stepMs: this.windows.stepMs,
      trainer,
    };
  }

  /** The error over samples of a set, or undefined if it was interrupted by a pause. */
  private evaluate(
    set: SetName,
    count: number,
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<Errors | undefined> {
    const visible = this.visible.get(set) ?? visibleIn(this.experiment, set);
    this.visible.set(set, visible);
    const goOn = () => this.goOn(shouldPause, onProgress);
    return evaluate(this.trainer, this.sets[set], count, this.least, visible, goOn);
  }

  /** Between two pieces of work: whether the next one is to begin. */
  private async goOn(
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<boolean> {
    onProgress(this.progress([]));
    await this.breathe();
    return !shouldPause();
  }

  /** The final errors over all samples, and the median times; undefined if a pause interrupted it. */
  async result(
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<TrainingResult | undefined> {
    const { trainer, sets } = this;
    const errors = await finalErrors(sets, (set, count) =>
      this.evaluate(set, count, shouldPause, onProgress),
    );
    return (
      errors && {
        ...errors,
        rate: this.rate!,
        cut: this.cut,
        stepMs: this.windows.stepMs,
        stepMsScatter: this.windows.stepMsScatter,
        ...(await forecastTime(trainer, sets)),
      }
    );
  }

  /** Root mean square of the training fields (m): what silence is judged by. */
  get unit(): number {
    return this.sets.scaling!.unit[0];
  }

  /** The forecast for any sample: see `forecastField`. */
  forecast(parameters: SampleParameters): Promise<Float32Array> {
    const { scaling, inputScaling } = this.sets;
    return forecastField(
      this.experiment,
      parameters,
      { input: inputScaling, output: scaling! },
      (input) => this.trainer.forecast(input),
    );
  }

  dispose(): void {
    this.current?.dispose();
  }
}

/** The receiver of a checkpoint may transfer its memory to another thread. */
const copyOf = (state: TrainerState | undefined): TrainerState | undefined =>
  state && { ...state, values: state.values.slice() };
