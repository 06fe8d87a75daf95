/** Changing the experiment: from controls, presets and links, and back into the address bar. */
import { middleSource } from '../../engine/data/sampling.ts';
import { decodeLink, encodeLink } from '../../engine/experiment/link.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import { checkText, findLeaf, withValue, type Experiment } from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/experiment/validate.ts';
import { useLab, type LabState } from '../state.ts';
import { refreshStage, showSample } from './stage.ts';
import { startBackends } from './workers.ts';

const { getState: get, setState: set } = useLab;

function applyExperiment(experiment: Experiment, more: Partial<LabState> = {}): void {
  const issues = validateExperiment(experiment);
  const before = get();
  set({ experiment, issues, ...more });
  // The weights of a run live on the backend they were made on; the next run takes the new one.
  if (experiment.backend !== before.experiment.backend && !before.run) startBackends();
  if (issues.length > 0) return;
  writeHash();
  const { sample } = get();
  if (sample === undefined) refreshStage();
  else showSample(sample);
}

/** Sets a field from the text of its control; text that is not valid stays as a draft with its reason. */
export function setField(key: string, text: string): void {
  const leaf = findLeaf(key);
  if (!leaf) return;
  const checked = checkText(leaf, text);
  const { [key]: _, ...drafts } = get().drafts;
  if (checked.ok) {
    applyExperiment(withValue(get().experiment, key, checked.value), { drafts });
  } else {
    set({ drafts: { ...drafts, [key]: { text, message: checked.message } } });
  }
}

function openExperiment(preset: Preset, experiment: Experiment, linkNotes: string[]): void {
  applyExperiment(experiment, {
    preset,
    drafts: {},
    linkNotes,
    source: middleSource(experiment),
    sample: undefined,
  });
}

export const openPreset = (preset: Preset): void => openExperiment(preset, preset.experiment, []);

/** The last hash this page wrote, so that its own change is not read back as a link. */
let ownHash = '';

function writeHash(): void {
  const { experiment, preset } = get();
  ownHash = encodeLink(experiment, preset);
  try {
    history.replaceState(null, '', ownHash);
  } catch {
    // Safari allows a hundred changes in half a minute; Share makes its link without the address bar.
  }
}

/** Opens what the address bar says. */
export function openHash(): void {
  if (location.hash === ownHash) return;
  const { preset, experiment, notes } = decodeLink(location.hash);
  openExperiment(preset, experiment, notes);
}

export const shareLink = (): string => {
  const { experiment, preset } = get();
  return new URL(encodeLink(experiment, preset), location.href).href;
};

export const dismissNotices = (): void => set({ notices: [], linkNotes: [] });
