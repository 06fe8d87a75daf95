import type { Trained } from '../engine/evaluation/trained.ts';
import { yieldToEvents } from '../engine/events.ts';
import { laterCode } from './laterCode.ts';
import type { Location } from './protocol.ts';

export const loadReport = laterCode(
  'The code that measures errors',
  () => import('../engine/evaluation/report.ts'),
);

/** How much is done is reported at most this often (ms). */
const REPORT_INTERVAL = 100;

export type Found = Omit<Location, 'step'>;

/** Measures where a network's errors are, in pieces that let messages in; one measurement at a time. */
export class Locating {
  private running?: Promise<void>;
  private unwanted = false;

  /** `assertSound` throws if the device has failed meanwhile. */
  constructor(private readonly assertSound: () => Promise<void>) {}

  /** `trained` throws a sentence if there is nothing to measure. While a measurement runs, another one is not begun. */
  async begin(trained: () => Trained, reply: (found: Found) => void): Promise<void> {
    if (this.running) return;
    this.unwanted = false;
    this.running = this.run(trained, reply).catch((error: unknown) =>
      reply({ share: 0, problem: error instanceof Error ? error.message : String(error) }),
    );
    await this.running;
    this.running = undefined;
  }

  /** The network is to be trained or freed. */
  async end(): Promise<void> {
    this.unwanted = true;
    await this.running;
  }

  private async run(trained: () => Trained, reply: (found: Found) => void): Promise<void> {
    let reported = -Infinity;
    const goOn = async (share: number) => {
      const now = performance.now();
      if (now - reported >= REPORT_INTERVAL) {
        reported = now;
        reply({ share });
      }
      await yieldToEvents();
      return !this.unwanted;
    };
    const network = trained();
    const { errorReport } = await loadReport();
    const report = await errorReport(network, goOn);
    await this.assertSound();
    if (report && !this.unwanted) reply({ share: 1, report });
  }
}
