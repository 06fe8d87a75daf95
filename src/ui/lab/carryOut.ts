/** Carries out what a run asks for: posts to workers, watches them, keeps runs, answers promises. */
import { sampleRanges } from '../../engine/data/ranges.ts';
import { type NetworkId, networkIds } from '../../engine/experiment/network.ts';
import type { FileRequests } from './exports.ts';
import type { ErrorReports } from './errorReports.ts';
import type { Inspections } from './inspections.ts';
import type { Effect } from './run/effects.ts';
import type { RunEvent } from './run/events.ts';
import type { StoredRuns } from './stored/storedRuns.ts';
import type { RunStore } from './stored/runStore.ts';
import type { StoredRun } from './stored/storedRun.ts';
import { Watchdog } from './watchdog.ts';
import type { Workers } from './workers.ts';

/** Silence (ms) after which a worker is given up: far longer than any bearable step. */
const SILENCE = 300_000;

/** Samples of own data in one message: they are there already, and only have to be copied. */
const OWN_RANGE = 64;

export interface Hands {
  workers: Workers;
  dispatch: (event: RunEvent) => void;
  /** The present (ms); it may jump. */
  present: () => number;
  runs: RunStore;
  /** The run as it is now, under a name. */
  content: (id: string) => StoredRun;
  stored: StoredRuns;
  files: FileRequests;
  inspections: Inspections;
  errorReports: ErrorReports;
}

type Do<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

export class Effects {
  private readonly dogs: Readonly<Record<string, Watchdog>>;

  constructor(private readonly hands: Hands) {
    const { dispatch, present } = hands;
    const dogOf = (network: NetworkId) =>
      new Watchdog(
        SILENCE,
        () => dispatch({ type: 'silent', network, seconds: SILENCE / 1000 }),
        present,
      );
    this.dogs = Object.fromEntries(networkIds.map((id) => [id, dogOf(id)]));
  }

  carryOut(effect: Effect): void {
    const { workers, runs, content, stored, files, inspections, errorReports } = this.hands;
    const { networks, pool, simulation } = workers;
    switch (effect.type) {
      case 'post':
        return networks.post(effect.network, effect.request, effect);
      case 'stop':
        return this.stop(effect);
      case 'replace':
        return networks.replace(effect.network);
      case 'close':
        return networks.close(effect.network);
      case 'share':
        return networks.share();
      case 'part':
        return networks.part();
      case 'watch':
        return this.dogs[effect.network].feed();
      case 'unwatch':
        return this.dogs[effect.network].end();
      case 'make samples':
        return pool.start(effect.runId, effect.experiment, effect.ranges, effect.on);
      case 'pool':
        return pool[effect.do]();
      case 'send own samples':
        return this.sendOwn(effect);
      case 'simulate':
        return simulation.post(effect.command);
      case 'adopt':
        return runs.adopt(effect.id, effect.finished);
      case 'save':
        return runs.save(content);
      case 'save ended':
        return runs.finish(content);
      case 'set aside':
        return runs.leave();
      case 'extend':
        return runs.extend();
      case 'let go':
        return runs.end();
      case 'follow':
        return effect.events.forEach((event) => this.hands.dispatch(event));
      case 'withdraw offer':
        return stored.withdraw();
      case 'files progress':
        return files.progress(effect.tickets, effect.answer);
      case 'hand over':
        return files.answer(effect.tickets, effect.answer);
      case 'refuse':
        return files.refuse(effect.tickets, effect.reason);
      case 'inspected':
        return inspections.receive(effect.network, effect.answer);
      case 'located':
        return errorReports.receive(effect.network, effect.answer);
      default:
        return effect satisfies never;
    }
  }

  private stop({ network, runId }: Do<'stop'>): void {
    const { workers, dispatch } = this.hands;
    void workers.networks
      .stop(network, runId)
      .then((inTime) => dispatch({ type: 'stopped', network, inTime }));
  }

  private sendOwn({ runId, experiment, file, networks }: Do<'send own samples'>): void {
    const samples = file.samples(experiment);
    for (const range of sampleRanges(experiment, OWN_RANGE)) {
      const { count: _count, ...chunk } = samples.chunk(range);
      for (const id of networks) {
        const request = { type: 'samples', runId, ...chunk } as const;
        this.hands.workers.networks.post(id, request, { transfer: id === networks.at(-1) });
      }
    }
    this.hands.dispatch({ type: 'own samples sent', runId });
  }
}
