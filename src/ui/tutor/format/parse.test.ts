import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lesson } from './lesson.ts';
import { checkSize, decodeText, MAX_BYTES } from './limits.ts';
import { parseLesson } from './parse.ts';

const HEAD = '---\ntitle: T\nminutes: 5\nlevel: beginner\nsummary: S.\n---\n';

const measured = { cut: { value: 0.56, how: 'one run' } };

function lessonOf(body: string): Lesson {
  const parsed = parseLesson(HEAD + body, measured);
  if (!('lesson' in parsed)) throw new Error(JSON.stringify(parsed.problems));
  return parsed.lesson;
}

function problemsOf(source: string): string[] {
  const parsed = parseLesson(source, measured);
  return 'problems' in parsed ? parsed.problems.map(({ line, text }) => `${line}: ${text}`) : [];
}

const first = (body: string) => lessonOf(body).steps[0].blocks[0];

describe('a lesson', () => {
  it('has pages with what they open, point at, ask and wait for, and notes', () => {
    const { steps, ...matter } = lessonOf(`Before.

## One

::set{link="#v=3&preset=quick&b.rank=4"}
::tab{open="kernels"}
::point{at="network-b"}
::point{at="setting:b.rank"}

B has :value[parameters.b / parameters.a]{as="ratio"}, after the cut :measured[cut]{as=percent}.

:::predict{id="x" truth="error.b" as="percent" factor="1.5" cover="errors verdict"}
How much?
:::

:::explain
It is :value[error.b]{as="percent"}, you said :value[guess.x]{as="percent"}.
:::

::wait[Train.]{for="finished"}

???
For the lecturer.

- a list

## Two
Text at 10:30, a:b.
`);
    expect(matter).toEqual({ title: 'T', minutes: 5, level: 'beginner', summary: 'S.' });
    expect(steps.map(({ title, line }) => [title, line])).toEqual([
      ['T', 1],
      ['One', 9],
      ['Two', 33],
    ]);
    expect(steps[1]).toMatchObject({
      link: '#v=3&preset=quick&b.rank=4',
      tab: 'kernels',
      points: ['network-b', 'setting:b.rank'],
    });
    const [text, asked, explained, wait] = steps[1].blocks;
    expect(text).toMatchObject({
      type: 'paragraph',
      children: [
        { text: 'B has ' },
        { type: 'value', style: 'ratio' },
        { text: ', after the cut ' },
        { type: 'measured', number: { value: 0.56 }, style: 'percent' },
        { text: '.' },
      ],
    });
    expect(asked).toMatchObject({
      type: 'prediction',
      kind: 'number',
      id: 'x',
      covers: ['errors', 'verdict'],
      tolerance: { factor: 1.5 },
      style: 'percent',
    });
    expect(explained).toMatchObject({ type: 'explain', of: 'x' });
    expect(wait).toMatchObject({ type: 'wait', deed: { kind: 'finished' } });
    expect(steps[1].notes.map(({ type }) => type)).toEqual(['paragraph', 'list']);
    expect(steps[2].blocks).toEqual([
      {
        type: 'paragraph',
        children: ['Text at 10', ':30', ', a', ':b', '.'].map((part) => ({
          type: 'text',
          text: part,
        })),
      },
    ]);
  });

  it('asks for choices whose conditions are measured', () => {
    const asked = first(
      ':::predict{id="who"}\nWho?\n\n- :if[error.b < 0.9 * error.a] B\n- :if[otherwise] A\n:::\n',
    );
    expect(asked).toMatchObject({
      kind: 'choice',
      question: [{ type: 'paragraph' }],
      choices: [
        { condition: { operator: '<' }, children: [{ text: ' B' }] },
        { condition: { kind: 'literal', value: true }, children: [{ text: ' A' }] },
      ],
    });
  });

  it('has tables, lists, code, quotes, pictures and links of three kinds', () => {
    const { blocks } = lessonOf(
      '| a | b |\n|---|---|\n| 1 | *2* |\n\n1. x\n\n> y\n\n```\n<b>\n```\n\n![a wave](wave.png)\n\n[e](#v=3&preset=quick) [l](lesson:rank) [m](./m.md) [o](https://example.org/)\n',
    ).steps[0];
    expect(blocks.map(({ type }) => type)).toEqual([
      'table',
      'list',
      'quote',
      'code',
      'picture',
      'paragraph',
    ]);
    expect(blocks.at(-1)).toMatchObject({
      children: [
        { to: { kind: 'experiment', hash: '#v=3&preset=quick' } },
        {},
        { to: { kind: 'lesson', lesson: 'rank' } },
        {},
        { to: { kind: 'lesson', lesson: './m.md' } },
        {},
        { to: { kind: 'outward', address: 'https://example.org/' } },
      ],
    });
  });
});

