import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { readModelRequest, writeArchive } from './models.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('networks are saved in all ways, or in those named, into a folder that is made', () => {
  const save = join(folder, 'new', 'models');
  expect(readModelRequest({ save, as: 'onnx, pytorch,onnx' })).toEqual({
    folder: save,
    kinds: ['onnx', 'pytorch'],
  });
  expect(existsSync(save)).toBe(true);
  expect(readModelRequest({ save })!.kinds).toHaveLength(7);
  expect(readModelRequest({})).toBeUndefined();
  expect(readArguments(['train', 'quick', '--save', save, '--as', 'tfjs']).models!.kinds).toEqual([
    'model',
  ]);
});

it('what can’t be saved is refused before anything is trained', () => {
  const save = join(folder, 'file');
  writeFileSync(save, '');
  expect(() => readModelRequest({ save })).toThrow(/^--save .*file: it is not a folder/);
  const fine = join(folder, 'fine');
  expect(() => readModelRequest({ save: fine, as: 'keras' })).toThrow(
    'no “keras”; use some of onnx',
  );
  expect(() => readModelRequest({ save: fine, seeds: '1..3' })).toThrow(
    'leave --repeats and --seeds',
  );
  expect(() => readModelRequest({ as: 'onnx' })).toThrow('needs --save');
  expect(() => readArguments(['count', '--save', fine])).toThrow('belong to “train”');
  expect(existsSync(fine)).toBe(false);
});

it('an archive that can’t be written whole leaves the one that was there, and no parts of itself', () => {
  const own = join(folder, 'b-onnx');
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  writeArchive(own, [file('network.onnx', 'before'), file('README.md', 'card')]);
  const tooFar = file(join('missing', 'README.md'), 'card');
  expect(() => writeArchive(own, [file('network.onnx', 'after'), tooFar])).toThrow('ENOENT');
  expect(readFileSync(join(own, 'network.onnx'), 'utf8')).toBe('before');
  expect(readdirSync(folder).filter((name) => name.startsWith('b-onnx'))).toEqual(['b-onnx']);
  writeArchive(own, [file('network.onnx', 'after')]);
  expect(readFileSync(join(own, 'network.onnx'), 'utf8')).toBe('after');
});
