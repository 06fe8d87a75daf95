/**
 * Faults of the WebGPU device that tfjs does not notice: after an uncaught error it continues, and unrelated
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
/** The first fault of each device, also of one that is not computed on at the time. */
const faults = new WeakMap<WatchedDevice, string>();

/** The listener is called with the device's first fault, and must start over with a new device. */
export const onDeviceFault = (listener: (message: string) => void): void => {
  report = listener;
};

/**
 * Watches a device from its start. Call what is returned once the device has passed its test: it throws
 * the first fault so far; later ones are reported.
 */
export function watchDevice(device: WatchedDevice): () => void {
  watched = device;
  faults.delete(device);
  let passed = false;
  let early: string | undefined;
  const tell = (message: string) => {
    if (!passed) early ??= message;
    if (!faults.has(device)) faults.set(device, message);
    // A device that is no longer in use may still report its loss.
    if (device === watched && passed) report(message);
  };
  device.addEventListener('uncapturederror', ({ error }) => {
    const [what] = error.message.split('\n');
    const full = error.constructor.name === 'GPUOutOfMemoryError';
    tell(full ? `the GPU is out of memory: ${what}` : `the GPU reported an error: ${what}`);
  });
  void device.lost.then(({ message }) => tell(`the GPU was lost: ${message || 'no reason given'}`));
  return () => {
    if (early !== undefined) {
      // Another backend takes its place.
      watched = undefined;
      throw new Error(`${early}.`);
    }
    passed = true;
  };
}

/** The device that is computed on from now on, of those that have passed; none where another backend computes. */
export function heedDevice(device: WatchedDevice | undefined): void {
  watched = device;
}

/** The first fault that a watched device has reported so far. */
export const faultOf = (device: WatchedDevice): string | undefined => faults.get(device);

/**
 * Waits for all submitted GPU work and returns the device's first fault. `undefined` means that values read back so
 * far are valid (after an uncaught error tfjs may read zeros).
 */
export async function deviceFault(): Promise<string | undefined> {
  // Errors arrive as separate events; the answer to a second question can't overtake them.
  for (let i = 0; i < 2; i++) await answerOf(watched);
  return watched && faultOf(watched);
}

async function answerOf(device: WatchedDevice | undefined): Promise<void> {
  device?.pushErrorScope('validation');
  // A lost device may refuse to answer; its loss is reported separately.
  await device?.popErrorScope().catch(() => undefined);
}
