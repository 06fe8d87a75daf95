/**
 * Files with our names: `parameters` with `fields`, `inputs` with `outputs`, or groups `sample_{i}` with `input` and
 * `output`. Their axes are documented; where extents say that they are in another order, both orders are proposed.
 */
import { DataFileError } from '../../files/arrays.ts';
import type { ArrayUse } from '../mapping.ts';
import { axes, draft, ofArray, ranges, type Draft } from './draft.ts';
import { inferAxes } from './inferAxes.ts';
import { families, shapeAt, type View } from './view.ts';

type Pair = { inputs: ArrayUse; outputs: ArrayUse };

export const own = (view: View): Draft[] => [
  ...ownPairs(view),
  ...ownGroups(view),
  ...trainAndTest(view),
];

/** As data sets with both are taken home: `train_fields` and `test_fields`, … */
function trainAndTest(view: View): Draft[] {
  return (
    [
      ['parameters', 'fields', 't'],
      ['inputs', 'outputs', 'c'],
    ] as const
  ).flatMap(([from, to, lead]) => {
    const shapes = ['train', 'test'].map((set) => shapeAt(view, `${set}_${to}`));
    const rank = shapeAt(view, `train_${from}`)?.length;
    const [train, test] = shapes;
    if (!train || !test || rank === undefined) return [];
    const [given, made] = [documented(rank, 'c'), documented(train.length, lead)];
    if (given === undefined || made === undefined) return [];
    const name = (part: string) => `${view.prefix}{train:test}_${part}`;
    return [
      draft({
        ...common,
        title: `${from} and ${to}, for training and tests`,
        inputs: [ofArray(name(from), axes(given))],
        outputs: [ofArray(name(to), axes(made))],
        split: ranges({ from: 0, to: train[0] }, { from: train[0], to: train[0] + test[0] }),
        reasons: [
          `train_${from}, train_${to}, test_${from} and test_${to} are the names of Slimwave’s own data sets: ${train[0]} samples train and ${test[0]} test.`,
        ],
      }),
    ];
  });
}

const documented = (rank: number, lead: 't' | 'c'): string | undefined =>
  ({ 2: 'nc', 3: 'nxy', 4: `n${lead}xy` })[rank];

const common = { layout: 'own', mayShrink: false } as const;

function ownPairs(view: View): Draft[] {
  return (
    [
      ['parameters', 'fields', 't'],
      ['inputs', 'outputs', 'c'],
    ] as const
  ).flatMap(([from, to, lead]) => {
    const [a, b] = [shapeAt(view, from), shapeAt(view, to)];
    if (!a || !b) return [];
    const [given, made] = [documented(a.length, 'c'), documented(b.length, lead)];
    if (given === undefined || made === undefined || b.length < 3) return [];
    const pair = (letters: readonly [string, string]): Pair => ({
      inputs: ofArray(view.prefix + from, axes(letters[0])),
      outputs: ofArray(view.prefix + to, axes(letters[1])),
    });
    const title = `${from} and ${to}`;
    const plain = proposal(title, pair([given, made]), [
      `${from} and ${to} are the names that Slimwave’s own files have.`,
    ]);
    const other = otherOrder(a, b, lead);
    if (!other) return [plain];
    const turned = proposal(
      `${title}, axes in another order`,
      pair(other),
      [
        `${from} and ${to} are the names that Slimwave’s own files have, and by their extents their axes are ${bracketed(other[0])} and ${bracketed(other[1])}.`,
      ],
      [
        `The documented order would be ${bracketed(given)} and ${bracketed(made)}: check which one it is.`,
      ],
    );
    return agrees(a, b) ? [plain, turned] : [turned, plain];
  });
}

const bracketed = (letters: string): string => `[${letters.split('').join(', ')}]`;

const proposal = (
  title: string,
  { inputs, outputs }: Pair,
  reasons: string[],
  notes: string[] = [],
): Draft => draft({ ...common, title, inputs: [inputs], outputs: [outputs], reasons, notes });

/** Whether the documented order gives inputs and outputs the same grid, and one that is square. */
const agrees = (a: readonly number[], b: readonly number[]): boolean =>
  a[0] === b[0] &&
  (a.length < 3 ? b.at(-1) === b.at(-2) : a.at(-1) === b.at(-1) && a.at(-2) === b.at(-2));

/** Letters of both arrays where extents speak for an order that is not the documented one. */
function otherOrder(
  a: readonly number[],
  b: readonly number[],
  lead: 't' | 'c',
): [string, string] | undefined {
  const numbers = a.length < 3;
  const letters = (shape: readonly number[], kind: 't' | 'c', first: boolean) => {
    const inner = first ? shape.slice(1) : shape.slice(0, -1);
    const found = inferAxes(inner, kind)?.replace(/^(xy)c$/, `$1${kind}`);
    return found === undefined ? undefined : first ? `n${found}` : `${found}n`;
  };
  const orders = [
    ...(a[0] === b[0] ? [true] : []),
    ...(a.at(-1) === b.at(-1) && !numbers ? [false] : []),
  ];
  for (const first of orders) {
    const [given, made] = [numbers ? 'nc' : letters(a, 'c', first), letters(b, lead, first)];
    if (given === undefined || made === undefined) continue;
    const same = given === documented(a.length, 'c') && made === documented(b.length, lead);
    return same ? undefined : [given, made];
  }
  return undefined;
}

function ownGroups(view: View): Draft[] {
  const inputs = families(view, /^sample_(?<i>\d+)\/input$/);
  const outputs = families(view, /^sample_(?<i>\d+)\/output$/);
  const [input] = inputs;
  const [output] = outputs;
  if (!input || !output) return [];
  const [[from, given], [to, made]] = [input, output];
  const letters = [given, made].map(([{ entry }]) => inferAxes(entry.info.shape, 'c'));
  const [a, b] = letters;
  if (a === undefined || b === undefined) return [];
  return [
    proposal(
      'groups sample_0, sample_1, …',
      { inputs: ofArray(from, axes(a)), outputs: ofArray(to, axes(b)) },
      [
        'Groups sample_0, sample_1, … with input and output are the names that Slimwave’s own files have.',
      ],
    ),
  ];
}

/** A sentence for files with our names that lack a part. */
export function checkOwnGroups(view: View): void {
  const [inputs, outputs] = ['input', 'output'].map(
    (part) =>
      new Set(
        [...families(view, new RegExp(`^sample_(?<i>\\d+)/${part}$`)).values()].flatMap((members) =>
          members.map(({ number }) => number),
        ),
      ),
  );
  for (const [has, lacks, one, other] of [
    [inputs, outputs, 'input', 'output'],
    [outputs, inputs, 'output', 'input'],
  ] as const) {
    const lone = [...has].find((number) => !lacks.has(number));
    if (lone === undefined) continue;
    throw new DataFileError(
      `The group sample_${lone} has an ${one} but no ${other}: add it or leave the sample out.`,
    );
  }
}
