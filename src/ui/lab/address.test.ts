import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withValue } from '../../engine/experiment/schema.ts';

/** A tab as far as the address bar goes: its entries, and where it is among them. */
function fakeWindow(hash: string) {
  const entries = [{ state: null as unknown, hash }];
  let at = 0;
  let refuses = false;
  const hashOf = (url: string) => url.slice(url.indexOf('#'));
  const refuse = () => {
    if (refuses) throw new Error('too often');
  };
  return {
    entries,
    go: (by: number) => {
      at += by;
    },
    refuse: (value: boolean) => {
      refuses = value;
    },
    location: {
      pathname: '/',
      href: 'http://here/',
      get hash() {
        return entries[at].hash;
      },
    },
    history: {
      get state() {
        return entries[at].state;
      },
      pushState: (state: unknown, _: string, url: string) => {
        refuse();
        entries.splice(++at, Infinity, { state, hash: hashOf(url) });
      },
      replaceState: (state: unknown, _: string, url: string) => {
        refuse();
        entries[at] = { state, hash: hashOf(url) };
      },
    },
  };
}

async function addressAt(hash: string) {
  const tab = fakeWindow(hash);
  vi.stubGlobal('window', tab);
  vi.resetModules();
  const address = await import('./address.ts');
  const { useLab } = await import('../state.ts');
  const set = (key: string, value: unknown) =>
    useLab.setState(({ experiment }) => ({ experiment: withValue(experiment, key, value) }));
  return { tab, address, set };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('follows the settings, not more often than browsers allow', async () => {
  const { tab, address, set } = await addressAt('');
  set('a.rate', 0.02);
  address.writeHash();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
  set('a.rate', 0.03);
  address.writeHash();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
  vi.advanceTimersByTime(1000);
  expect(tab.location.hash).toMatch(/a\.rate=0\.03$/);
  expect(address.addressChanged()).toBe(false);
});

it('does not write over an entry that Back has brought and that is not open yet', async () => {
  const { tab, address, set } = await addressAt('');
  set('a.rate', 0.02);
  address.writeHash();
  address.asVisit(() => set('a.rate', 0.03));
  set('a.rate', 0.04);
  address.writeHash();
  tab.go(-1);
  // The delayed address of the entry that was left comes before the event of Back.
  vi.advanceTimersByTime(1000);
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
  expect(address.addressChanged()).toBe(true);
  address.arrive();
  expect(address.addressChanged()).toBe(false);
});

it('writes again after the browser has refused to', async () => {
  const { tab, address, set } = await addressAt('#preset=quick');
  tab.refuse(true);
  set('a.rate', 0.02);
  address.writeHash();
  expect(tab.location.hash).toBe('#preset=quick');
  expect(address.addressChanged()).toBe(false);
  tab.refuse(false);
  vi.advanceTimersByTime(1000);
  address.writeHash();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
});
