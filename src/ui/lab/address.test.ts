import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import { withValue } from '../../engine/experiment/leaves.ts';
import { usePage, type Page } from '../page/page.ts';
import { useLab, type LabState } from '../state.ts';
import { Address } from './address.ts';

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
    page: 'this one',
    hasPlace: () => false,
    location: {
      search: '',
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

function addressAt(hash: string) {
  const tab = fakeWindow(hash);
  const store = createStore<LabState>()(() => useLab.getInitialState());
  const page = createStore<Page>()(() => usePage.getInitialState());
  const address = new Address(tab, store, page, () => performance.now());
  const set = (key: string, value: unknown) =>
    store.setState(({ experiment }) => ({ experiment: withValue(experiment, key, value) }));
  return { tab, address, page, set };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('follows the settings, not more often than browsers allow', () => {
  const { tab, address, set } = addressAt('');
  set('a.rate', 0.02);
  address.follow();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
  set('a.rate', 0.03);
  address.follow();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
  vi.advanceTimersByTime(1000);
  expect(tab.location.hash).toMatch(/a\.rate=0\.03$/);
  expect(address.hasChanged).toBe(false);
});

it('does not write over an entry that Back has brought and that is not open yet', () => {
  const { tab, address, set } = addressAt('');
  set('a.rate', 0.02);
  address.follow();
  address.asVisit(() => set('a.rate', 0.03));
  set('a.rate', 0.04);
  address.follow();
  tab.go(-1);
  // The delayed address of the entry that was left comes before the event of Back.
  vi.advanceTimersByTime(1000);
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
  expect(address.hasChanged).toBe(true);
  address.arrive();
  expect(address.hasChanged).toBe(false);
});

it('writes again after the browser has refused to', () => {
  const { tab, address, set } = addressAt('#preset=quick');
  tab.refuse(true);
  set('a.rate', 0.02);
  address.follow();
  expect(tab.location.hash).toBe('#preset=quick');
  expect(address.hasChanged).toBe(false);
  tab.refuse(false);
  vi.advanceTimersByTime(1000);
  address.follow();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02$/);
});

it('keeps what the link says about the page', () => {
  const { tab, address, page, set } = addressAt('#preset=quick&hide=scene');
  page.setState({ hide: new Set(['scene']), view: 'compare' });
  set('a.rate', 0.02);
  address.follow();
  expect(tab.location.hash).toMatch(/a\.rate=0\.02&view=compare&hide=scene$/);
  address.asVisit(() => set('a.rate', 0.03));
  expect(tab.location.hash).toMatch(/a\.rate=0\.03&view=compare&hide=scene$/);
  expect(address.link()).toMatch(/a\.rate=0\.03$/);
});
