import { expect, it, vi } from 'vitest';
import { onDeviceFault, watchDevice, type WatchedDevice } from './deviceFaults.ts';

function fakeDevice() {
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
  const passed = watchDevice(device);
  return { device, passed, lose, fail };
}

it('reports uncaught errors and the loss of a device that has passed its test', async () => {
  const heard = vi.fn<(message: string) => void>();
  onDeviceFault(heard);
  const { device, passed, lose, fail } = fakeDevice();
  passed();
  fail({ error: { message: 'invalid pipeline\nat line 3' } });
  expect(heard).toHaveBeenLastCalledWith('the GPU reported an error: invalid pipeline');
  lose({ reason: 'destroyed', message: '' });
  await device.lost;
  expect(heard).toHaveBeenLastCalledWith('the GPU was lost: no reason given');
});

it('refuses a device that fails before', () => {
  const heard = vi.fn<(message: string) => void>();
  onDeviceFault(heard);
  const { passed, fail } = fakeDevice();
  fail({ error: { message: 'no' } });
  expect(passed).toThrow('the GPU reported an error: no.');
  expect(heard).not.toHaveBeenCalled();
});
