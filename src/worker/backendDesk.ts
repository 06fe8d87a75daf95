import { chooseBackend, type BackendReport } from '../engine/device/choose.ts';
import { parseWanted, wantedAgain, type Wanted } from '../engine/device/decide.ts';
import { setThreads } from '../engine/device/load.ts';
import { measureKey } from '../engine/device/measure.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import type { Compiling } from '../engine/train/progress.ts';
import { coresHere, threadsPerNetwork } from './threads.ts';

const after = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** The one backend of a worker, for all networks in it. */
export class BackendDesk {
  private current?: {
    key: string;
    threads: number;
    fma: boolean;
    report: Promise<BackendReport>;
  };
  /** What measurements have led to, by what was asked and measured. */
  private readonly known = new Map<string, BackendReport>();

  constructor(private readonly cores: number = coresHere()) {}

  /**
   * Starts a backend unless it runs already; one start waits for the one before. With an experiment the backends
   * are measured on its networks, once for all experiments with such networks. `networks` are to train side by side.
   */
  start(
    wanted: Wanted,
    networks: number,
    measured?: Experiment,
    onCompiling?: (state: Compiling) => void,
  ): Promise<BackendReport> {
    const threads = threadsPerNetwork(this.cores, networks);
    const key = [wanted, threads, ...(measured ? [measureKey(measured)] : [])].join(' ');
    if (this.current?.key === key) return this.current.report;
    const before = this.current?.report.catch(() => undefined);
    const report = (async () => {
      await before;
      setThreads(threads);
      return this.choose(wanted, key, measured, onCompiling);
    })();
    const current = { key, threads, fma: parseWanted(wanted).fma, report };
    this.current = current;
    const forget = () => {
      if (this.current === current) this.current = undefined;
    };
    // A failed start may be tried again, and so may an unfinished measurement.
    report.then(({ unfinished }) => {
      if (unfinished) forget();
    }, forget);
    return report;
  }

  /** Whatever runs or is being started; WebAssembly, which starts fastest, if that is nothing yet. */
  async any(networks: number): Promise<BackendReport> {
    const report = await this.current?.report.catch(() => undefined);
    return report ?? this.start('wasm', networks);
  }

  /** Runs on a backend that was chosen before; nothing is measured. */
  async ensure(wanted: Exclude<Wanted, 'auto'>, networks: number): Promise<BackendReport> {
    const current = this.current;
    const report = await current?.report.catch(() => undefined);
    const threads = threadsPerNetwork(this.cores, networks);
    const { name, fma } = parseWanted(wanted);
    const alike = current?.threads === threads && (name !== 'wasm' || current.fma === fma);
    if (report?.name === name && alike) return report;
    return this.start(wanted, networks);
  }

  private async choose(
    wanted: Wanted,
    key: string,
    experiment: Experiment | undefined,
    onCompiling: ((state: Compiling) => void) | undefined,
  ): Promise<BackendReport> {
    if (!experiment) return chooseBackend(wanted);
    const known = this.known.get(key);
    if (known) {
      const { fma } = parseWanted(wanted);
      const { name } = await chooseBackend(wantedAgain(known.name, fma));
      if (name === known.name) return known;
      this.known.delete(key);
    }
    const { cores } = this;
    const report = await chooseBackend(wanted, { experiment, cores, onCompiling, after });
    if (!report.unfinished) this.known.set(key, report);
    return report;
  }
}
