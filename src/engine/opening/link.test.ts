import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { formats } from 'slimwave-formats/registry';
import { changes, valueOf } from '../experiment/arbitrary.testing.ts';
import { decodeFile, encodeFile, FileError } from './file.ts';
import { formatFieldValue, parseFieldText } from '../experiment/fields.ts';
import { decodeLink, encodeLink } from './link.ts';
import { findPreset, presets } from '../experiment/presets.ts';
import {
  checkField,
  findLeaf,
  getValue,
  leaves,
  leavesOfExperiment,
  withValue,
} from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { validateExperiment } from './validate.ts';
import { specOf, networkIds } from '../experiment/network.ts';

const [standard] = presets;

describe('fields', () => {
  it('have valid defaults, a title and a help text', () => {
    for (const leaf of leaves) {
      expect(checkField(leaf, leaf.field.default), leaf.key).toMatchObject({ ok: true });
      expect(leaf.field.title.length).toBeGreaterThan(2);
      expect(leaf.field.help.length).toBeGreaterThan(20);
    }
  });

  it('read back what they write', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...leaves)
          .chain((leaf) => fc.tuple(fc.constant(leaf), valueOf(leaf.field))),
        ([{ field }, value]) => {
          expect(parseFieldText(field, formatFieldValue(field, value))).toEqual(value);
        },
      ),
    );
  });

  it.each([
    '',
    ' ',
    'NaN',
    'Infinity',
    '0x10',
    '1e999',
    '3,5',
    'abc',
    '-1',
    '1..2..3',
    '5..1',
    '%',
    '0%',
    '101%',
    '0',
    '9999999999',
    '1.5',
  ])('answer the text %j with a value in range or with a sentence', (text) => {
    for (const leaf of leaves) {
      const checked = checkField(leaf, parseFieldText(leaf.field, text));
      if (checked.ok) expect(checkField(leaf, checked.value)).toMatchObject({ ok: true });
      else expect(checked.message).toMatch(/^[A-Z].*must .*\.$/);
    }
  });
});