describe('a broken lesson gets a sentence with its line', () => {
  it.each([
    ['<script>alert(1)</script>', '7: HTML is not shown in lessons: “<script>alert(1)</script>”.'],
    ['a <b>c</b>', '7: HTML is not shown in lessons: “<b>”.'],
    ['[x](javascript:alert)', '7: The link “javascript:alert” leads nowhere'],
    ['[x](data:text/html,a)', 'leads nowhere'],
    ['![x](https://example.org/x.png)', 'pictures come from the lesson’s own folder'],
    ['![x](../x.png)', 'pictures come from the lesson’s own folder'],
    ['![](x.png)', 'needs a description'],
    ['\n\n::piont{at="verdict"}', '9: There is no “::piont”'],
    ['::point{at="nowhere"}', 'There is no place “nowhere” to point at.'],
    ['::set{link="#v=3&preset=nonsense"}', 'The preset “nonsense” does not exist'],
    ['::set{link="#v=3&preset=quick&b.rnk=2"}', 'b.rnk'],
    ['::set{}', '“set” needs link="…".'],
    ['::set{href="#v=3"}', '“set” has no “href”: there are link.'],
    ['::tab{open="none"}', 'There is no tab “none”: there are results, errors'],
    ['::wait[x]{for="ever"}', 'for=“ever” is unknown: there are train, finished'],
    ['::wait{for="train"}', 'Say what to do'],
    ['::wait[x]{for="setting" key="b.rnk"}', 'There is no setting “b.rnk”'],
    ['::wait[x]{for="steps" count="many"}', 'must be a number of steps'],
    [':value[eror.a]', '“eror.a” is unknown. There are parameters'],
    [':value[error.a-error.b]', 'a minus needs blanks around it'],
    [':value[error]', '“error” needs the letter of a network, such as error.a'],
    [
      ':::predict{id="constructor" truth="error.a" factor="2"}\n?\n:::',
      '“constructor” has a meaning in browsers already',
    ],
    ['::note{name="__proto__" is="error.a"}', '“__proto__” has a meaning in browsers already'],
    [':value[1 +]', 'The expression “1 +” is no good: its end is missing.'],
    [':value[1]{as="furlongs"}', 'as=“furlongs” is unknown: there are number, count'],
    [':value[noted.x]', 'No ::note has the name “x”.'],
    ['::cover{what="errors" until="x"}\n\nText.', 'no :::predict has the id “x”.'],
    ['::cover{what="all" until="x"}', 'cover=“all” is unknown'],
    [':vlue[1]', 'There is no “:vlue”'],
    [':measured[none]', 'measured.json has no “none”.'],
    [':::predict{id="a"}\nWho?\n:::', 'A prediction needs truth="…"'],
    [':::predict{id="a" truth="error.a"}\nWho?\n:::', 'A number needs factor="1.5"'],
    [':::predict{id="a" truth="1" within="1" cover="all"}\nWho?\n:::', 'cover=“all” is unknown'],
    [':::explain\nWhy\n:::', 'An explanation follows the prediction'],
    ['# Big', 'Only pages (##) and headings within them'],
    ['> '.repeat(30), 'nested too deeply'],
    [':::a\n'.repeat(40), 'nested too deeply'],
    ['', 'The lesson is empty'],
  ])('%j', (body, sentence) => {
    expect(problemsOf(HEAD + body).join('\n')).toContain(sentence);
  });

  it('where a paragraph is too long', () => {
    expect(problemsOf(HEAD + 'x '.repeat(6000))[0]).toContain('over 8000 characters');
  });

  it('also in its front matter', () => {
    expect(problemsOf('Text')[0]).toMatch(/^1: A lesson begins with its front matter/);
    const head = HEAD.replace('minutes: 5', 'minutes: long').replace(
      'level: beginner',
      'colour: red',
    );
    expect(problemsOf(`${head}\nText`)).toEqual([
      '1: The front matter’s “level” is missing.',
      '3: The front matter’s “minutes” must be a whole number of minutes.',
      '4: The front matter has no “colour”: there are title, minutes, level, summary, order and next.',
    ]);
  });

  it('and bytes that are no lesson at all', () => {
    const text = (bytes: number[]) => () => decodeText(new Uint8Array(bytes));
    expect(() => checkSize(10_000_000)).toThrow(
      'It has 10000 kB; a lesson has at most 100 kB, pictures apart.',
    );
    expect(() => decodeText(new Uint8Array(MAX_BYTES + 1))).toThrow('It has over 100 kB');
    expect(text([0xff, 0xfe, 0x41])).toThrow('It is no text in UTF-8');
    expect(text([0x50, 0x4b, 0x03, 0x04])).toThrow('It is a binary file');
    expect(text([0x61, 0x0d, 0x0a])()).toBe('a\n');
  });
});

