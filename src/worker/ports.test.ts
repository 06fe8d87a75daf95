import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { networkIds, type NetworkId } from '../engine/experiment/network.ts';
import { NetworkClient } from './client.ts';
import { workersInto, type FakeWorker } from './fakeWorker.testing.ts';
import { NetworkPorts } from './ports.ts';
import type { LabEvent, NetworkCommand, WorkerEvent } from './protocol.ts';

const IDS = ['a', 'b'] as const;

type NetworkWorker = FakeWorker<NetworkCommand, WorkerEvent>;
let workers: NetworkWorker[];
const running = (id: NetworkId) =>
  workers.filter(({ name, terminated }) => name === id && !terminated);

/** What was posted since the last call, as “network type turn”. */
const take = ({ posted }: NetworkWorker): string[] =>
  posted
    .splice(0)
    .map((one) => [one.network, one.type, ...('turn' in one ? [one.turn] : [])].join(' '));

function lab(cores = 2) {
  const ports = new NetworkPorts((id) => new NetworkClient(id), cores);
  const heard = Object.fromEntries(networkIds.map((id) => [id, []])) as unknown as Record<
    NetworkId,
    (LabEvent | string)[]
  >;
  ports.listener = {
    onEvent: (id, event) => heard[id].push(event),
    onDeath: (id, message) => heard[id].push(message),
    onLate: () => {},
  };
  const train = (...ids: NetworkId[]) => {
    for (const id of ids) ports.post(id, { type: 'train', runId: 1, until: 5 });
  };
  return { ports, heard, train };
}

const paused = (network: NetworkId, runId = 1): LabEvent => ({
  type: 'paused',
  runId,
  network,
  step: 5,
});

