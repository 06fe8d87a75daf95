/** The whole lab as a frame, on workers that do what the test says. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { experiment, inTraining, STEPS } from '../lab/runs.testing.ts';
import { openPage, work, type World } from '../lab/world.testing.ts';
import { hostOrigin } from './host.ts';
import { Talk, type Host } from './talk.ts';

const HOST = 'https://course.example';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Told {
  type: string;
  [more: string]: unknown;
}

function talkIn(world: World) {
  const told: Told[] = [];
  const targets = new Set<string>();
  const parent = {} as Window;
  const host: Host = {
    origin: HOST,
    post: (message, target) => {
      told.push(message as Told);
      targets.add(target);
    },
    isSource: ({ source }) => source === parent,
  };
  const talk = new Talk(world.lab, host, () => performance.now());
  talk.begin({ version: '1.2.3', isolated: false });
  const hear = (data: unknown, from = HOST, source: MessageEventSource = parent) => {
    const before = told.length;
    talk.hear({ data, origin: from, source });
    return told.slice(before).find(({ type }) => type === 'answer');
  };
  const say = (type: string, more: object = {}) => hear({ slimwave: 1, type, ...more });
  const of = (type: string) => told.filter((one) => one.type === type);
  return { told, targets, hear, say, of };
}

describe('the page around a frame', () => {
  it('is told that the frame listens, how the run goes, and how it ends', async () => {
    const world = openPage(experiment);
    const { told, targets, say, of } = talkIn(world);
    expect(told).toEqual([{ slimwave: 1, type: 'ready', version: '1.2.3', isolated: false }]);
    await work(world);
    expect(say('train', { id: 4 })).toEqual({
      slimwave: 1,
      type: 'answer',
      to: 'train',
      id: 4,
      ok: true,
    });
    await work(world);
    expect(of('progress')[0]).toMatchObject({ phase: 'starting', share: 0, steps: { a: 0, b: 0 } });
    expect(of('progress').at(-1)).toMatchObject({ share: 1, steps: { a: STEPS, b: STEPS } });
    const [done, ...more] = of('done');
    expect(more).toEqual([]);
    expect(done.networks).toMatchObject({ a: { testError: expect.any(Number) as number } });
    expect(told.at(-1)).toBe(done);
    expect([...targets]).toEqual([HOST]);
  });

  it('is not told more often than four times in a second', async () => {
    const world = await inTraining();
    const { of } = talkIn(world);
    await work(world);
    // No time passes in this test: one report at once, one before the end.
    expect(of('progress')).toHaveLength(2);
  });

  it('sets a link, single settings, the sample and the source', () => {
    const world = openPage(experiment);
    const { say } = talkIn(world);
    expect(say('set', { link: '#v=3&preset=quick&view=stage&nonsense=1' })).toMatchObject({
      ok: true,
      message: '“nonsense=1” was ignored: there is no setting of that name.',
    });
    expect(world.state().preset.id).toBe('quick');
    expect(world.page.getState().view).toBe('stage');
    expect(
      say('set', { settings: { 'B.rank': '25%', networks: 3, 'c.format': 'one-way' } }),
    ).toEqual({ slimwave: 1, type: 'answer', to: 'set', ok: true });
    expect(world.state().experiment.networks[1].rank).toEqual({ keep: 0.25 });
    expect(world.state().experiment.networks[2].format).toBe('one-way');
    expect(say('set', { sample: 3 })?.ok).toBe(true);
    expect(world.state().sample).toBe(2);
    expect(say('set', { source: { x: 0.4 } })?.ok).toBe(true);
    expect(world.state().parameters.x).toBe(0.4);
    expect(say('set', { link: '#view=compare' })?.ok).toBe(true);
    expect(world.page.getState().view).toBe('compare');
    expect(world.state().experiment.networks[2].format).toBe('one-way');
  });

  it.each([
    [{}, 'needs link, settings, sample or source'],
    [{ link: 'nothing' }, 'must look like #v=3&preset=quick'],
    [{ link: '#v=3&preset=nonsense' }, 'The preset “nonsense” does not exist. Presets: '],
    [{ link: '#v=99&preset=quick&view=stage' }, 'made by a newer Slimwave'],
    [{ settings: { 'b.rnk': 4 } }, 'There is no setting “b.rnk”.'],
    [{ settings: { 'd.rank': 4 } }, 'there is no network D'],
    [{ settings: { 'b.rank': 'much' } }, 'Rank must be'],
    [{ settings: { 'task.grid': 30 } }, 'divisible by 4'],
    [{ sample: 999 }, 'There are 8 test samples'],
  ])('is told why %j is refused, and nothing changes', (command, sentence) => {
    const world = openPage(experiment);
    const { say } = talkIn(world);
    const before = world.state();
    const answer = say('set', command);
    expect(answer).toMatchObject({
      ok: false,
      message: expect.stringContaining(sentence) as string,
    });
    expect(world.state().experiment).toBe(before.experiment);
    expect(world.state().drafts).toEqual({});
    expect(world.page.getState().view).toBe('lab');
  });

  it('changes only the page keys that its link names', () => {
    const world = openPage(experiment);
    const { say } = talkIn(world);
    world.page.setState({ view: 'stage', hide: new Set(['sample']), theme: 'dark' });
    const page = () => {
      const { view, hide, theme, autorun } = world.page.getState();
      return { view, hide: [...hide], theme, autorun };
    };
    say('set', { link: '#v=3&preset=quick' });
    expect(page()).toEqual({ view: 'stage', hide: ['sample'], theme: 'dark', autorun: false });
    say('set', { link: '#v=3&preset=frames&view=compare&hide=' });
    expect(page()).toEqual({ view: 'compare', hide: [], theme: 'dark', autorun: false });
    // What can't be used changes nothing.
    say('set', { link: '#view=kiosk&theme=blue&projector=on' });
    expect(page()).toEqual({ view: 'compare', hide: [], theme: 'dark', autorun: false });
    expect(world.page.getState().projector).toBe(true);
  });

  it('is told that a run still pauses when it asks for it to go on', async () => {
    const world = await inTraining();
    const { say } = talkIn(world);
    expect(say('pause')?.ok).toBe(true);
    expect(world.state().phase).toBe('pausing');
    for (const type of ['train', 'step'])
      expect(say(type)).toMatchObject({ ok: false, message: /still pausing: ask again/ });
    await work(world);
    expect(say('train')?.ok).toBe(true);
    await work(world);
    expect(world.state().phase).toBe('finished');
  });

  it('pauses, steps and goes on', async () => {
    const world = await inTraining();
    const { say } = talkIn(world);
    expect(say('train')).toMatchObject({ ok: true, message: 'It is running already.' });
    expect(say('step')).toMatchObject({ ok: false, message: /pause it first/ });
    expect(say('pause')?.ok).toBe(true);
    await work(world);
    expect(world.state().phase).toBe('paused');
    expect(say('pause')).toMatchObject({
      ok: false,
      message: 'Nothing is running that could pause.',
    });
    const { step } = world.state().networks.a;
    expect(say('step')?.ok).toBe(true);
    await work(world);
    expect(world.state().networks.a.step).toBe(step + 1);
    expect(say('train')?.ok).toBe(true);
    await work(world);
    expect(world.state().phase).toBe('finished');
  });

  it('is the only one that is heard', () => {
    const world = openPage(experiment);
    const { hear, told } = talkIn(world);
    const command = { slimwave: 1, type: 'set', link: '#preset=quick' };
    const before = told.length;
    for (const origin of ['https://evil.example', 'null', '', `${HOST}.evil.example`])
      hear(command, origin);
    hear(command, HOST, {} as Window);
    expect(told).toHaveLength(before);
    expect(world.state().preset.id).not.toBe('quick');
  });

  it('that can’t be known is not heard, and hears nothing of the experiment', async () => {
    const world = openPage(experiment);
    const told: Told[] = [];
    const post = (message: unknown, target: string) => told.push({ ...(message as Told), target });
    const talk = new Talk(world.lab, { post, isSource: () => true }, () => performance.now());
    talk.begin({ version: '1', isolated: false });
    talk.hear({ data: { slimwave: 1, type: 'train' }, origin: 'null', source: null });
    talk.tellAnybody({ type: 'height', height: 300 });
    expect(world.state().run).toBeUndefined();
    world.lab.run.train();
    await work(world);
    expect(told.map(({ type, target }) => [type, target])).toEqual([
      ['ready', '*'],
      ['height', '*'],
    ]);
  });

  it('that answers every answer is answered twenty times', () => {
    const { hear, of } = talkIn(openPage(experiment));
    for (let i = 0; i < 50; i++) hear('hello');
    expect(of('answer')).toHaveLength(20);
  });
});

describe('the origin of the page around a frame', () => {
  it.each([
    [['https://a.example', 'https://b.example'], 'https://c.example/x', 'https://a.example'],
    [undefined, 'https://c.example/course/week1.html', 'https://c.example'],
    [undefined, '', undefined],
    [['null'], 'https://c.example', undefined],
    [undefined, 'no address', undefined],
    [[], 'http://localhost:8000/', 'http://localhost:8000'],
  ])('%j and the referrer %j: %j', (ancestorOrigins, referrer, origin) => {
    expect(hostOrigin({ location: { ancestorOrigins }, document: { referrer } })).toBe(origin);
  });
});
