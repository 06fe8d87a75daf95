/**
 * Faults of the WebGPU device that tfjs does not notice: after an uncaught error it goes on, and unrelated
 * tensors may read zero; after a loss nothing is computed any more. Both must end the run.
 */

/** The part of GPUDevice that is needed here; the engine is compiled without the DOM. */
export interface WatchedDevice {
  pushErrorScope(filter: 'validation'): void;
  popErrorScope(): Promise<unknown>;
  addEventListener(
    type: 'uncapturederror',
    listener: (event: { error: { message: string } }) => void,
  ): void;
  lost: Promise<{ reason: string; message: string }>;
}

let report: (message: string) => void = () => {};
let watched: WatchedDevice | undefined;
let faulty = false;

/** Whoever runs the backend is told of its first fault, and must start over with a new device. */
export const onDeviceFault = (listener: (message: string) => void): void => {
  report = listener;
};

/**
 * Watches a device from its start. Call what is returned once the device has passed its test: it throws
 * the first fault so far; later ones are reported.
 */
export function watchDevice(device: WatchedDevice): () => void {
  watched = device;
  faulty = false;
  let passed = false;
  let early: string | undefined;
  const tell = (message: string) => {
    // One that was given up may still say that it is gone.
    if (device === watched) faulty = true;
    if (passed) report(message);
    else early ??= message;
  };
  device.addEventListener('uncapturederror', ({ error }) => {
    const [what] = error.message.split('\n');
    const full = error.constructor.name === 'GPUOutOfMemoryError';
    tell(full ? `the GPU is out of memory: ${what}` : `the GPU reported an error: ${what}`);
  });
  void device.lost.then(({ message }) => tell(`the GPU was lost: ${message || 'no reason given'}`));
  return () => {
    if (early !== undefined) throw new Error(`${early}.`);
    passed = true;
  };
}

/**
 * Whether no fault has come up to now, once the device has checked all work that was submitted before: what was read
 * back earlier is then no zero that an error left behind. True where no device is watched.
 */
export async function deviceIsSound(): Promise<boolean> {
  // Errors arrive as events of their own; the answer to a second question can't overtake them.
  for (let i = 0; i < 2 && watched && !faulty; i++) {
    watched.pushErrorScope('validation');
    await watched.popErrorScope().catch(() => undefined);
  }
  return !faulty;
}
