/** What the page of checks and the worker that checks one backend say to each other. */
import type { CheckOutcome } from 'slimwave-kernels/checks';
import type { BackendName } from '../engine/device/decide.ts';

/** Asks for all checks of a backend; one command to a worker. */
export interface DeviceCommand {
  backend: BackendName;
  seed: number;
}

export interface AdapterReport {
  name: string;
  software: boolean;
  /** As the adapter offers them; bytes and numbers. */
  limits: Readonly<Record<string, number>>;
  features: readonly string[];
}

export type DeviceEvent =
  | {
      type: 'started';
      /** Number of cases. */
      total: number;
      /** Few and small ones, for a GPU in software. */
      few: boolean;
      tfjs: string;
      /** That compute. */
      threads: number;
      /** With fused multiply-adds. */
      fused: boolean;
      adapter?: AdapterReport;
    }
  /** The next cases, in order. */
  | { type: 'outcomes'; outcomes: CheckOutcome[] }
  | { type: 'finished' }
  /** The backend is not available here. */
  | { type: 'absent'; reason: string }
  | { type: 'failed'; message: string };
