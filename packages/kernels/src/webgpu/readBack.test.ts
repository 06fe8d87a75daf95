import { describe, expect, it } from 'vitest';
import { awaited, hastenReads } from './readBack.ts';

/** A queue that answers like Firefox: what is awaited arrives with a submission, here the `at`-th one. */
function firefox(at: number) {
  const submissions: object[][] = [];
  let answer: (value: string) => void = () => {};
  let refuse: (error: Error) => void = () => {};
  const pending = new Promise<string>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  const queue = {
    submit(commands: object[]) {
      submissions.push(commands);
      if (submissions.length === at) answer('read');
    },
  };
  const device = { createCommandEncoder: () => ({ finish: () => ({ commands: 'none' }) }) };
  return { device, queue, submissions, pending, answer, refuse };
}

const atOnce = () => Promise.resolve();
const never = () => new Promise<void>(() => {});

describe('waiting for a GPU', () => {
  it('submits nothing again and again until the answer is there', async () => {
    const gpu = firefox(3);
    expect(await awaited(gpu, gpu.pending, atOnce)).toBe('read');
    expect(gpu.submissions).toEqual(Array.from({ length: 3 }, () => [{ commands: 'none' }]));
  });

  it('submits nothing where the answer comes before a pause is over', async () => {
    const gpu = firefox(1);
    gpu.answer('at once');
    expect(await awaited(gpu, gpu.pending, never)).toBe('at once');
    expect(gpu.submissions).toEqual([]);
  });

  it('ends with the failure of what is awaited', async () => {
    const gpu = firefox(9);
    const waiting = awaited(gpu, gpu.pending, atOnce);
    gpu.refuse(new Error('The device was lost.'));
    await expect(waiting).rejects.toThrow('The device was lost.');
    expect(gpu.submissions.length).toBeLessThan(9);
  });

  it('is how tensors are read', async () => {
    const gpu = firefox(2);
    const asked: object[] = [];
    const backend = {
      ...gpu,
      read: (dataId: object): Promise<unknown> => {
        asked.push(dataId);
        return gpu.pending;
      },
    };
    hastenReads(backend);
    const tensor = {};
    expect(await backend.read(tensor)).toBe('read');
    expect(asked).toEqual([tensor]);
    expect(gpu.submissions.length).toBe(2);
  });
});
