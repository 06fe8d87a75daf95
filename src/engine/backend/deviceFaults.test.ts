import { expect, it, vi } from 'vitest';
import { onDeviceFault, watchDevice, type WatchedDevice } from './deviceFaults.ts';

it('reports uncaught errors and the loss of the device', async () => {
  const heard = vi.fn<(message: string) => void>();
  onDeviceFault(heard);
  let lose: (info: { reason: string; message: string }) => void = () => {};
  let fail: (event: { error: { message: string } }) => void = () => {};
  const device: WatchedDevice = {
    addEventListener: (_, listener) => {
      fail = listener;
    },
    lost: new Promise((resolve) => {
      lose = resolve;
    }),
  };
  watchDevice(device);
  expect(heard).not.toHaveBeenCalled();
  fail({ error: { message: 'invalid pipeline\nat line 3' } });
  expect(heard).toHaveBeenLastCalledWith('the GPU reported an error: invalid pipeline');
  lose({ reason: 'destroyed', message: '' });
  await device.lost;
  expect(heard).toHaveBeenLastCalledWith('the GPU was lost: no reason given');
});
