/** Changing the experiment: from controls, presets and links, and back into the address bar. */
import { decodeFile } from '../../engine/opening/file.ts';
import { decodeLink, differences, isLink, MAX_LENGTH } from '../../engine/opening/link.ts';
import { firstParameters, testSample } from '../../engine/data/sampling.ts';
import { carryOver } from '../../engine/experiment/parameters.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import {
  checkText,
  findLeaf,
  withValue,
  type Experiment,
  type Issue,
} from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { withUsualRates } from '../../engine/experiment/usualRates.ts';
import { findTask, originOf } from '../../engine/tasks/index.ts';
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import { useLab, type LabState } from '../state.ts';
import { addressChanged, arrive, asVisit, restoreAddress, writeHash } from './address.ts';
import { ownFile, ownIssues, ownSamples } from './ownData.ts';
import { refreshStage, showSample } from './stage.ts';
import { startBackends } from './workers.ts';

const { getState: get, setState: set } = useLab;

type Sample = Pick<LabState, 'parameters' | 'sample'>;

/** What the stage shows of an experiment that has just been opened. */
const firstSample = (experiment: Experiment): Sample =>
  originOf(experiment).fromFile
    ? { parameters: ownSamples(experiment).testSample(0), sample: 0 }
    : {
        parameters: firstParameters(experiment),
        sample: originOf(experiment).simulated ? undefined : 0,
      };

/** What the stage goes on with when the settings change: the same sample, unless the task has no such thing. */
function nextSample(before: LabState, experiment: Experiment): Sample {
  const { parameters, sample, shown } = before;
  if (originOf(shown).id !== originOf(experiment).id) return firstSample(experiment);
  // Without a scene it is always a test sample: there is nothing about it to be moved by hand.
  if (!originOf(experiment).simulated) {
    const index = Math.min(sample ?? 0, experiment.data.test - 1);
    if (originOf(experiment).fromFile) {
      return { parameters: ownSamples(experiment).testSample(index), sample: index };
    }
    return { parameters: testSample(experiment, index), sample: index };
  }
  return { parameters: carryOver(parameters, shown, experiment), sample };
}

/** What is wrong with an experiment, by itself or with the data file that is open. */
function issuesOf(experiment: Experiment): Issue[] {
  const issues = validateExperiment(experiment);
  return issues.length > 0 ? issues : ownIssues(experiment);
}

function applyExperiment(
  experiment: Experiment,
  more: Partial<LabState> = {},
  issues = issuesOf(experiment),
): void {
  const before = get();
  // Half-valid settings may have free parameters without a value: those of the last valid ones stay.
  const next = issues.length > 0 ? {} : nextSample(before, experiment);
  const shown = issues.length > 0 ? before.shown : experiment;
  const stageProblem = issues.length > 0 ? before.stageProblem : undefined;
  set({ experiment, issues, shown, stageProblem, ...next, ...more });
  // The weights of a run live on the backend they were made on; the next run takes the new one.
  if (experiment.backend !== before.experiment.backend && !before.run) startBackends();
  if (issues.length > 0) return;
  writeHash();
  const { sample } = get();
  if (sample === undefined) refreshStage();
  else showSample(sample);
}

/**
 * Sets fields from the texts of their controls, all in one go; text that is not valid stays as a draft with
 * its reason.
 */
export function setFields(texts: Readonly<Record<string, string>>): void {
  const before = get();
  const drafts = { ...before.drafts };
  let { experiment } = before;
  for (const [key, text] of Object.entries(texts)) {
    const leaf = findLeaf(key);
    if (!leaf) continue;
    const checked = checkText(leaf, text);
    delete drafts[key];
    if (checked.ok) experiment = withValue(experiment, key, checked.value);
    else drafts[key] = { text, message: checked.message };
  }
  const file = ownFile();
  // The file is open already: its shapes come with the task.
  if (file && findTask(texts['task.kind'])?.origin.fromFile)
    experiment = experimentOn(file.data, experiment);
  const given = Object.keys(texts);
  experiment = withUsualRates(before.experiment, experiment, before.preset.experiment, given);
  if (experiment === before.experiment) set({ drafts });
  else applyExperiment(experiment, { drafts });
}

