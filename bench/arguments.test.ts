import { describe, expect, it } from 'vitest';
import { parseArguments, partNames } from './arguments.ts';

describe('arguments of the benchmarks', () => {
  it('are all parts but those on demand where none is named', () => {
    const onDemand = [
      'waves',
      'batch',
      'presets',
      'checks',
      'crossover',
      'widths',
      'soak',
      'slurm',
      'exports',
    ];
    const parts = partNames.filter((name) => !onDemand.includes(name));
    expect(parseArguments([])).toEqual({ parts, save: false, only: [] });
    expect(parseArguments(['--save'])).toEqual({ parts, save: true, only: [] });
    expect(parseArguments(['soak']).parts).toEqual(['soak']);
    expect(parseArguments(['load', '--against=/old/dist'])).toEqual({
      parts: ['load'],
      save: false,
      against: '/old/dist',
      only: [],
    });
    expect(parseArguments(['compression', '--only=layer-cp,32'])).toEqual({
      parts: ['compression'],
      save: false,
      only: ['layer-cp', '32'],
    });
  });

  it('name parts, which run in their usual order', () => {
    expect(parseArguments(['growth', '--save', 'peers'])).toEqual({
      parts: ['peers', 'growth'],
      save: true,
      only: [],
    });
  });

  it.each(['peer', '--keep', ''])('refuse %j with a sentence that lists the parts', (word) => {
    expect(() => parseArguments(['peers', word])).toThrow(`no benchmark “${word}”; use fem, `);
  });
});
