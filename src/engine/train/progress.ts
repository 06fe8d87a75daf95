/** What a training session reports: curve points and step time while it runs, final errors and timings at its end. */
import type { Rate } from '../experiment/rate.ts';
import type { EarlierErrors, Errors } from './errors.ts';

/** Shaders compiled so far, and in all. */
export interface Compiling {
  done: number;
  total: number;
}

/** Relative L2 errors at a step: of the batches since the last point, and of the test samples; none of silent ones alone. */
export interface CurvePoint {
  step: number;
  train?: number;
  test?: number;
}

/** Results that were stored before VRMSE was that of The Well have another measure in its place. */
export type MeasuredErrors = Omit<Errors, keyof LaterErrors> & Partial<LaterErrors & EarlierErrors>;
type LaterErrors = Pick<Errors, 'wellVrmse' | 'frames' | 'flatFrames'>;

export interface TrainingResult {
  /** Relative L2 over all training and all test samples that are not silent. */
  train: number;
  test: number;
  /** All measures over the test samples, and over those of another distribution where there are some. */
  testErrors: MeasuredErrors;
  shiftedErrors?: MeasuredErrors;
  /** Peak learning rate, as it was set. */
  rate: Rate;
  cut?: Cut;
  /** Median times (ms): one training step, one forecast of one sample. */
  stepMs: number;
  forecastMs: number;
  /** How far these times scatter (ms): half of the range of their middle half. Earlier versions did not measure it. */
  stepMsScatter?: number;
  forecastMsScatter?: number;
}

/** The decomposition of a network that is compressed after training; relative L2 over all test samples. */
export interface Cut {
  step: number;
  before: number;
  after: number;
}

/**
 * How earlier versions found the rate, if by their range test: the batch error at the end of a short run at each
 * candidate.
 */
export type RateTrials = readonly { rate: number; error: number }[];

export interface Progress {
  step: number;
  points: CurvePoint[];
  /** Median time of the latest training steps (ms); NaN before the first. */
  stepMs: number;
  /** Bytes of the network's tensors alive between two steps. */
  memoryBytes?: number;
  /** While the shaders of a GPU are being compiled. */
  compiling?: Compiling;
  cut?: Cut;
  /** Peak learning rate, once the network is built. */
  rate?: Rate;
}

/** Keeps checkpoints of a run: `due` is asked every few steps, and `take` is called when a checkpoint can be made. */
export interface CheckpointTaker {
  due(): boolean;
  take(): Promise<void>;
}
