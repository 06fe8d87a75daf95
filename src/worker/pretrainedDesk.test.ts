import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseBackend, type BackendReport } from '../engine/device/choose.ts';
import { middleParameters } from '../engine/experiment/parameters.ts';
import { convolutionsOf } from '../engine/nets/build.ts';
import { PretrainedModels } from '../engine/pretrained/models.ts';
import { pretrainedExperiment, pretrainedRecord } from '../engine/pretrained/pretrained.ts';
import { PretrainedDesk } from './pretrainedDesk.ts';

const parameters = middleParameters(pretrainedExperiment);
const question = { network: 'a', whose: 'b', of: 'b', parameters, networks: 3 } as const;
const backend = () => Promise.resolve({ name: 'wasm' } as BackendReport);

/** Networks of which nothing is known but that they forecast and are freed. */
function fakeModels() {
  const calls: string[] = [];
  const models = {
    has: (id: string) => calls.includes(`forecast ${id}`),
    forecast: (id: string) => {
      calls.push(`forecast ${id}`);
      return Promise.resolve(Float32Array.of(7));
    },
    dispose: () => calls.push('dispose'),
  };
  return { calls, models: models as unknown as PretrainedModels };
}

/** A desk, and what it has answered. */
function deskWith(load: () => Promise<PretrainedModels>, start = backend) {
  const answers: object[] = [];
  const desk = new PretrainedDesk(start, load);
  return { desk, answers, ask: () => desk.forecast(question, (event) => answers.push(event)) };
}

describe('PretrainedDesk', () => {
  it('loads the weights once, makes a first forecast before one is timed, and answers in metres', async () => {
    const { calls, models } = fakeModels();
    let loads = 0;
    const { ask, answers } = deskWith(() => {
      loads++;
      return Promise.resolve(models);
    });
    await Promise.all([ask(), ask()]);
    expect(loads).toBe(1);
    expect(calls.length).toBeGreaterThan(2);
    expect(answers[0]).toMatchObject({
      type: 'pretrained',
      whose: 'b',
      of: 'b',
      parameters,
      unit: pretrainedRecord.unit,
      field: Float32Array.of(7),
    });
  });

  it('says why there is no forecast, without the full stop, and tries again the next time', async () => {
    const { models } = fakeModels();
    let loads = 0;
    const { ask, answers } = deskWith(() =>
      ++loads === 1 ? Promise.reject(new Error('It is not there.')) : Promise.resolve(models),
    );
    await ask();
    expect(answers[0]).toMatchObject({ problem: 'It is not there', field: new Float32Array(0) });
    await ask();
    expect(answers[1]).toMatchObject({ field: Float32Array.of(7) });
  });

  it('says that no backend works', async () => {
    const { ask, answers } = deskWith(
      () => Promise.resolve(fakeModels().models),
      () => Promise.reject(new Error('No backend works here.')),
    );
    await ask();
    expect(answers[0]).toMatchObject({ problem: 'No backend works here' });
  });

  it('shows the kernels of a network, with the step at which its training ended', async () => {
    await chooseBackend('wasm');
    const bytes = readFileSync(new URL('../engine/pretrained/frames.safetensors', import.meta.url));
    const models = new PretrainedModels(bytes);
    const { desk, answers } = deskWith(() => Promise.resolve(models));
    const asked = { network: 'a', whose: 'c', of: 'b', layer: 1, networks: 3 } as const;
    await desk.inspect(asked, (event) => answers.push(event));
    const { steps } = pretrainedRecord.networks.b!;
    const layers = convolutionsOf(models.model('b')).length;
    expect(answers[0]).toMatchObject({
      type: 'inspected',
      whose: 'c',
      layer: 1,
      layers,
      step: steps,
      found: { format: 'layer-cp' },
    });
    desk.leave();
  });

  it('frees the networks when a training begins, and builds none any more for older questions', async () => {
    const { calls, models } = fakeModels();
    let arrive: (models: PretrainedModels) => void = () => {};
    const { desk, ask, answers } = deskWith(
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    );
    const asked = ask();
    desk.leave();
    arrive(models);
    await asked;
    expect(calls).toEqual(['dispose']);
    expect(answers[0]).toMatchObject({ problem: 'a training has begun' });
  });
});
