/** A lab in a world for tests: workers, storage and an address bar that do only what the test says. */
import { createStore, type StoreApi } from 'zustand';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { usePage, type Page } from '../page/page.ts';
import { useLab, type LabState } from '../state.ts';
import { FakeNetworks } from './fakeNetworks.testing.ts';
import { FakePool, FakeSimulation } from './fakeSimulations.testing.ts';
import { createLab, type Lab } from './lab.ts';
import type { ConnectData } from './openData.ts';
import { fakeSession } from './fakeSession.testing.ts';
import type { ReadModel } from './models.ts';
import { fakeWindows, memoryShelf } from './stored/fakeStorage.testing.ts';
import type { RunShelf } from './stored/runShelf.ts';
import type { Windows } from './stored/windows.ts';
import { networkIds } from '../../engine/experiment/network.ts';

export interface World {
  lab: Lab;
  page: StoreApi<Page>;
  networks: FakeNetworks;
  pool: FakePool;
  simulation: FakeSimulation;
  reference: FakeSimulation;
  state: () => LabState;
}

const tab = () => ({
  page: 'this',
  hasPlace: () => false,
  location: { hash: '', search: '', pathname: '/', href: 'http://here/' },
  history: { state: null, pushState: () => {}, replaceState: () => {} },
});

/** A page with a lab that has started; what it asked for is not answered yet. */
export function openPage(
  experiment: Experiment,
  shelf: RunShelf = memoryShelf(),
  windows: Windows = fakeWindows().windows,
  connectData: ConnectData = fakeSession(() =>
    Promise.reject(new Error('There are no files here.')),
  ),
  readModel: ReadModel = () => Promise.reject(new Error('There are no models here.')),
): World {
  const store = createStore<LabState>()(() => ({
    ...useLab.getInitialState(),
    experiment,
    shown: experiment,
  }));
  const page = createStore<Page>()(() => usePage.getInitialState());
  const [networks, pool] = [new FakeNetworks(), new FakePool()];
  const [simulation, reference] = [new FakeSimulation(), new FakeSimulation()];
  const lab = createLab({
    store,
    page,
    workers: { networks, pool, simulation, reference: () => reference },
    clock: { present: () => performance.now(), date: () => Date.now(), hidden: () => false },
    shelf,
    windows,
    tab: tab(),
    connectData,
    readModel,
  });
  lab.start();
  return { lab, page, networks, pool, simulation, reference, state: () => store.getState() };
}

/** Lets promises settle. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Answers everything that is due until nothing is left to be done, or `until` holds. */
export async function work(world: World, until: () => boolean = () => false): Promise<void> {
  const { networks, pool, simulation } = world;
  const actions = [
    () => simulation.answer(),
    () => pool.deliver(),
    ...networkIds.flatMap((id) => [() => networks.answer(id), () => networks.step(id)]),
  ];
  for (let i = 0; i < 10_000; i++) {
    let did = false;
    for (const act of actions) {
      await settled();
      if (until()) return;
      did = act() || did;
    }
    if (!did) return;
  }
  throw new Error('The work has no end.');
}
