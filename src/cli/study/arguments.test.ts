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
    [
      ['quick', '--folder', 'x', '--shard', '1/2', '--slurm', 'a'],
      /--shard and --slurm exclude each other: the script has a task for every run/,
    ],
    [['quick', '--folder', 'x', '--shard', '1/1', '--only', 'a'], /--shard and --only exclude/],
    [['quick', '--folder', 'x', '--shard', '1/2', '--merge'], /the tables are of all runs/],
    [['quick', '--folder', 'x', '--only', 'a', '--merge'], /--only and --merge exclude/],
    [['quick', '--folder', 'x', '--only', 'a', '--slurm', 'a'], /--only and --slurm exclude/],
    [
      ['quick,#task.kind=own&task.inputs=2&task.outputs=1x8x8', '--folder', 'x'],
      /#task\.kind=own.*takes no data file\. Use “train” with --data/,
    ],
    [['quick', '--folder', 'x', '--set', 'task.kind=own'], /takes no data file/],
    [
      ['quick', '--folder', 'x', '--set', 'scene.medium=0123456789abcdef'],
      /takes no background from a file.*“train” with --medium/,
    ],
    [['quick', 'volume', '--folder', 'x'], /separate presets with commas/],
  ])('%j are refused', (args, sentence) => {
    expect(() => readStudyArguments(args)).toThrow(sentence);
  });

  it.each([
    ['data.seed=2', 'use --seeds'],
    ['training.initSeed=2', 'use --seeds'],
    ['training.shuffleseed=2', 'use --seeds'],
    ['B.Rank=3', 'use --keep'],
    ['a.route=after', 'use --after'],
    ['b.format=one-way', 'it trains every format'],
    ['b.layers=', 'it trains every format'],
    ['a.width=matched', 'it trains every format'],
    ['b.like=a', 'it trains every format'],
    ['networks=3', 'its networks follow from A and B'],
    ['reference=b', 'its networks follow from A and B'],
    ['c.rate=0.1', 'its networks follow from A and B'],
    ['d.format=classical', 'its networks follow from A and B'],
  ])('--set %s would have no effect and is refused', (pair, hint) => {
    expect(() => read('--set', 'net.width=4', '--set', pair)).toThrow(
      new RegExp(`^--set [\\w.]+ has no effect, as a study chooses it itself: ${hint}`),
    );
  });

  it('take a link that has what the study chooses, and settings of both networks', () => {
    const link = '#preset=quick&b.rank=3&c.format=one-way&reference=b&data.seed=4';
    const args = [link, '--folder', 'x', '--set', 'b.rate=0.01', '--set', 'a.start=focused'];
    const [{ experiment }] = readStudyArguments(args)!.presets;
    expect(experiment.networks).toMatchObject([{ start: 'focused' }, { rate: 0.01 }, {}]);
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
    const args = ['--keep', '50%', '--seeds', '1..2', '--set', 'b.rate=0.02'];
    const first = read(...args);
    expect(readStudyArguments(first.words)).toEqual(first);
  });
});