beforeEach(() => {
  workers = [];
  vi.stubGlobal('Worker', workersInto(workers));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('networks with a worker each', () => {
  it('have it from their first command on, and are addressed and heard by name', async () => {
    const { ports, heard, train } = lab();
    expect(workers).toEqual([]);
    expect(await ports.stop('b', 1)).toBe(true);
    ports.replace('b');
    expect(workers).toEqual([]);
    train('b');
    const [b] = running('b');
    expect(b.posted).toEqual([{ type: 'train', runId: 1, network: 'b', until: 5 }]);
    b.say(paused('b'));
    expect(heard).toMatchObject({ a: [], b: [paused('b')] });
    expect(running('a')).toEqual([]);
  });

  it('die alone', () => {
    const { heard, train } = lab();
    train('a', 'b');
    running('b')[0].die('boom');
    expect(heard).toMatchObject({ a: [], b: ['boom'] });
  });

  it('end when a network is removed, and begin anew if it comes back', () => {
    const { ports, heard, train } = lab();
    train('a', 'b');
    ports.close('b');
    ports.close('b');
    expect(running('b')).toEqual([]);
    expect(heard).toMatchObject({ a: [], b: [] });
    train('b');
    expect(running('b')).toHaveLength(1);
  });
});

describe('networks that share a worker', () => {
  it('are in network A’s; the others are ended', () => {
    const { ports, heard, train } = lab();
    train('b');
    ports.share();
    ports.share();
    expect(running('b')).toEqual([]);
    train('a', 'b');
    const [worker] = running('a');
    expect(take(worker)).toEqual(['a train', 'b train']);
    worker.say(paused('b'));
    expect(heard).toMatchObject({ a: [], b: [paused('b')] });
    expect(running('b')).toEqual([]);
  });

  it('die together', () => {
    const { ports, heard, train } = lab();
    ports.share();
    train('a', 'b');
    running('a')[0].die('boom');
    expect(heard).toMatchObject({ a: ['boom'], b: ['boom'] });
  });

  it('are all lost with it', () => {
    const { ports, heard, train } = lab();
    ports.share();
    train(...networkIds);
    expect(workers).toHaveLength(1);
    running('a')[0].die('boom');
    for (const id of networkIds) expect(heard[id]).toEqual(['boom']);
  });

  it('that have left by then hear nothing of the end, nor of what was still on its way', () => {
    const { ports, heard, train } = lab();
    ports.share();
    train('a', 'b');
    const [shared] = running('a');
    const { listener } = ports;
    ports.listener = {
      ...listener!,
      onDeath: (id, message) => (id === 'a' ? ports.part() : listener!.onDeath(id, message)),
    };
    shared.die('boom');
    expect(heard.b).not.toContain('boom');
    ports.share();
    train('a', 'b');
    const [another] = running('a');
    ports.part();
    another.say({ type: 'paused', runId: 1, network: 'b', step: 5 });
    expect(heard.b.some((event) => typeof event === 'object')).toBe(false);
  });

  it('are lost only if they were there', () => {
    const { ports, heard, train } = lab();
    ports.share();
    train('a');
    running('a')[0].die('boom');
    expect(heard.b).toEqual([]);
  });

  it('are replaced together if one of them does not stop in time', async () => {
    const { ports, train } = lab();
    ports.share();
    train('a', 'b');
    const [worker] = running('a');
    const stops = [ports.stop('a', 3), ports.stop('b', 3)];
    // Network A answers, network B is stuck.
    worker.say(paused('a', 3));
    await vi.advanceTimersByTimeAsync(200);
    expect(await Promise.all(stops)).toEqual([true, false]);
    expect(worker.terminated).toBe(true);
    expect(running('a')).toHaveLength(1);
  });

  it('that both do not stop are both said to be lost', async () => {
    const { ports, train } = lab();
    ports.share();
    train('a', 'b');
    const stops = [ports.stop('a', 3), ports.stop('b', 3)];
    await vi.advanceTimersByTimeAsync(200);
    expect(await Promise.all(stops)).toEqual([false, false]);
    expect(running('a')).toHaveLength(1);
  });

  it('part again: the shared worker frees what it holds of the others', () => {
    const { ports, train } = lab();
    ports.part();
    ports.share();
    train('a', 'b');
    const [worker] = running('a');
    take(worker);
    ports.part();
    expect(take(worker)).toEqual(['b leave']);
    train('b');
    expect(take(running('b')[0])).toEqual(['b train']);
  });

  it('leave it when they are removed; the others stay', () => {
    const { ports, heard, train } = lab();
    ports.share();
    train('a', 'b');
    const [worker] = running('a');
    take(worker);
    ports.close('b');
    expect(take(worker)).toEqual(['b leave']);
    worker.die('boom');
    expect(heard).toMatchObject({ a: ['boom'], b: [] });
  });
});

describe('networks that are more than the cores', () => {
  const ask = (id: NetworkId, asked?: number) =>
    running(id)[0].say({ type: 'turn', runId: 1, network: id, asked });

  it('take turns, of which the page hears nothing', () => {
    const { heard, train } = lab(1);
    train('a', 'b');
    const [[a], [b]] = IDS.map(running);
    for (const worker of [a, b]) take(worker);
    ask('a', 1);
    ask('b', 1);
    expect(take(a)).toEqual(['a yourTurn 1', 'a giveWay 1']);
    ask('a', 2);
    expect(take(b)).toEqual(['b yourTurn 1', 'b giveWay 1']);
    ask('b');
    expect([take(a), take(b)]).toEqual([['a yourTurn 2'], []]);
    expect(heard).toMatchObject({ a: [], b: [] });
  });

  it.each<[string, (ports: NetworkPorts) => void]>([
    ['dies', () => running('a')[0].die('boom')],
    ['is replaced', (ports) => ports.replace('a')],
    ['is removed', (ports) => ports.close('a')],
  ])('pass the turn on when the worker that had it %s', (_, lose) => {
    const { ports, train } = lab(1);
    train('a', 'b');
    const [b] = running('b');
    take(b);
    ask('a', 1);
    ask('b', 1);
    expect(take(b)).toEqual([]);
    lose(ports);
    expect(take(b)).toEqual(['b yourTurn 1']);
  });

  it('are four on two cores: two compute, and the others follow in the order of asking', () => {
    const { train } = lab(2);
    train(...networkIds);
    for (const id of networkIds) take(running(id)[0]);
    for (const id of networkIds) ask(id, 1);
    const told = () => networkIds.flatMap((id) => running(id).flatMap(take));
    expect(told()).toEqual(['a yourTurn 1', 'a giveWay 1', 'b yourTurn 1', 'b giveWay 1']);
    ask('b', 2);
    expect(told()).toEqual(['c yourTurn 1', 'c giveWay 1']);
    running('c')[0].die('boom');
    expect(told()).toEqual(['d yourTurn 1']);
  });

  it('are not woken up in a worker that is lost with all of them', () => {
    const { ports, train } = lab(1);
    ports.share();
    train('a', 'b');
    const [worker] = running('a');
    for (const network of IDS) worker.say({ type: 'turn', runId: 1, network, asked: 1 });
    worker.die('boom');
    expect(running('a')).toEqual([]);
  });
});
