import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDevice, probeAdapter, type GpuAdapter } from './adapter.ts';
import { AUTOMATIC } from './patience.ts';

const limits = { ...AUTOMATIC, adapter: 20, device: 20 };
const never = () => new Promise<never>(() => {});

const gpu = (requestAdapter: () => unknown) =>
  vi.stubGlobal('navigator', { gpu: { requestAdapter } });

const adapter = (change: Partial<GpuAdapter> = {}): GpuAdapter => ({
  info: { vendor: 'acme', architecture: 'one' },
  features: { has: () => false },
  limits: { maxBufferSize: 1024 },
  requestDevice: () => Promise.resolve({}),
  ...change,
});

afterEach(() => vi.unstubAllGlobals());

describe('probeAdapter', () => {
  it('tells of none, without a fault, where there is none', async () => {
    vi.stubGlobal('navigator', {});
    expect(await probeAdapter(limits)).toEqual({ kind: 'none' });
    gpu(() => Promise.resolve(null));
    expect(await probeAdapter(limits)).toEqual({ kind: 'none' });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('blocked.');
      },
    ],
    ['rejects', () => Promise.reject(new Error('blocked.'))],
  ])('says why where the browser %s', async (_, request) => {
    gpu(request);
    expect(await probeAdapter(limits)).toEqual({
      kind: 'none',
      fault: 'the browser’s search for a GPU failed (blocked)',
    });
  });

  it.each<[string, Partial<GpuAdapter>, string]>([
    ['without information', { info: undefined }, 'GPU'],
    ['with empty information', { info: {} }, 'GPU'],
    ['with information', {}, 'acme one'],
    [
      'whose information throws',
      Object.defineProperty({}, 'info', {
        enumerable: true,
        get: () => {
          throw new Error('no');
        },
      }),
      'GPU',
    ],
  ])('names an adapter %s', async (_, change, name) => {
    const odd = Object.defineProperties(adapter(), Object.getOwnPropertyDescriptors(change));
    gpu(() => Promise.resolve(odd));
    expect(await probeAdapter(limits)).toEqual({ kind: 'hardware', name });
  });

  it('waits for an answer once, and takes it when it comes late', async () => {
    let answer: (adapter: GpuAdapter) => void = () => {};
    const request = vi.fn(
      () =>
        new Promise<GpuAdapter>((resolve) => {
          answer = resolve;
        }),
    );
    gpu(request);
    const silent = { kind: 'none', silent: true };
    expect(await probeAdapter(limits)).toMatchObject(silent);
    expect(await probeAdapter(limits)).toMatchObject({
      ...silent,
      fault: expect.stringMatching(/^the browser’s search for a GPU did not answer within/),
    });
    expect(request).toHaveBeenCalledOnce();
    answer(adapter());
    expect(await probeAdapter(limits)).toMatchObject({ kind: 'hardware' });
  });
});

describe('openDevice', () => {
  it('asks for what the adapter has, and not for limits that it does not name', async () => {
    const requestDevice = vi.fn<GpuAdapter['requestDevice']>(() => Promise.resolve({}));
    gpu(() => Promise.resolve(adapter({ requestDevice })));
    await openDevice(limits);
    expect(requestDevice).toHaveBeenCalledWith({
      requiredFeatures: [],
      requiredLimits: { maxBufferSize: 1024 },
    });
  });

  it('gives up a device that does not come, and passes on why there is none', async () => {
    gpu(() => Promise.resolve(adapter({ requestDevice: never })));
    await expect(openDevice(limits)).rejects.toThrow('its device did not answer within 0.02 s.');
    const refuse = () => {
      throw new Error('limits are out of range');
    };
    gpu(() => Promise.resolve(adapter({ requestDevice: refuse })));
    await expect(openDevice(limits)).rejects.toThrow('limits are out of range');
    gpu(() => Promise.resolve(null));
    await expect(openDevice(limits)).rejects.toThrow('no GPU adapter');
  });
});
