/**
 * Waiting for a GPU. Firefox looks whether a buffer can be read every 100 ms, and whenever something is submitted: a
 * step whose errors are read would take as long. So nothing is submitted now and then while somebody waits.
 */

/** Time between two submissions of nothing (ms). */
const PAUSE_MS = 5;

interface Submitter {
  device: { createCommandEncoder(): object };
  queue: object;
}

interface Reader extends Submitter {
  read(dataId: object): Promise<unknown>;
}

const pauseBetween = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });

/** What the GPU answers; until then an empty list of commands is submitted after every pause. */
export async function awaited<T>(
  { device, queue }: Submitter,
  answer: Promise<T>,
  pause: () => Promise<void> = pauseBetween,
): Promise<T> {
  let waiting = true;
  const arrived = () => {
    waiting = false;
  };
  const over = answer.then(arrived, arrived);
  for (;;) {
    await Promise.race([over, pause()]);
    if (!waiting) return answer;
    const encoder = device.createCommandEncoder() as { finish(): object };
    (queue as { submit(commands: object[]): void }).submit([encoder.finish()]);
  }
}

/** Makes every read of a tensor of tfjs's backend one that is not left waiting. */
export function hastenReads(backend: Reader): void {
  const read = backend.read.bind(backend);
  backend.read = (dataId) => awaited(backend, read(dataId));
}
