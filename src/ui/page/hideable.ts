/**
 * What a link can hide (`hide=preset,scene`), by name. The names are public: none of them ever goes away or changes
 * its meaning. docs/embedding.md has the same list, and a test compares the two.
 */

interface Part {
  what: string;
  /** What it goes with: hidden together. */
  within?: string;
}

const settings = (what: string): Part => ({ what, within: 'settings' });
const topbar = (what: string): Part => ({ what, within: 'topbar' });
const results = (what: string): Part => ({ what, within: 'results' });

export const hideables = {
  topbar: { what: 'the top bar, with all that is in it' },
  preset: topbar('the choice of the preset'),
  backend: topbar('the chip that says what computes'),
  share: topbar('Share'),
  lessons: topbar('Lessons'),
  theme: topbar('the button for the light and the dark theme'),
  projector: topbar('the button for large type'),
  help: topbar('Help'),

  settings: { what: 'all settings: every group from `task` to `networks`' },
  task: settings('the group Task'),
  'own-data': settings('the group Own data'),
  scene: settings('the group Scene'),
  source: settings('the group Source'),
  zone: settings('the group Zone'),
  recording: settings('the group Recording'),
  'random-fields': settings('the group Random fields'),
  medium: settings('the group Medium'),
  data: settings('the group Data'),
  architecture: settings('the group Architecture'),
  training: settings('the group Training'),
  networks: settings('the cards of the networks'),

  trainbar: { what: 'Train and the other buttons of a run, with its progress' },
  repeat: { what: 'Repeat', within: 'trainbar' },

  handles: { what: 'the handles on the stage, which move source, zone and obstacles' },
  playback: { what: 'the time slider and its buttons' },
  sample: { what: 'the choice of the sample, and the sliders of its parameters' },
  legend: { what: 'the scales of the colours' },

  results: { what: 'the results, with all of their tabs' },
  overview: results('the tab Results'),
  errors: results('the tab Errors'),
  kernels: results('the tab Kernels'),
  tradeoff: results('the tab Trade-off'),
  why: results('the tab Why'),
  takehome: results('the tab Take home'),

  numbers: {
    what: 'errors, counts and times of the networks, with the verdict and the tabs Results, Errors and Trade-off',
  },
  verdict: { what: 'the sentence that says which network is better' },
  answers: {
    what: 'in lessons, what was measured and its explanation, which otherwise follow a prediction',
  },
} as const satisfies Record<string, Part>;

export type Hideable = keyof typeof hideables;

export const hideableNames = Object.keys(hideables) as Hideable[];

/** Whatever the capitals, and with any other mark or none where the name has a hyphen. */
export const findHideable = (written: string): Hideable | undefined => {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  return hideableNames.find((name) => letters(name) === letters(written));
};

/** What goes with a group. */
export const membersOf = (group: Hideable): Hideable[] =>
  hideableNames.filter((name) => (hideables[name] as Part).within === group);

/** What is made of numbers and little else. */
const numerical: readonly Hideable[] = ['verdict', 'overview', 'errors', 'tradeoff'];

/** With what goes with it: the members of a group, and a group none of whose members is left. */
export function allHidden(names: ReadonlySet<Hideable>): ReadonlySet<Hideable> {
  const all = new Set(names);
  if (all.has('numbers')) for (const name of numerical) all.add(name);
  for (const group of ['topbar', 'settings', 'trainbar', 'results'] as const) {
    const members = membersOf(group);
    if (all.has(group)) for (const name of members) all.add(name);
    // The top bar also has the page's name, the train bar its buttons.
    else if (group !== 'topbar' && group !== 'trainbar' && members.every((name) => all.has(name)))
      all.add(group);
  }
  return all;
}
