import { expect, it, vi } from 'vitest';
import {
  deviceFault,
  faultOf,
  heedDevice,
  onDeviceFault,
  watchDevice,
  type WatchedDevice,
} from './deviceFaults.ts';

function fakeDevice() {
  let lose: (info: { reason: string; message: string }) => void = () => {};
  let fail: (event: { error: { message: string } }) => void = () => {};
  const answers: (() => void)[] = [];
  const device: WatchedDevice = {
    addEventListener: (_, listener) => {
      fail = listener;
    },
    lost: new Promise((resolve) => {
      lose = resolve;
    }),
    pushErrorScope: () => {},
    popErrorScope: () =>
      new Promise<void>((resolve) => {
        answers.push(resolve);
      }),
  };
  const passed = watchDevice(device);
  return { device, passed, lose, fail, answers };
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

class GPUOutOfMemoryError extends Error {}

it('tells when memory is what is missing', () => {
  const heard = vi.fn<(message: string) => void>();
  onDeviceFault(heard);
  const { passed, fail } = fakeDevice();
  passed();
  fail({ error: new GPUOutOfMemoryError('buffer of 8 GB') });
  expect(heard).toHaveBeenLastCalledWith('the GPU is out of memory: buffer of 8 GB');
});

it('knows of a fault that comes while the device is being asked', async () => {
  onDeviceFault(() => {});
  const sound = fakeDevice();
  sound.passed();
  const asked = deviceFault();
  sound.answers[0]();
  await vi.waitFor(() => expect(sound.answers).toHaveLength(2));
  sound.answers[1]();
  expect(await asked).toBeUndefined();

  const faulty = fakeDevice();
  faulty.passed();
  const again = deviceFault();
  faulty.answers[0]();
  await vi.waitFor(() => expect(faulty.answers).toHaveLength(2));
  faulty.fail({ error: { message: 'invalid' } });
  faulty.answers[1]();
  expect(await again).toBe('the GPU reported an error: invalid');
});

it('forgets a device that was refused: another backend computes now', async () => {
  const { passed, fail } = fakeDevice();
  fail({ error: { message: 'no' } });
  expect(passed).toThrow();
  fail({ error: { message: 'again' } });
  expect(await deviceFault()).toBeUndefined();
});

it('remembers what befell a device while another backend computed, and reports nothing then', async () => {
  const heard = vi.fn<(message: string) => void>();
  onDeviceFault(heard);
  const { device, passed, lose, answers } = fakeDevice();
  passed();
  heedDevice(undefined);
  lose({ reason: 'unknown', message: 'reset' });
  await device.lost;
  expect(heard).not.toHaveBeenCalled();
  expect(await deviceFault()).toBeUndefined();
  expect(faultOf(device)).toBe('the GPU was lost: reset');
  heedDevice(device);
  const asked = deviceFault();
  answers[0]();
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]();
  expect(await asked).toBe('the GPU was lost: reset');
});
