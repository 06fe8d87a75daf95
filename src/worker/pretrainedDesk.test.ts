import { describe, expect, it } from 'vitest';
import type { BackendReport } from '../engine/device/choose.ts';
import { middleParameters } from '../engine/experiment/parameters.ts';
import type { PretrainedModels } from '../engine/pretrained/models.ts';
import { pretrainedExperiment, pretrainedRecord } from '../engine/pretrained/pretrained.ts';
import { PretrainedDesk } from './pretrainedDesk.ts';

const parameters = middleParameters(pretrainedExperiment);
const question = { network: 'a', whose: 'b', of: 'b', parameters, networks: 3 } as const;
const backend = () => Promise.resolve({ name: 'wasm' } as BackendReport);

/** Networks of which nothing is known but that they forecast and are freed. */
function fakeModels() {
  const calls: string[] = [];
  const models = {
    model: (id: string) => calls.push(`build ${id}`),
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
  it('loads the weights once, builds a network before its time is taken, and answers in metres', async () => {
    const { calls, models } = fakeModels();
    let loads = 0;
    const { ask, answers } = deskWith(() => {
      loads++;
      return Promise.resolve(models);
    });
    await Promise.all([ask(), ask()]);
    expect(loads).toBe(1);
    expect(calls).toEqual(expect.arrayContaining(['build b', 'forecast b']));
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
