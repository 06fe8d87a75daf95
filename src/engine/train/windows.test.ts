import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { yieldToEvents } from '../events.ts';
import type { Trainer } from './trainer.ts';
import { StepWindows } from './windows.ts';

/** A GPU that is always done; the fake trainers below need nothing else of it. */
class FakeGpu extends tf.KernelBackend {
  queue = { onSubmittedWorkDone: () => yieldToEvents() };
  override dispose(): void {}
  ensureCommandEncoderReady(): void {}
  endComputePassEncoder(): void {}
  submitQueue(): void {}
}

/** A network whose batch error at step n is n, and whose reads take as long as the test wants. */
class FakeTrainer {
  step = 0;
  underWay = 0;
  mostUnderWay = 0;
  private unread: number[] = [];

  constructor(
    private readonly log: string[],
    private readonly name: string,
    private readonly read: () => Promise<void> = yieldToEvents,
    private readonly diverges = Infinity,
  ) {}

  trainStep(): void {
    this.step++;
    this.unread.push(this.step);
    this.log.push(this.name);
  }
  async takeBatchErrors(): Promise<number[]> {
    const taken = this.unread.splice(0);
    this.underWay++;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await this.read();
    this.underWay--;
    if (taken.some((step) => step >= this.diverges)) throw new Error('diverged');
    return taken;
  }
}

const never = () => false;
const asTrainer = (fake: FakeTrainer): Trainer => fake as unknown as Trainer;

/** Errors and the steps that the windows end at. */
async function train(fake: FakeTrainer, steps: number, windows = new StepWindows()) {
  const errors: number[] = [];
  const ends: number[] = [];
  while (fake.step < steps) {
    await windows.run(asTrainer(fake), steps, never, (taken, step) => {
      errors.push(...taken);
      ends.push(step);
    });
  }
  await windows.drain();
  return { errors, ends };
}

const upTo = (steps: number) => Array.from({ length: steps }, (_, i) => i + 1);

describe.each(['webgpu', 'cpu'])('windows on %s', (name) => {
  beforeEach(async () => {
    if (tf.findBackend(name)) tf.removeBackend(name);
    tf.registerBackend(name, () => new FakeGpu());
    await tf.setBackend(name);
  });

  it('give every error once, in order, with the step that each window ends at', async () => {
    const fake = new FakeTrainer([], 'a');
    const { errors, ends } = await train(fake, 100);
    expect(errors).toEqual(upTo(100));
    expect(ends.at(-1)).toBe(100);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  });

  it('stop at a pause, with all errors taken after draining', async () => {
    const fake = new FakeTrainer([], 'a');
    const windows = new StepWindows();
    const errors: number[] = [];
    for (let i = 0; i < 4; i++) {
      await windows.run(
        asTrainer(fake),
        1000,
        () => fake.step >= 13,
        (taken) => errors.push(...taken),
      );
    }
    await windows.drain();
    expect(errors).toEqual(upTo(fake.step));
  });

  it('pass a failure on', async () => {
    const fake = new FakeTrainer([], 'a', yieldToEvents, 20);
    await expect(train(fake, 100)).rejects.toThrow('diverged');
  });
});

describe('windows on a GPU', () => {
  beforeEach(async () => {
    if (tf.findBackend('webgpu')) tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => new FakeGpu());
    await tf.setBackend('webgpu');
  });

  it('go on while at most two reads are under way', async () => {
    const slowly = async () => {
      for (let i = 0; i < 30; i++) await yieldToEvents();
    };
    const fake = new FakeTrainer([], 'a', slowly);
    expect((await train(fake, 100)).errors).toEqual(upTo(100));
    expect(fake.mostUnderWay).toBeGreaterThan(1);
    expect(fake.mostUnderWay).toBeLessThanOrEqual(3);
  });

  it('let two networks step in turns, but for a window that is timed', async () => {
    const log: string[] = [];
    const [a, b] = [new FakeTrainer(log, 'a'), new FakeTrainer(log, 'b')];
    await Promise.all([train(a, 200), train(b, 200)]);
    const lead = log.map(
      (_, i) =>
        log.slice(0, i + 1).filter((name) => name === 'a').length -
        log.slice(0, i + 1).filter((name) => name === 'b').length,
    );
    // A timed window has eight steps at most; reads in between cost a turn now and then.
    expect(Math.max(...lead.map(Math.abs))).toBeLessThanOrEqual(24);
  });

  it('have times once the first step is done', async () => {
    const windows = new StepWindows();
    expect(windows.stepMs).toBeNaN();
    await train(new FakeTrainer([], 'a'), 1, windows);
    expect(windows.stepMs).toBeGreaterThan(0);
  });
});