describe('links', () => {
  it('bring back every valid experiment', () => {
    fc.assert(
      fc.property(changes, ({ preset, experiment }) => {
        fc.pre(validateExperiment(experiment).length === 0);
        const decoded = decodeLink(encodeLink(experiment, preset));
        expect(decoded.notes).toEqual([]);
        expect(decoded.experiment).toEqual(experiment);
        expect(decoded.preset).toBe(preset);
      }),
      { numRuns: 300 },
    );
  });

  it('never open an invalid experiment, whatever they say', () => {
    const key = fc.oneof(fc.constantFrom(...leaves.map((leaf) => leaf.key)), fc.string());
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    const link = fc
      .array(fc.tuple(key, text))
      .map((pairs) => `#${pairs.map(([k, t]) => `${k}=${t}`).join('&')}`);
    fc.assert(
      fc.property(
        fc.oneof(
          link,
          fc.string(),
          changes.map(({ experiment, preset }) => encodeLink(experiment, preset)),
        ),
        (hash) => {
          expect(validateExperiment(decodeLink(hash).experiment)).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are readable and hold only what differs', () => {
    const { experiment } = decodeLink('#preset=quick&b.format=one-way&b.rank=4');
    expect(specOf(experiment, 'b')).toMatchObject({ format: 'one-way', rank: { rank: 4 } });
    const quick = presets.find(({ id }) => id === 'quick')!;
    expect(encodeLink(experiment, quick)).toBe('#v=3&preset=quick&b.format=one-way&b.rank=4');
    expect(encodeLink(standard.experiment, standard)).toBe(`#v=3&preset=${standard.id}&networks=3`);
    expect(encodeLink(quick.experiment, quick)).toBe('#v=3&preset=quick');
  });

  it.each([
    ['#b.rank=0', 'Rank must be a whole rank'],
    ['#b.format=tucker', 'Kernel format must be one of'],
    ['#nonsense=1', 'there is no setting of that name'],
    ['#preset=gone', 'does not exist'],
    ['#v=4', 'newer Slimwave'],
    ['#v=0', 'too old or damaged'],
    ['#v=abc', 'too old or damaged'],
    ['#task.grid', 'does not have the form key=value'],
    ['#task.grid=%E0%A4%A', 'must be a whole number'],
    ['#task.grid=30', 'divisible by 16'],
    ['#training.steps=5&training.steps=6', 'the link already has this setting'],
    [`#${'x'.repeat(10_000_000)}`, 'characters long'],
  ])('explain what they ignore: %.40s', (hash, sentence) => {
    const { notes } = decodeLink(hash);
    expect(notes.join(' ')).toContain(sentence);
    for (const note of notes) expect(note.length).toBeLessThan(400);
  });

  it('drop only the setting at fault where one is enough', () => {
    const { experiment, notes } = decodeLink('#a.rate=0.02&task.grid=30&training.steps=77');
    expect(experiment.training.steps).toBe(77);
    expect(specOf(experiment, 'a').rate).toBe(0.02);
    expect(experiment.task.grid).toBe(standard.experiment.task.grid);
    expect(notes.join(' ')).toContain('task.grid');
  });
});

describe('links with several faults', () => {
  it('keep what fits', () => {
    const { experiment } = decodeLink('#task.grid=30&scene.from=5&a.rate=0.02');
    expect(specOf(experiment, 'a').rate).toBe(0.02);
    expect(experiment.task.grid).toBe(standard.experiment.task.grid);
    expect(experiment.scene.from).toBe(standard.experiment.scene.from);
  });

  it('do not flood the page with notes', () => {
    const { notes } = decodeLink(`#${Array.from({ length: 900 }, (_, i) => `x${i}=1`).join('&')}`);
    expect(notes).toHaveLength(6);
    expect(notes.at(-1)).toContain('895 more');
  });
});

describe('links with a list of networks', () => {
  const open = (link: string) => {
    const { experiment, notes, remark } = decodeLink(link);
    expect(validateExperiment(experiment)).toEqual([]);
    return { experiment, notes, remark };
  };

  it('have two where they do not say how many, as they always had', () => {
    for (const { id } of presets) {
      const { experiment, notes } = open(`#v=3&preset=${id}`);
      expect(experiment.networks).toHaveLength(2);
      expect(notes).toEqual([]);
    }
  });

  it('have as many as they say', () => {
    for (const count of [1, 2, 3, 4]) {
      const { experiment, notes } = open(`#preset=quick&networks=${count}`);
      expect(experiment.networks).toHaveLength(count);
      expect(notes).toEqual([]);
    }
  });

  it('keep a gap as a network at the preset’s values, and say so', () => {
    const { experiment, notes, remark } = open('#preset=quick&a.rate=0.02&c.format=one-way');
    expect(experiment.networks.map(({ format }) => format)).toEqual([
      'classical',
      'layer-cp',
      'one-way',
    ]);
    expect(notes).toEqual([]);
    expect(remark).toBe(
      'Network C is named but not B: all 3 were opened, with the preset’s values where there were none.',
    );
  });

  it('say that there are at most four', () => {
    const five = open('#preset=quick&networks=5&d.rank=2&e.format=one-way');
    expect(five.experiment.networks).toHaveLength(4);
    expect(five.notes).toEqual([
      '“networks=5” was ignored: Networks must be a whole number from 1 to 4.',
      '“e.format=one-way” was ignored: there are at most 4 networks, A to D.',
    ]);
  });

  it('with a network twice have the first one', () => {
    const { experiment, notes } = open(
      '#preset=quick&networks=3&c.format=one-way&c.format=tucker-2&networks=4',
    );
    expect(experiment.networks).toHaveLength(3);
    expect(experiment.networks[2].format).toBe('one-way');
    expect(notes).toEqual([
      '“c.format=tucker-2” was ignored: the link already has this setting.',
      '“networks=4” was ignored: the link already has this setting.',
    ]);
  });

  it('say which settings belong to a network that they do not have', () => {
    const { experiment, notes } = open('#preset=quick&networks=2&c.rank=4');
    expect(experiment.networks).toHaveLength(2);
    expect(notes).toEqual([
      '“c.rank=4” was ignored: there is no network C, since the link has 2 (networks=2).',
    ]);
  });

  it('with a reference that is not there have the preset’s', () => {
    const { experiment, notes } = open('#preset=quick&reference=d');
    expect(experiment.reference).toBe('a');
    expect(notes[0]).toBe('Reference: there is no network D. Choose one of A, B.');
  });

  it('with a network that is matched to one that is not there, itself or a matched one have it full', () => {
    for (const [like, why] of [
      ['d', 'there is no network D'],
      ['b', 'a network can’t be matched to itself'],
      ['c', 'network C has matched channels, too'],
    ]) {
      const { notes } = open(
        `#preset=quick&networks=3&b.width=matched&b.like=${like}&c.width=matched&c.like=a`,
      );
      expect(notes[0], like).toBe(`Matched to: ${why}. Choose another one.`);
    }
  });
});

describe('links that ask for much', () => {
  /** Stages that are counted while a link is opened: the work that grows with what it asks for. */
  function countsOf(link: string): number {
    const spies = formats.map((format) => vi.spyOn(format, 'stages'));
    decodeLink(link);
    const calls = spies.map(({ mock }) => mock.calls.length);
    vi.restoreAllMocks();
    return calls.reduce((a, b) => a + b, 0);
  }

  it.each([
    '#v=3&preset=frames&net.width=256&net.blocks=6&net.kernel=129&task.grid=128&net.taper=1&b.format=one-way&b.rank=90%25',
    '#net.kind=unet&net.width=256&net.taper=0.25&net.blocks=4&b.width=matched&b.format=tensor-train',
    '#net.kind=unet&net.width=10&net.taper=0.5&net.blocks=3&b.width=matched&b.format=tensor-train',
    ...formats.map(
      ({ id }) => `#net.kind=resnet&net.blocks=6&net.width=256&a.width=matched&b.format=${id}`,
    ),
  ])('are opened without counting for long: %s', (link) => {
    // Ranks that were counted up from 1, anew for every rule and every try, took many millions.
    expect(countsOf(link)).toBeLessThan(5000);
  });

  it('are mended within few tries, however many settings are in conflict', () => {
    const wrong: Record<string, string> = {
      'task.grid': '30',
      'scene.from': '5',
      'zone.x': '0.5',
      'zone.y': '0.5',
      'source.width': '0.01',
      'source.frequency': '2..20',
      'data.train': '4',
      'a.width': 'matched',
      'b.width': 'matched',
      'a.layers': 'one-way(23,0)',
      'b.layers': 'one-way(24,0)',
      'scene.obstacles':
        'circle(fixed,0.1,0.5,0.3) circle(free,0.2,0.5,0.2) polygon(free,0.1,0.1,0.5,0.5,0.5,0.1,0.1,0.5)',
      'net.kernel': '129',
      'net.padding': 'odd',
    };
    // Valid as they are, but read by the rules that the others break.
    const others = [
      'net.width=200',
      'net.taper=0.9',
      'task.frames=20',
      'scene.speed=2',
      'net.blocks=3',
    ];
    const pairs = Object.entries(wrong).map(([key, text]) => `${key}=${text}`);
    const link = `#${[...pairs, ...others, 'a.rate=0.02', 'training.steps=77'].join('&')}`;
    expect(countsOf(link)).toBeLessThan(5000);
    const { experiment, notes } = decodeLink(link);
    expect(validateExperiment(experiment)).toEqual([]);
    // What has nothing to do with the conflicts stays.
    expect(specOf(experiment, 'a').rate).toBe(0.02);
    expect(experiment.training.steps).toBe(77);
    expect(notes.at(-1)).toMatch(/more parts of the link|otherwise the settings would conflict/);
  });
});

describe('files', () => {
  it('bring back every valid experiment', () => {
    fc.assert(
      fc.property(changes, ({ preset, experiment }) => {
        fc.pre(validateExperiment(experiment).length === 0);
        expect(decodeFile(encodeFile(experiment, preset))).toEqual({
          preset,
          experiment,
          notes: [],
        });
      }),
    );
  });

  it.each([
    '',
    'not json',
    '[]',
    '3',
    'null',
    '{"b.rank": [4]}',
    '{"b.rank": null}',
    '{}',
    '{"name": "x", "version": "1"}',
    '{"preset": "none"}',
  ])('that are none are refused: %j', (text) => {
    expect(() => decodeFile(text)).toThrow(FileError);
  });

  it.each(['\\ud83d', '\\udc00%', '%', '%zz', '&b.rank=4', '#', '\\u0000', '__proto__'])(
    'with %s in a key or a value are read, and what can’t be used is named',
    (text) => {
      const asValue = decodeFile(`{"preset": "quick", "b.rank": "${text}", "a.rate": 0.02}`);
      const asKey = decodeFile(`{"preset": "quick", "${text}": "1", "a.rate": 0.02}`);
      for (const { experiment, notes } of [asValue, asKey]) {
        expect(specOf(experiment, 'a').rate).toBe(0.02);
        expect(specOf(experiment, 'b').rank).toEqual(
          specOf(findPreset('quick')!.experiment, 'b').rank,
        );
        expect(notes).toHaveLength(1);
        expect(notes[0]).toMatch(/^“.*” was ignored: .*\.$/s);
      }
    },
  );
});

describe('rules between fields', () => {
  const withKeys = (values: Record<string, unknown>): Experiment =>
    Object.entries(values).reduce(
      (experiment, [key, value]) => withValue(experiment, key, value),
      standard.experiment,
    );

  it.each([
    [{ 'task.grid': 30 }, 'task.grid'],
    [{ 'task.kind': 'zone-volume', 'task.frames': 10 }, 'task.frames'],
    [{ 'scene.from': 2, 'scene.duration': 1 }, 'scene.from'],
    [{ 'zone.x': [0.5, 0.5] }, 'zone.x'],
    [{ 'zone.y': [0.5, 0.51] }, 'zone.y'],
    [{ 'data.train': 4 }, 'training.batch'],
    [{ 'task.grid': 128, 'task.frames': 128, 'data.train': 8192 }, 'data.train'],
    [{ 'training.batch': 256, 'net.width': 256, 'net.taper': 1 }, 'training.batch'],
    [
      {
        'scene.elements': 256,
        'scene.speed': [10, 10],
        'scene.duration': 10,
        'scene.mesh': 'fitted',
      },
      'scene.elements',
    ],
    [{ 'source.frequency': [2, 20], 'scene.elements': 16 }, 'source.frequency'],
    [{ 'source.width': 0.01, 'scene.elements': 8 }, 'source.width'],
    [{ 'scene.from': 1.3999, 'task.frames': 128, 'scene.elements': 64 }, 'scene.elements'],
    [{ 'scene.from': 1.396, 'scene.elements': 250 }, 'scene.from'],
    [
      {
        'b.format': 'kernel-cp',
        'b.rank': { rank: 225 },
        'net.kernel': 15,
        'net.width': 128,
        'task.kind': 'zone-volume',
      },
      'training.batch',
    ],
    [{ 'training.steps': Number.NaN }, 'training.steps'],
  ])('%j is refused at %s', (values, key) => {
    const issues = validateExperiment(withKeys(values));
    expect(issues.map((issue) => issue.key)).toContain(key);
    for (const { key: at, message } of issues) {
      expect(findLeaf(at)).toBeDefined();
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('getValue reads what withValue has set, and nothing else changes', () => {
    const marker = Symbol('a value that no experiment has');
    const four = withValue(standard.experiment, 'networks', 4);
    const singles = leaves.filter(({ key }) => key !== 'networks');
    for (const { key } of singles) {
      const changed = withValue(four, key, marker);
      expect(getValue(changed, key)).toBe(marker);
      expect(getValue(four, key)).not.toBe(marker);
      for (const { key: other } of leaves) {
        if (other !== key) expect(getValue(changed, other)).toBe(getValue(four, other));
      }
    }
  });

  it('the list of networks gets shorter at its end, and longer by networks at their defaults', () => {
    const { experiment } = standard;
    for (const count of [1, 2, 3, 4]) {
      const changed = withValue(experiment, 'networks', count);
      expect(getValue(changed, 'networks')).toBe(count);
      expect(changed.networks.slice(0, 2)).toEqual(
        experiment.networks.slice(0, Math.min(2, count)),
      );
      expect(leavesOfExperiment(changed)).toHaveLength(
        leaves.filter(({ network }) => !network || networkIds.indexOf(network) < count).length,
      );
      expect(validateExperiment(changed)).toEqual([]);
    }
    expect(getValue(experiment, 'd.rank')).toBeUndefined();
    expect(() => withValue(experiment, 'd.rank', { rank: 1 })).toThrow('There is no network D');
  });
});
