import { formatFieldValue } from '../engine/experiment/fields.ts';
import { differences } from '../engine/opening/link.ts';
import { presets } from '../engine/experiment/presets.ts';
import { defaultExperiment, leaves } from '../engine/experiment/leaves.ts';
import { formats } from 'slimwave-formats/registry';

/** Every setting with the text form of its default, the presets, and the kernel formats. */
export const schemaReport = () => ({
  settings: leaves.map(({ key, field }) => ({
    key,
    ...field,
    default: formatFieldValue(field, field.default),
  })),
  presets: presets.map(({ id, title, summary, ...preset }) => ({
    id,
    title,
    summary,
    differences: Object.fromEntries(
      differences(preset.experiment, { id, title, summary, experiment: defaultExperiment }),
    ),
  })),
  formats: formats.map(({ id, label, explanation, source }) => ({
    id,
    label,
    explanation,
    source,
  })),
});
