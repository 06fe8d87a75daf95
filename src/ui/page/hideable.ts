/**
 * What a link can hide (`hide=preset,scene`), by name. The names are public: none of them ever goes away or changes
 * its meaning. docs/embedding.md has the same list, and a test compares the two.
 */
export const hideables = {
  topbar: 'the top bar, with all that is in it',
  preset: 'the choice of the preset',
  backend: 'the chip that says what computes',
  share: 'Share',
  theme: 'the button for the light and the dark theme',
  help: 'Help',

  settings: 'all settings: every group from `task` to `networks`',
  task: 'the group Task',
  'own-data': 'the group Own data',
  scene: 'the group Scene',
  source: 'the group Source',
  zone: 'the group Zone',
  recording: 'the group Recording',
  'random-fields': 'the group Random fields',
  medium: 'the group Medium',
  data: 'the group Data',
  architecture: 'the group Architecture',
  training: 'the group Training',
  networks: 'the cards of the networks',

  trainbar: 'Train and the other buttons of a run, with its progress',
  repeat: 'Repeat',

  handles: 'the handles on the square, which move source, zone and obstacles',
  playback: 'the time slider and its buttons',
  sample: 'the choice of the sample, and the sliders of its parameters',
  legend: 'the scales of the colours',

  results: 'the results, with all of their tabs',
  overview: 'the tab Results',
  errors: 'the tab Errors',
  kernels: 'the tab Kernels',
  tradeoff: 'the tab Trade-off',
  why: 'the tab Why',
  takehome: 'the tab Take home',

  numbers: 'errors and counts of the networks, wherever they are shown',
  verdict: 'the sentence that says which network is better',
  answers: 'in lessons, what was measured and its explanation, which otherwise follow a prediction',
} as const satisfies Record<string, string>;

export type Hideable = keyof typeof hideables;

export const hideableNames = Object.keys(hideables) as Hideable[];

/** Whatever the capitals, and with any other mark or none where the name has a hyphen. */
export const findHideable = (written: string): Hideable | undefined => {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  return hideableNames.find((name) => letters(name) === letters(written));
};