/** Takes an experiment that is known to be valid; half-typed text in the fields that it changes is dropped. */
export function setValidExperiment(experiment: Experiment, keys: readonly string[]): void {
  const kept = Object.entries(get().drafts).filter(([key]) => !keys.includes(key));
  applyExperiment(experiment, { drafts: Object.fromEntries(kept) }, []);
}

export const setField = (key: string, text: string): void => setFields({ [key]: text });

function applyOpened(preset: Preset, experiment: Experiment, linkNotes: string[]): void {
  // Presets, links and files are valid by themselves, but may be about another data file than the one that is open.
  const issues = ownIssues(experiment);
  applyExperiment(
    experiment,
    {
      preset,
      drafts: {},
      linkNotes,
      replaced: undefined,
      ...(issues.length === 0 ? firstSample(experiment) : {}),
    },
    issues,
  );
}

function openExperiment(preset: Preset, experiment: Experiment, linkNotes: string[]): void {
  const before = get();
  asVisit(() => applyOpened(preset, experiment, linkNotes));
  const changes = differences(before.experiment, before.preset).length;
  const lost = changes + Object.keys(before.drafts).length;
  const opened = differences(before.experiment, { ...before.preset, experiment }).length > 0;
  if (lost === 0 || !opened) return;
  set({
    replaced: { preset: before.preset, experiment: before.experiment, drafts: before.drafts },
  });
}

/** Sets fields as an entry of its own in the history, as where a whole network becomes another one. */
export const switchFields = (texts: Readonly<Record<string, string>>): void =>
  asVisit(() => setFields(texts));

/** Takes the experiment that was made for the data file which is open now. */
export const openOwnExperiment = (experiment: Experiment): void =>
  asVisit(() => applyExperiment(experiment, { drafts: {} }));

/** Takes up the settings of a run that was stored. */
export const openStored = (preset: Preset, experiment: Experiment): void =>
  openExperiment(preset, experiment, []);

export const openPreset = (preset: Preset): void => openExperiment(preset, preset.experiment, []);

/** Opens what an experiment file says. Throws `FileError`, and then everything stays as it is. */
export function openExperimentFile(bytes: Uint8Array): void {
  const { preset, experiment, notes } = decodeFile(bytes);
  openExperiment(preset, experiment, notes);
}

/** The link in the address: behind the #, or where a program has made a question mark of that, in the query. */
const linkInAddress = (): string =>
  location.hash.length <= 1 && isLink(location.search) ? location.search : location.hash;

/** Opens what the address says when the page starts. False if it says nothing. */
export function openFirst(): boolean {
  const link = linkInAddress();
  if (link.length <= 1) return false;
  const { preset, experiment, notes } = decodeLink(link);
  applyOpened(preset, experiment, notes);
  return true;
}

/** Opens what Back, Forward or somebody's hand has put into the address. */
export function openAddress(): void {
  if (!addressChanged()) return;
  const { hash } = location;
  if (hash.length > 1 && hash.length <= MAX_LENGTH && !isLink(hash)) {
    restoreAddress();
    // A jump within the page is none of the settings' business.
    if (document.getElementById(hash.slice(1))) return;
    set({
      linkNotes: [`The address named no setting (“${hash.slice(0, 40)}”), so nothing was changed.`],
    });
    return;
  }
  const known = arrive();
  if (known) applyExperiment(known.experiment, { ...known, linkNotes: [], replaced: undefined });
  else {
    const { preset, experiment, notes } = decodeLink(hash);
    applyOpened(preset, experiment, notes);
  }
}

/** Brings back what was open before a preset, a link or a file took its place. */
export function undoOpening(): void {
  const { replaced } = get();
  if (!replaced) return;
  const { preset, experiment, drafts } = replaced;
  asVisit(() =>
    applyExperiment(experiment, { preset, drafts, linkNotes: [], replaced: undefined }),
  );
}

export const forgetReplaced = (): void => set({ replaced: undefined });

export const dismissNotices = (): void => set({ notices: [], linkNotes: [] });
