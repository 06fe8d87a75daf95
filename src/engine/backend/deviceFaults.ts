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

export function watchDevice(device: WatchedDevice): void {
  device.addEventListener('uncapturederror', ({ error }) => {
    report(`the GPU reported an error: ${error.message.split('\n')[0]}`);
  });
  void device.lost.then(({ message }) =>
    report(`the GPU was lost: ${message || 'no reason given'}`),
  );
}
