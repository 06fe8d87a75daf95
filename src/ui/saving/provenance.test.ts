import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { parseCsv } from '../../engine/files/table.testing.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { experimentFrom, presets } from '../../engine/experiment/presets.ts';
import { fileName, linkedTable, provenanceOf } from './provenance.ts';

const quick = presets.find(({ id }) => id === 'quick')!;
const page = 'https://example.org/wave/?lang=en#v=3&preset=frames';
const of = (experiment = quick.experiment) => provenanceOf(experiment, page);

it('names a file after preset, networks and what it shows', () => {
  const name = fileName(of(), 'stage', 'png');
  expect(name).toBe('slimwave-quick-classical-vs-layer-cp-29pct-stage.png');
});

it('gives another name to other settings of the same networks', () => {
  const [two, three] = ['2', '3'].map((seed) => {
    const experiment = withValue(quick.experiment, 'training.initSeed', Number(seed));
    return of(experiment).stem;
  });
  expect(two).toMatch(/^slimwave-quick-classical-vs-layer-cp-29pct-[0-9a-f]{4}$/);
  expect(three).not.toBe(two);
});

it('of own data says its shape, not the preset whose link is the shortest', () => {
  const own = { 'task.kind': 'own', 'task.inputs': '1x64x48', 'task.outputs': '3x64x48' };
  const { title, stem } = of(experimentFrom(own));
  expect(title).toBe('Own data, 3 × 64 × 48');
  expect(stem).toMatch(/^slimwave-own-data-classical-vs-/);
});

it('has names that any file system takes', () => {
  for (const { experiment } of presets)
    expect(of(experiment).stem).toMatch(/^slimwave-[a-z0-9.-]{1,90}$/i);
});

it('its link opens the same experiment on the same page', () => {
  const changed = experimentFrom({ 'source.frequency': '1..1.6', 'b.rank': '4' });
  const { link } = of(changed);
  expect(link).toMatch(/^https:\/\/example\.org\/wave\/\?lang=en#v=\d&preset=/);
  expect(decodeLink(link).experiment).toEqual(changed);
});

it('a table has the link in every row and its own columns as they were', () => {
  const provenance = of();
  const value = fc.oneof(fc.string({ unit: fc.constantFrom('a', ',', '"', ' ') }), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.record({ name: value, error: value }), { minLength: 1 }), (rows) => {
      const { name, bytes } = linkedTable(provenance, 'table', rows);
      expect(name).toMatch(/-table\.csv$/);
      expect(parseCsv(new TextDecoder().decode(bytes))).toEqual([
        ['name', 'error', 'link'],
        ...rows.map((row) => [String(row.name), String(row.error), provenance.link]),
      ]);
    }),
  );
});

it('says that there is nothing to save yet', () => {
  expect(() => linkedTable(of(), 'table', [])).toThrow('no rows yet. Train');
});