const WHITELIST = new Set(
  [
    'paragraph heading list quote code rule table picture prediction explain wait note',
    'text break emphasis strong sub sup link value measured',
  ].flatMap((words) => words.split(' ')),
);

/** All nodes of a tree that have a type. */
function typesIn(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const own = 'type' in tree && typeof tree.type === 'string' ? [tree.type] : [];
  return [...own, ...Object.values(tree).flatMap(typesIn)];
}

function addressesIn(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const own = Object.entries(tree).filter(([key]) => ['address', 'file', 'hash'].includes(key));
  return [...own.map(([, value]) => String(value)), ...Object.values(tree).flatMap(addressesIn)];
}

const pieces = [
  '<script>',
  '</script>',
  '<img src=x onerror=y>',
  '[a](javascript:x)',
  '![a](//x/y.png)',
  '[a](https://example.org)',
  '![a](b.png)',
  '[a](#v=3&preset=quick)',
  '<https://a.b>',
  '&lt;b&gt;',
  '::set{link="#v=3"}',
  ':value[error.a]',
  '## X',
  '???',
  ':::explain',
  ':::',
  '\n',
  '\n\n',
  '- ',
  '> ',
  '| a | b |\n|-|-|\n',
  '`',
  '**',
  '*',
  '# ',
  '    ',
  '[^1]',
  '[x]: y',
];

it('never throws, and lets nothing through that is not on its list, whatever the text', () => {
  const piece = fc.constantFrom(...pieces);
  const body = fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 });
  fc.assert(
    fc.property(body, (parts) => {
      const parsed = parseLesson(HEAD + parts.join(''), measured);
      if ('problems' in parsed) {
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, text } of parsed.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(text).toMatch(/[.…]$/);
        }
        return;
      }
      for (const type of typesIn(parsed.lesson.steps)) expect(WHITELIST).toContain(type);
      for (const address of addressesIn(parsed.lesson.steps)) {
        expect(address).toMatch(/^(https?:\/\/|#|[\w-]+\.\w+$)/);
      }
    }),
    { numRuns: 200 },
  );
});

it('reads a file of the largest size in no more than moments', () => {
  const text = 'A *sentence* with `code` and [a link](#v=3&preset=quick).\n\n';
  expect('lesson' in parseLesson(HEAD + text.repeat(MAX_BYTES / text.length / 2))).toBe(true);
});
