import type { BackendReport } from '../engine/device/choose.ts';
import type { PretrainedModels } from '../engine/pretrained/models.ts';
import { pretrainedRecord } from '../engine/pretrained/pretrained.ts';
import { exclusive } from '../engine/train/mutex.ts';
import type { NetworkCommand, PretrainedForecast } from './protocol.ts';
import type { Reply } from './serve.ts';

type Question = Omit<Extract<NetworkCommand, { type: 'forecastPretrained' }>, 'type' | 'runId'>;

/** Answers for the networks that come with the page already trained. */
export class PretrainedDesk {
  private models?: Promise<PretrainedModels>;

  constructor(
    /** Any backend that works: the one there is, or a first one. */
    private readonly backend: (networks: number) => Promise<BackendReport>,
    private readonly load: () => Promise<PretrainedModels>,
  ) {}

  async forecast({ whose, of, parameters, networks }: Question, reply: Reply): Promise<void> {
    const answer = (forecast: Omit<PretrainedForecast, 'parameters' | 'unit'>) =>
      reply({
        type: 'pretrained',
        whose,
        of,
        parameters,
        unit: pretrainedRecord.unit,
        ...forecast,
      });
    try {
      // The weights arrive while the backend starts.
      const loading = (this.models ??= this.load());
      await Promise.all([loading, this.backend(networks)]);
      const models = await loading;
      if (loading !== this.models) throw new Error('a training has begun');
      await exclusive(async () => {
        models.model(of);
        const started = performance.now();
        const field = await models.forecast(of, parameters);
        answer({ field, milliseconds: performance.now() - started });
      });
    } catch (error) {
      // What could not be loaded may be there the next time.
      this.leave();
      const problem = error instanceof Error ? error.message : String(error);
      answer({
        field: new Float32Array(0),
        milliseconds: 0,
        problem: problem.replace(/\.$/, ''),
      });
    }
  }

  /** Frees the networks; they are loaded again when they are asked for. */
  leave(): void {
    this.models?.then(
      (models) => models.dispose(),
      () => {},
    );
    this.models = undefined;
  }
}
