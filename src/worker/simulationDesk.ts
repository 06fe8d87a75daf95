import { simulateSamples } from '../engine/data/samples.ts';
import { yieldToEvents } from '../engine/events.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { Simulator, type Source } from '../engine/fem/simulator.ts';
import type { Reply } from './lab.worker.ts';

/** The simulating side of a worker. */
export class SimulationDesk {
  private cached?: { key: string; simulator: Simulator };
  private running = false;
  private pauseWanted = false;

  private simulatorFor({ scene, source, zone, task }: Experiment): Simulator {
    const key = JSON.stringify({ scene, width: source.width, zone, task });
    if (this.cached?.key !== key) {
      this.cached = { key, simulator: new Simulator({ scene, source, zone, task }) };
    }
    return this.cached.simulator;
  }

  async simulate(experiment: Experiment, source: Source, reply: Reply): Promise<void> {
    const simulator = this.simulatorFor(experiment);
    const started = performance.now();
    const { zone, domain } = simulator.run(source, { domain: true });
    const { outputTimes, outputInterval, skipped, dt, steps } = simulator.timing;
    reply({
      type: 'recording',
      source,
      zone,
      domain,
      domainPoints: experiment.scene.elements + 1,
      times: outputTimes,
      interval: outputInterval,
      skipped,
      dt,
      steps,
      milliseconds: performance.now() - started,
    });
  }

  /** Whether samples were being made; `paused` then follows after the ones in progress. */
  pause(): boolean {
    this.pauseWanted = true;
    return this.running;
  }

  async makeData(experiment: Experiment, from: number, reply: Reply): Promise<void> {
    if (this.running) throw new Error('The samples are being made already.');
    this.running = true;
    this.pauseWanted = false;
    try {
      const simulator = this.simulatorFor(experiment);
      for (const chunk of simulateSamples(experiment, simulator, from)) {
        reply({ type: 'samples', ...chunk });
        await yieldToEvents();
        if (this.pauseWanted) return reply({ type: 'paused', step: chunk.done });
      }
    } finally {
      this.running = false;
    }
  }
}
