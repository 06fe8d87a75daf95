/**
 * Faults of the WebGPU device that tfjs does not notice: after an uncaught error it goes on, and unrelated
 * tensors may read zero; after a loss nothing is computed any more. Both must end the run.
 */

/** The part of GPUDevice that is needed here; the engine is compiled without the DOM. */
export interface WatchedDevice {
  addEventListener(
    type: 'uncapturederror',
    listener: (event: { error: { message: string } }) => void,
  ): void;
  lost: Promise<{ reason: string; message: string }>;
}

let report: (message: string) => void = () => {};

/** Whoever runs the backend is told of its first fault, and must start over with a new device. */
export const onDeviceFault = (listener: (message: string) => void): void => {
  report = listener;
};

/**
 * Watches a device from its start. Call what is returned once the device has passed its test: it throws
 * the first fault so far; later ones are reported.
 */
export function watchDevice(device: WatchedDevice): () => void {
  let passed = false;
  let early: string | undefined;
  const tell = (message: string) => {
    if (passed) report(message);
    else early ??= message;
  };
  device.addEventListener('uncapturederror', ({ error }) => {
    tell(`the GPU reported an error: ${error.message.split('\n')[0]}`);
  });
  void device.lost.then(({ message }) => tell(`the GPU was lost: ${message || 'no reason given'}`));
  return () => {
    if (early !== undefined) throw new Error(`${early}.`);
    passed = true;
  };
}
