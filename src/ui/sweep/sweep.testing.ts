/** A sweep for tests, and pages that carry it out on networks that do what the test says. */
import { experimentFrom, findPreset } from '../../engine/experiment/presets.ts';
import { networkIds } from '../../engine/experiment/network.ts';
import { useArchive } from '../archive/archive.ts';
import { entryKey, keyOf } from '../archive/entry.ts';
import { keepNetworks } from '../archive/record.ts';
import { fakeWindows, memoryShelf as runShelf } from '../lab/stored/fakeStorage.testing.ts';
import { openPage, work, type World } from '../lab/world.testing.ts';
import { planOf } from '../networks/plans.ts';
import { memoryShelf } from '../storage/shelf.testing.ts';
import { usualChoice } from './choice.ts';
import { loadSweep, type Keeping } from './keeping.ts';
import { orderOf, type Order } from './order.ts';
import { keysOf, sweepPlan } from './queue.ts';
import { useSweep } from './state.ts';

const STEPS = 4;
export const order: Order = orderOf({
  experiment: experimentFrom({
    'training.steps': String(STEPS),
    'data.train': '24',
    'data.test': '8',
    'net.kernel': '3',
    backend: 'wasm',
  }),
  preset: findPreset('frames')!,
  choice: { ...usualChoice, formats: ['classical', 'one-way'], kept: '50%', seeds: '2' },
  startedAt: 1,
})!;
export const keys = keysOf(sweepPlan(order)).toSorted();

/** What outlives a page. */
export function browser() {
  const { windows, reload } = fakeWindows();
  const networks = memoryShelf();
  const keeping: Keeping = { shelf: memoryShelf(), networks, claim: async () => () => {} };
  return { runs: runShelf(), windows, reload, networks, keeping };
}
export type Browser = ReturnType<typeof browser>;

/** A fresh page; `trained` collects the keys of networks whose training ends on it. */
export async function pageOn(here: Browser, trained: string[] = []): Promise<World> {
  useArchive.setState(useArchive.getInitialState());
  useSweep.setState(useSweep.getInitialState(), true);
  here.reload();
  const world = openPage(order.experiment, here.runs, here.windows);
  world.lab.store.subscribe(({ run, networks }, before) => {
    for (const id of networkIds) {
      const ended = networks[id].status === 'finished' && before.networks[id].status !== 'finished';
      // One that had ended on an earlier page is only built again.
      if (!ended || world.lab.state().course.networks[id].kept?.result) continue;
      trained.push(keyOf(run!, id, planOf(run!, id)));
    }
  });
  await keepNetworks(world.lab, here.networks);
  await loadSweep(here.keeping);
  await work(world);
  return world;
}

export const entryKeys = () => useArchive.getState().entries.map(entryKey).toSorted();
export const sweeping = ({ state }: World) => state().sweeping;

/** Which window is at the sweep: one at a time. */
export function lockOf() {
  let held = false;
  const claim: Keeping['claim'] = async () => {
    if (held) return undefined;
    held = true;
    return () => {
      held = false;
    };
  };
  return { claim, isHeld: () => held };
}
