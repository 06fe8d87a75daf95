import { expect, it } from 'vitest';
import type { ThreadStart } from 'slimwave-kernels/wasm/threads';
import { workerThread } from './wasmFiles.ts';

const start = {} as ThreadStart;
const sentence = (reason: string) =>
  `WebAssembly computes in one thread because the others could not be started (${reason}).`;

/** A worker that does as the test says when it is posted to. */
function worker(onPost: (one: Worker) => void): Worker {
  const made = { postMessage: () => onPost(made), terminate: () => {} } as unknown as Worker;
  return made;
}

it('is there once its worker says so', async () => {
  const thread = workerThread(() => worker((one) => one.onmessage?.({} as MessageEvent)));
  await expect(thread.start(start)).resolves.toBeUndefined();
});

it.each<[string, () => Worker, string]>([
  [
    'is missing',
    () => worker((one) => one.onerror?.({ preventDefault: () => {}, message: '' } as ErrorEvent)),
    'their script could not be loaded',
  ],
  ['never comes', () => worker(() => {}), 'their script did not answer within 0.02 s'],
  [
    'is forbidden',
    () => {
      throw new Error('refused by the policy');
    },
    'refused by the policy',
  ],
])('says why there is none where its script %s', async (_, make, reason) => {
  await expect(workerThread(make, 20).start(start)).rejects.toThrow(sentence(reason));
});
