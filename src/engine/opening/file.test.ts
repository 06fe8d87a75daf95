import { describe, expect, it } from 'vitest';
import { decodeFile, FileError } from './file.ts';
import { findPreset } from '../experiment/presets.ts';

const TEXT = '{\r\n  "preset": "quick",\r\n  "b.format": "one-way"\r\n}\r\n';

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), !bigEndian);
  return new Uint8Array(view.buffer);
};

const utf32 = (text: string, bigEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint32(4 * i, text.charCodeAt(i), !bigEndian);
  return new Uint8Array(view.buffer);
};

describe('an experiment file', () => {
  it.each<[string, string | Uint8Array]>([
    ['text', TEXT],
    ['text with a byte order mark', `\ufeff${TEXT}`],
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${TEXT}`)],
    ['UTF-16, little-endian', utf16(TEXT, false)],
    ['UTF-16, big-endian', utf16(TEXT, true)],
    ['UTF-16, little-endian, with a byte order mark', utf16(`\ufeff${TEXT}`, false)],
    ['UTF-16, big-endian, with a byte order mark', utf16(`\ufeff${TEXT}`, true)],
  ])('is read as %s', (_, file) => {
    const { experiment, notes } = decodeFile(file);
    expect(notes).toEqual([]);
    expect(experiment).toMatchObject({
      ...findPreset('quick')!.experiment,
      networks: [{}, { format: 'one-way' }],
    });
  });

  it('is read whatever its capitals, like a link', () => {
    const { preset, experiment, notes } = decodeFile('{"Preset": "Quick", "B.Rank": 4}');
    expect([preset.id, experiment.networks[1].rank, notes]).toEqual(['quick', { rank: 4 }, []]);
    expect(decodeFile('{"B.Rank": 4}').experiment.networks[1].rank).toEqual({ rank: 4 });
    expect(() => decodeFile('{"Preset": "none"}')).toThrow('a preset that does not exist');
  });

  it.each<[string, string | Uint8Array, string]>([
    ['bytes that are no text', Uint8Array.of(0x7b, 0xff, 0x7d), 'The file is not UTF-8'],
    ['UTF-32, little-endian', utf32(TEXT, false), 'not UTF-8 or UTF-16 text'],
    ['UTF-32, big-endian', utf32(TEXT, true), 'not UTF-8 or UTF-16 text'],
    ['UTF-32 with a mark', utf32(`\ufeff${TEXT}`, false), 'save it as UTF-8'],
    ['UTF-32 with the other mark', utf32(`\ufeff${TEXT}`, true), 'save it as UTF-8'],
    ['a key twice', '{"b.rank": 2, "b.\\u0072ank": 4}', 'has a key twice (“b.rank”): keep one.'],
    ['a network', '{"format": "layers-model", "modelTopology": {}}', 'tf.loadLayersModel'],
    ['no bytes', new Uint8Array(0), 'The file is not JSON'],
  ])('is refused: %s', (_, file, sentence) => {
    expect(() => decodeFile(file)).toThrow(FileError);
    expect(() => decodeFile(file)).toThrow(sentence);
  });
});
