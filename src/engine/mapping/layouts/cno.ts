/**
 * CNO (Raonić et al. 2023, arXiv 2302.01178): one group per sample, `Sample_{i}_t_5` for the wave equation and
 * `Sample_{i}` for others, with `input` and `output`, and at the root numbers by which all are scaled to [0, 1].
 */
import type { MinMaxNames, Split, ValueScaling } from '../mapping.ts';
import { axes, draft, inOrder, ranges, standard, ofArray, type Draft } from './draft.ts';
import { inferAxes } from './inferAxes.ts';
import { families, type View } from './view.ts';

const INPUT = /^Sample_(?<i>\d+)(?:_t_[\d.]+)?\/input$/;

const scalars = [
  { input: ['min_u0', 'max_u0'], output: ['min_u', 'max_u'] },
  { input: ['min_inp', 'max_inp'], output: ['min_out', 'max_out'] },
] as const satisfies readonly MinMaxNames[];

/** Of the wave equation in that benchmark; 1024–1151 validate. */
const WAVE = { train: { from: 0, to: 512 }, test: { from: 1152, to: 1408 } };

export function cno(view: View): Draft[] {
  return [...families(view, INPUT)].flatMap(([name, members]) => {
    const [{ entry }] = members;
    const output = name.replace(/input$/, 'output');
    const path = (key: string) => key.slice(view.prefix.length);
    const first = view.entries.get(entry.info.path.replace(/input$/, 'output'));
    const letters = inferAxes(entry.info.shape, 'c');
    const made = first && inferAxes(first.info.shape, 'c');
    if (letters === undefined || made === undefined) return [];
    const found = scalars.find(({ input, output: out }) =>
      [...input, ...out].every((one) => view.entries.has(one)),
    );
    const numbers = new Set(members.map(({ number }) => number));
    const wave = found === scalars[0] || /_t_\d/.test(path(name));
    const complete =
      wave && [...numbers].filter((n) => n >= 1152 && n < 1408).length === 256 && numbers.has(511);
    const split: Split = complete ? ranges(WAVE.train, WAVE.test) : inOrder;
    return [
      draft({
        layout: 'cno',
        title: wave ? 'CNO, wave equation' : 'CNO',
        inputs: [ofArray(name, axes(letters))],
        outputs: [ofArray(output, axes(made))],
        split,
        scaling: scalingOf(view, found),
        score: 'median-l1',
        reasons: [
          `Groups such as ${entry.info.path.replace(/\/input$/, '')} with input and output are how CNO’s data sets are saved.`,
          ...(found
            ? [
                `The numbers ${[...found.input, ...found.output].join(', ')} scale all fields to [0, 1], as CNO does.`,
              ]
            : []),
          ...(complete
            ? [
                'Samples 0–511 train and 1152–1407 test, as in CNO; 1024–1151, with which CNO validates, are not read.',
              ]
            : []),
          'CNO’s score, the median relative L1 error, is reported.',
        ],
        notes: [
          ...(/_OUT\b/.test(view.files[0]) && found
            ? [
                'CNO scales the samples of its file OUT by the numbers of its file IN; here they are those of this file.',
              ]
            : []),
          ...(complete
            ? []
            : [
                wave
                  ? 'The file does not have all of CNO’s samples 0–511 and 1152–1407, so the first samples train and those after them test.'
                  : 'CNO’s division into training and test samples is not part of the file: the first samples train and those after them test.',
              ]),
        ],
      }),
    ];
  });
}

function scalingOf({ prefix }: View, found: MinMaxNames | undefined): ValueScaling {
  if (!found) return standard;
  const named = ([least, largest]: readonly [string, string]) =>
    [prefix + least, prefix + largest] as const;
  return { kind: 'min-max', by: { input: named(found.input), output: named(found.output) } };
}
