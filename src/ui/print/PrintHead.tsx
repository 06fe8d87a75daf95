import { encodeLink } from '../../engine/opening/link.ts';
import { groups, type Group } from '../controls/groups.ts';
import { describeValue, requireLeaf, textOf } from '../controls/leaf.ts';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { shortNames } from '../topbar/backendNames.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import styles from './PrintHead.module.css';
import { specOf, idsOf } from '../../engine/experiment/network.ts';

type Setting = readonly [title: string, value: string];

function settingOf(experiment: Experiment, key: string): Setting {
  const leaf = requireLeaf(key);
  const text = textOf(experiment, leaf);
  // On the page a list has cards; on paper there is its text alone.
  const value = leaf.field.kind === 'list' && text ? text : describeValue(leaf.field, text);
  return [leaf.field.title, value];
}

/** What the page shows in folds and controls, by the names of the groups. */
function settingsOf(experiment: Experiment): [title: string, settings: Setting[]][] {
  const all: readonly Group[] = Object.values(groups);
  const shared = all.flatMap((group): [string, Setting[]][] => {
    const shown = group.keys.filter((key) => group.relevant?.(experiment, key) ?? true);
    if (shown.length === 0 || !(group.applies?.(experiment) ?? true)) return [];
    return [[group.title, shown.map((key) => settingOf(experiment, key))]];
  });
  const networks = idsOf(experiment).map((id): [string, Setting[]] => [
    `Network ${id.toUpperCase()}`,
    Object.keys(specOf(experiment, id)).map((name) => settingOf(experiment, `${id}.${name}`)),
  ]);
  return [...shared, ...networks];
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/** The first part of a printed page: which experiment it is, and the way back to it. */
export function PrintHead() {
  const printing = useTheme((state) => state.printing);
  const preset = useLab((state) => state.preset);
  const experiment = useLab(comparedExperiment);
  const backend = useLab((state) => state.backend);
  if (!printing) return null;
  const link = new URL(encodeLink(experiment, preset), window.location.href).href;
  return (
    <section className={styles.head} data-testid="print-head" aria-label="Experiment">
      <p>
        <strong>{preset.title}</strong>
        <span>
          {`, ${moment.format(printing)}${backend ? `, computed by ${shortNames[backend.name]}` : ''}`}
        </span>
      </p>
      <p className={styles.link}>{link}</p>
      <dl>
        {settingsOf(experiment).map(([title, settings]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{settings.map(([name, value]) => `${name}: ${value}`).join('; ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
