import { flushSync } from 'react-dom';
import type { Field } from '../../engine/experiment/fields.ts';
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { parseItems } from '../../engine/experiment/list.ts';
import { findLeaf, getValue, type Leaf } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { hasNetwork } from '../../engine/experiment/network.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import { setFolds } from '../shared/folds.ts';
import { countOf } from '../shared/numbers.ts';
import type { LabState } from '../state.ts';
import { foldsOf } from './foldNames.ts';

export interface InputProps<F extends Field> {
  fieldKey: string;
  field: F;
  text: string;
  /** Set when the value is not acceptable: the id of the sentence that says why. */
  errorId?: string;
  disabled?: boolean;
}

export function requireLeaf(key: string): Leaf {
  const leaf = findLeaf(key);
  if (!leaf) throw new Error(`The experiment has no field ${key}.`);
  return leaf;
}

/** Element ids of a field's control, of its label and of its error sentence. */
export const controlId = (key: string): string => `field-${key}`;
export const labelId = (key: string): string => `label-${key}`;
export const errorId = (key: string): string => `error-${key}`;

/** Text of a field's value as in links. */
export const textOf = (experiment: Experiment, { key, field }: Leaf): string =>
  formatFieldValue(field, getValue(experiment, key));

/** Text of a field as the preset has it; of a network that the preset does not have, the default. */
export const presetTextOf = ({ experiment }: Preset, leaf: Leaf): string =>
  leaf.network && !hasNetwork(experiment, leaf.network)
    ? formatFieldValue(leaf.field, leaf.field.default)
    : textOf(experiment, leaf);

/** Whether a field is set to something else than in the preset. */
export function differs({ experiment, preset }: LabState, key: string): boolean {
  const leaf = requireLeaf(key);
  return textOf(experiment, leaf) !== presetTextOf(preset, leaf);
}

/** What is wrong with a field: with what was typed, or with how it fits to the others. */
export const errorOf = (state: LabState, key: string): string | undefined =>
  state.drafts[key]?.message ?? state.issues.find((issue) => issue.key === key)?.message;

export const anyWrong = (state: LabState, keys: readonly string[]): boolean =>
  keys.some((key) => errorOf(state, key) !== undefined);

/** A value with its unit, for reading. */
export function describeValue(field: Field, text: string): string {
  if (field.kind === 'choice') return field.labels[text] ?? text;
  if (field.kind === 'auto' && text === 'auto') return 'automatic';
  if (field.kind === 'shape') return text === '' ? 'none' : text.replaceAll('x', ' × ');
  if (field.kind === 'mapping') return text === '' ? 'inputs and outputs' : text;
  if (field.kind === 'fingerprint') return text === '' ? 'none' : text;
  if (field.kind === 'list') {
    const items = parseItems(text);
    return items.length === 0 || typeof items === 'string' ? 'none' : countOf(items.length, 'item');
  }
  const readable = field.kind === 'range' ? text.replace('..', ' to ') : text;
  return field.unit ? `${readable} ${field.unit}` : readable;
}

/** Opens whatever hides a field's control, and focuses it. */
export function focusField(key: string): void {
  // At once: a control that is folded away is not there yet.
  flushSync(() => setFolds(foldsOf(key), true));
  const control = document.getElementById(controlId(key));
  if (!control) return;
  for (
    let details = control.closest('details');
    details;
    details = details.parentElement?.closest('details') ?? null
  ) {
    details.open = true;
  }
  control.focus();
  control.scrollIntoView({ block: 'center' });
}
