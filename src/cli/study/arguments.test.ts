import { describe, expect, it } from 'vitest';
import { readStudyArguments } from './arguments.ts';

const read = (...args: string[]) => readStudyArguments(['quick', '--folder', 'runs', ...args])!;

describe('arguments of a study', () => {
  it.each([
    [['quick'], /needs --folder/],
    [['quick', '--folder', 'x', '--shard', '3/2'], /must be i\/n with i from 1 to n/],
    [['quick', '--folder', 'x', '--keep', '0%'], /fractions from 1% to 100%/],
    [['quick', '--folder', 'x', '--keep', ''], /fractions from 1% to 100%/],
    [['quick', '--folder', 'x', '--seeds', '1,x'], /whole numbers from 0 to 999999/],
    [['quick', '--folder', 'x', '--seeds', ''], /whole numbers from 0/],
    [['quick', '--folder', 'x', '--seeds', '5..1'], /whole numbers from 0/],
    [['quick', '--folder', 'x', '--seeds', '1000000'], /whole numbers from 0 to 999999/],
    [['quick', '--folder', 'x', '--seeds', '0..1000'], /names 1001 seeds; a study takes 1000/],
    [['quick', '--folder', 'x', '--after', 'classical'], /use all, none, or some of kernel-cp/],
    [['nothing', '--folder', 'x'], /neither a preset/],
    [['quick', '--folder', 'x', '--merge', '--list'], /exclude each other/],
    [['quick', '--folder', 'x', '--sbatch', '--mem=1G'], /needs --slurm/],
    [['quick', '--folder', 'x', '--slurm', 'a', '--sbatch', '--array=1'], /can’t have --array/],
    [['quick', '--folder', 'x', '--slurm', 'a', '--sbatch', '-d afterok:1'], /can’t have -d/],
    [['quick', '--folder', 'x', '--slurm', 'a', '--sbatch', '--comment="a'], /quotation mark/],
    [['quick', 'volume', '--folder', 'x'], /separate presets with commas/],
  ])('%j are refused', (args, sentence) => {
    expect(() => readStudyArguments(args)).toThrow(sentence);
  });

  it('take seeds as lists and intervals, from 0 on, each once', () => {
    expect(read('--seeds', '0,3..5').seeds).toEqual([0, 3, 4, 5]);
    expect(read('--seeds', '1..1000').seeds).toHaveLength(1000);
    const twice = read('--seeds', '2,1,2,1..2');
    expect(twice.seeds).toEqual([2, 1]);
    expect(twice.notes).toEqual(['Named more than once and trained once: seed 2, 1.']);
  });

  it('take budgets as percent or fractions, the largest first', () => {
    expect(read('--keep', '12.5%,0.5').keeps).toEqual([0.5, 0.125]);
  });

  it('take the options of Slurm in words, quoted or not', () => {
    const { slurm } = read('--slurm', 'x', '--sbatch', `--mem=4G -p long --comment="a 'b'" ''c`);
    expect(slurm?.options).toEqual(['--mem=4G', '-p', 'long', "--comment=a 'b'", 'c']);
  });

  it('give two links of one preset names of their own', () => {
    const links = 'quick,#preset=quick&net.width=4,#preset=volume';
    const { presets } = readStudyArguments([links, '--folder', 'x'])!;
    expect(presets.map(({ id }) => id)).toEqual(['quick', 'quick-2', 'volume']);
  });

  it('name the same study again', () => {
    const args = ['--keep', '50%', '--seeds', '1..2', '--set', 'b.rank=3'];
    const first = read(...args);
    expect(readStudyArguments(first.words)).toEqual(first);
  });
});
