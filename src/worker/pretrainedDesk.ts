import type { BackendReport } from '../engine/device/choose.ts';
import { inspectLayer } from '../engine/inspection/inspect.ts';
import { convolutionsOf } from '../engine/nets/build.ts';
import type { PretrainedModels } from '../engine/pretrained/models.ts';
import { pretrainedRecord } from '../engine/pretrained/pretrained.ts';
import { exclusive } from '../engine/train/mutex.ts';
import type { Inspection, NetworkCommand, PretrainedForecast } from './protocol.ts';
import type { Reply } from './serve.ts';

type Question<Type extends NetworkCommand['type']> = Omit<
  Extract<NetworkCommand, { type: Type }>,
  'type' | 'runId'
>;

/** As the end of a sentence. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

/** Answers for the networks that come with the page already trained. */
export class PretrainedDesk {
  private models?: Promise<PretrainedModels>;

  constructor(
    /** Any backend that works: the one there is, or a first one. */
    private readonly backend: (networks: number) => Promise<BackendReport>,
    private readonly load: () => Promise<PretrainedModels>,
  ) {}

  async forecast(
    { whose, of, parameters, networks }: Question<'forecastPretrained'>,
    reply: Reply,
  ): Promise<void> {
    const { unit } = pretrainedRecord;
    const answer = (forecast: Omit<PretrainedForecast, 'parameters' | 'unit'>) =>
      reply({ type: 'pretrained', whose, of, parameters, unit, ...forecast });
    try {
      const models = await this.ready(networks);
      await exclusive(async () => {
        // The first forecast of a network also makes and places what it computes with: its time would say nothing.
        if (!models.has(of)) await models.forecast(of, parameters);
        const started = performance.now();
        const field = await models.forecast(of, parameters);
        answer({ field, milliseconds: performance.now() - started });
      });
    } catch (error) {
      answer({ field: new Float32Array(0), milliseconds: 0, problem: reasonOf(error) });
    }
  }

  async inspect(
    { whose, of, layer, networks }: Question<'inspectPretrained'>,
    reply: Reply,
  ): Promise<void> {
    const step = pretrainedRecord.networks[of]?.steps ?? 0;
    const answer = (found: Pick<Inspection, 'layers' | 'found' | 'problem'>) =>
      reply({ type: 'inspected', whose, layer, step, ...found });
    try {
      const models = await this.ready(networks);
      const convolutions = convolutionsOf(models.model(of));
      answer({
        layers: convolutions.length,
        found: await inspectLayer(convolutions[layer], true),
      });
    } catch (error) {
      answer({ layers: layer + 1, problem: `${reasonOf(error)}.` });
    }
  }

  /** The networks, on a backend. The weights arrive while it starts. */
  private async ready(networks: number): Promise<PretrainedModels> {
    const loading = (this.models ??= this.load());
    const [models] = await Promise.all([loading, this.backend(networks)]).catch(
      (error: unknown) => {
        // What could not be loaded may be there the next time.
        if (loading === this.models) this.leave();
        throw error;
      },
    );
    if (loading !== this.models) throw new Error('a training has begun');
    return models;
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
