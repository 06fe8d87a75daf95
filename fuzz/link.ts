/** Links: the grammar with values of every kind, many settings in conflict, and damage on top. */
import type { Field } from '../src/engine/experiment/fields.ts';
import { decodeLink, encodeLink, MAX_LENGTH } from '../src/engine/opening/link.ts';
import { numbersOf, type ItemKind } from '../src/engine/experiment/list.ts';
import { formatInterval, formatNumber } from '../src/engine/experiment/numbers.ts';
import { pageKeys } from '../src/engine/opening/pageKeys.ts';
import { hideableNames } from '../src/ui/page/hideable.ts';
import { readPage, writePage } from '../src/ui/page/pageText.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { leaves } from '../src/engine/experiment/leaves.ts';
import { validateExperiment } from '../src/engine/opening/validate.ts';
import type { RandomStream } from '../src/engine/random.ts';
import { changeText, pick } from './mutate.ts';
import { expectSentence, type FuzzTarget } from './target.ts';

const JUNK = [
  '',
  '1e999',
  '-1e-999',
  '0x10',
  '-0',
  '٣٢',
  '0,15',
  '1,000',
  '25%',
  '%',
  '..',
  '1..2..3',
  'circle(',
  'polygon(fixed,0,0,0,0,0,0)',
  '__proto__',
  '\ud83d',
  '\u202e',
  'NaN',
];

const WORDS = [
  ...JUNK,
  ...'& = # ? + %25 %26 %3D %2525 %ff %E2%80%8B &amp; &#38; =3D | > ) . \n'.split(' '),
  '&v=2',
  '&preset=gone',
  'constructor=1',
  ...leaves.map(({ key }) => `&${key}=`),
  ...pageKeys.map((key) => `&${key}=`),
  ...hideableNames.map((name) => `&hide=${name},`),
];

/** A number from one end to the other, often one of the ends. */
function between(random: RandomStream, min: number, max: number): number {
  return pick(random, [
    min,
    max,
    min + (max - min) * random.uniform(),
    min + (max - min) * random.uniform(),
  ]);
}

function interval(random: RandomStream, min: number, max: number): string {
  const ends = [between(random, min, max), between(random, min, max)].toSorted((a, b) => a - b);
  return random.below(2) === 0 ? formatNumber(ends[0]) : formatInterval([ends[0], ends[1]]);
}

function items(
  random: RandomStream,
  kinds: Readonly<Record<string, ItemKind>>,
  most: number,
): string {
  const count = pick(random, [0, 1, 1, 2, most, most + 1]);
  return Array.from({ length: count }, () => {
    const [name, kind] = pick(random, Object.entries(kinds));
    const { corners } = kind;
    const extra = corners ? 2 * pick(random, [corners.min, corners.max, corners.max + 1]) : 0;
    const numbers = numbersOf(kind, kind.numbers.length + extra).map(({ min, max, step }) =>
      kind.constant
        ? formatNumber(min + step * random.below(1 + Math.round((max - min) / step)))
        : interval(random, min, max),
    );
    const option = kind.option ? [pick(random, kind.option.options)] : [];
    return `${name}(${[...option, ...numbers].join()})`;
  }).join(' ');
}

/** Most often a value that is valid on its own. */
function textOf(random: RandomStream, field: Field): string {
  if (random.below(20) === 0) return pick(random, JUNK);
  switch (field.kind) {
    case 'number':
      return formatNumber(between(random, field.min, field.max));
    case 'integer':
      return String(Math.round(between(random, field.min, field.max)));
    case 'range':
      return interval(random, field.min, field.max);
    case 'choice':
      return pick(random, field.options);
    case 'budget':
      return pick(random, [
        '1',
        '4',
        '25%',
        '1%',
        '99.5%',
        '100%',
        String(1 + random.below(field.maxRank)),
      ]);
    case 'auto':
      return pick(random, ['auto', formatNumber(between(random, field.min, field.max))]);
    case 'list':
      return items(random, field.kinds, field.maxItems);
    case 'fingerprint':
      return pick(random, ['', '0123456789abcdef', 'xyz']);
    case 'shape':
      return pick(random, ['', '3', '1x32x32', '16x8x8', '128x15x15', '9999x9999x9999']);
    case 'mapping':
      return pick(random, ['', 'in(u(n,x,y)),out(v(n,t[1:],x,y))', 'in(', 'out(u@3x4(n,x[::2]))']);
    default:
      return field satisfies never;
  }
}

function grammatical(random: RandomStream): string {
  const count = pick(random, [1, 2, 4, 8, 16, leaves.length]);
  const pairs = Array.from({ length: count }, () => {
    const { key, field } = pick(random, leaves);
    const text = textOf(random, field);
    const written =
      !/\p{Surrogate}/u.test(text) && random.below(2) === 0 ? encodeURIComponent(text) : text;
    return `${key}=${written}`;
  });
  return `#v=${pick(random, [1, 2, 3])}&preset=${pick(random, presets).id}&${pairs.join('&')}`;
}

/** As long as a link may be. */
function long(random: RandomStream): string {
  const piece = random.below(3) === 0 ? pick(random, WORDS) : grammatical(random);
  const link = grammatical(random) + piece.repeat(Math.ceil(MAX_LENGTH / (1 + piece.length)));
  return link.slice(0, MAX_LENGTH);
}

/** What it says about the page comes back when it is written again. */
function judgePage(text: string): void {
  const { page, notes } = readPage(text);
  notes.forEach(expectSentence);
  const written = writePage(page);
  const again = readPage(`#${written.slice(1)}`);
  if (again.notes.length > 0) throw new Error(`Its own page keys: ${again.notes.join(' ')}`);
  if (writePage(again.page) !== written) throw new Error('Its own page keys say something else.');
}

export const link: FuzzTarget<string> = {
  name: 'link',
  make(random) {
    const kind = random.below(100);
    if (kind === 0) return long(random);
    const text = grammatical(random);
    return kind < 50 ? text : changeText(text, random, WORDS);
  },
  judge(text) {
    const { preset, experiment, notes } = decodeLink(text);
    notes.forEach(expectSentence);
    judgePage(text);
    const [issue] = validateExperiment(experiment);
    if (issue) throw new Error(`Opened, though ${issue.message}`);
    const again = decodeLink(encodeLink(experiment, preset));
    if (again.notes.length > 0) throw new Error(`Its own link: ${again.notes.join(' ')}`);
    const [read, written] = [again.experiment, experiment].map((e) => JSON.stringify(e));
    if (read !== written || again.preset !== preset)
      throw new Error('Its own link opens differently.');
    return notes.length > 0 ? 'refused' : 'read';
  },
};
