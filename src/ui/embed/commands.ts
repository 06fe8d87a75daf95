/** Carries out what the page around this one asks for. */
import { decodeLink, isLink, namesSettings } from '../../engine/opening/link.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { checkText, findLeafOf, withValue } from '../../engine/experiment/leaves.ts';
import { hasNetwork } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { usesPosition } from '../stage/current.ts';
import { canTrain } from '../lab/actions.ts';
import type { Lab } from '../lab/lab.ts';
import { runs } from '../lab/run/phase.ts';
import type { Command } from './messages.ts';

export interface Outcome {
  ok: boolean;
  message?: string;
}

const done = (message?: string): Outcome =>
  message === undefined || message === '' ? { ok: true } : { ok: true, message };
const refused = (message: string): Outcome => ({ ok: false, message });

/** A step in progress is finished first. */
const PAUSING = 'The run is still pausing: ask again when “progress” reports the phase “paused”.';

type Used = Pick<Lab, 'store' | 'run' | 'settings' | 'stage'>;

export function carryOut(lab: Used, command: Command): Outcome {
  switch (command.type) {
    case 'set':
      return set(lab, command);
    case 'train':
      return train(lab);
    case 'pause':
      if (!runs(lab.store.getState().phase)) return refused('Nothing is running that could pause.');
      lab.run.pause();
      return done();
    case 'step':
      return step(lab);
    default:
      return command satisfies never;
  }
}

/** Why no run can begin or go on, as a sentence. */
function whyNoRun({ store }: Used): string | undefined {
  const state = store.getState();
  if (state.phase === 'pausing') return PAUSING;
  if (state.sweeping) return 'A sweep is running: it has to end or to be cancelled first.';
  if (state.phase === 'paused' || canTrain(state)) return undefined;
  const [issue] = state.issues;
  return issue
    ? `The settings conflict: ${issue.message}`
    : 'A setting is being typed and not valid yet.';
}

function train(lab: Used): Outcome {
  const why = whyNoRun(lab);
  if (runs(lab.store.getState().phase) && why !== PAUSING) return done('It is running already.');
  if (why !== undefined) return refused(why);
  lab.run.train();
  return done();
}

function step(lab: Used): Outcome {
  const why = whyNoRun(lab);
  if (runs(lab.store.getState().phase) && why !== PAUSING)
    return refused('A run is in progress: pause it first.');
  if (why !== undefined) return refused(why);
  lab.run.singleStep();
  return done();
}

/** All of it or nothing, as far as the settings go. */
function set(lab: Used, command: Extract<Command, { type: 'set' }>): Outcome {
  const { link, settings, sample, source } = command;
  if ([link, settings, sample, source].every((part) => part === undefined))
    return refused('The message “set” needs link, settings, sample or source.');
  if (link !== undefined && !isLink(link))
    return refused(`The link names no setting: it must look like #v=3&preset=quick.`);
  const opened = link !== undefined && namesSettings(link) ? decodeLink(link) : undefined;
  if (opened?.unknown !== undefined) return refused(opened.unknown);
  const { experiment } = opened ?? lab.store.getState();
  const changed = withSettings(experiment, settings ?? {});
  if (typeof changed === 'string') return refused(changed);
  if (sample !== undefined && sample > changed.experiment.data.test)
    return refused(`There are ${changed.experiment.data.test} test samples, and no ${sample}th.`);
  if (source !== undefined && !usesPosition(changed.experiment))
    return refused('The source of this experiment has no position.');
  const notes = link === undefined ? [] : lab.settings.openLink(link);
  if (Object.keys(changed.texts).length > 0) lab.settings.setFields(changed.texts);
  if (sample !== undefined) lab.stage.showSample(sample - 1);
  if (source !== undefined) lab.stage.moveSource(source);
  return done(notes.join(' '));
}

/** The experiment with the settings, or why they can't be, as a sentence. */
function withSettings(
  base: Experiment,
  settings: Readonly<Record<string, string | number>>,
): { experiment: Experiment; texts: Record<string, string> } | string {
  const texts: Record<string, string> = {};
  let experiment = base;
  // The number of networks first: the others may be about those it adds.
  const ordered = Object.entries(settings).toSorted(
    ([one], [other]) => Number(other === 'networks') - Number(one === 'networks'),
  );
  for (const [key, value] of ordered) {
    const leaf = findLeafOf(key);
    if (!leaf) return `There is no setting “${key.slice(0, 40)}”.`;
    if (leaf.network && !hasNetwork(experiment, leaf.network))
      return `${leaf.key}: there is no network ${leaf.network.toUpperCase()}.`;
    const checked = checkText(leaf, String(value));
    if (!checked.ok) return checked.message;
    experiment = withValue(experiment, leaf.key, checked.value);
    texts[leaf.key] = String(value);
  }
  const [issue] = validateExperiment(experiment);
  return issue ? issue.message : { experiment, texts };
}
