import { chooseBackend, type BackendReport } from '../engine/device/choose.ts';
import type { BackendName } from '../engine/device/decide.ts';
import { measureKey } from '../engine/device/measure.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import type { Compiling } from '../engine/train/progress.ts';
import { coresHere } from './threads.ts';

const after = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** The one backend of a worker, for all networks in it. */
export class BackendDesk {
  private current?: { wanted: Experiment['backend']; key: string; report: Promise<BackendReport> };
  /** What measurements have led to, by what was asked and measured. */
  private readonly known = new Map<string, BackendReport>();

  /**
   * Starts a backend unless it runs already; one start waits for the one before. With an experiment the backends
   * are measured on its networks, once for all experiments with such networks.
   */
  start(
    wanted: Experiment['backend'],
    measured?: Experiment,
    onCompiling?: (state: Compiling) => void,
  ): Promise<BackendReport> {
    const key = measured ? `${wanted} ${measureKey(measured)}` : wanted;
    if (this.current?.key === key) return this.current.report;
    const before = this.current?.report.catch(() => undefined);
    const report = (async () => {
      await before;
      return this.choose(wanted, key, measured, onCompiling);
    })();
    const current = { wanted, key, report };
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

  /** Runs on a backend that was chosen before; nothing is measured. */
  async ensure(name: BackendName): Promise<BackendReport> {
    const report = await this.current?.report.catch(() => undefined);
    return report?.name === name ? report : this.start(name);
  }

  private async choose(
    wanted: Experiment['backend'],
    key: string,
    experiment: Experiment | undefined,
    onCompiling: ((state: Compiling) => void) | undefined,
  ): Promise<BackendReport> {
    if (!experiment) return chooseBackend(wanted);
    const known = this.known.get(key);
    if (known) {
      const { name } = await chooseBackend(known.name);
      if (name === known.name) return known;
      this.known.delete(key);
    }
    const cores = coresHere();
    const report = await chooseBackend(wanted, { experiment, cores, onCompiling, after });
    if (!report.unfinished) this.known.set(key, report);
    return report;
  }
}
