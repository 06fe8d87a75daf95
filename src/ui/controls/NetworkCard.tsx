import type { NetworkId } from '../../engine/experiment/schema.ts';
import { findFormat } from '../../engine/formats/index.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { Competitors } from './Competitors.tsx';
import { FieldControl } from './FieldControl.tsx';
import { errorOf, requireLeaf, textOf } from './leaf.ts';
import { NetworkCounts } from './NetworkCounts.tsx';

export function NetworkCard({ id }: { id: NetworkId }) {
  const name = id.toUpperCase();
  const format = useLab((state) => findFormat(state.experiment[id].format));
  // A single layer with a rank of its own may also take the budget.
  const ranked = useLab(
    ({ experiment }) =>
      format.ranked ||
      experiment[id].layers.some(
        ({ kind, numbers }) =>
          numbers[1][0] === 0 && findFormat(kind as typeof experiment.a.format).ranked,
      ),
  );
  const routed = useLab(({ experiment }) => {
    const { format: kind, layers, route } = experiment[id];
    return kind !== 'classical' || layers.length > 0 || route !== 'before';
  });
  const error = useLab((state) => state[id].error);
  return (
    <section className={`card network-${id}`} aria-label={`Network ${name}`}>
      <div className="card-head">
        <span className="network-badge" aria-hidden="true">
          {name}
        </span>
        <h2>Network {name}</h2>
        <Tip
          label={`About the ${format.label} format`}
          text={
            <>
              <strong>{format.label}.</strong> {format.explanation} Source: {format.source}.
            </>
          }
        />
      </div>
      {id === 'a' && <Competitors />}
      <FieldControl fieldKey={`${id}.format`} />
      {ranked && <FieldControl fieldKey={`${id}.rank`} />}
      {routed && <FieldControl fieldKey={`${id}.route`} />}
      <FieldControl fieldKey={`${id}.rate`} />
      <NetworkCounts id={id} />
      {error !== undefined && <p className="field-error">{error}</p>}
      <More id={id} />
    </section>
  );
}

const moreFields = ['width', 'layers', 'execution', 'start', 'search'] as const;

/** What is changed rarely; closed, it still says whether something differs from the preset or is wrong. */
function More({ id }: { id: NetworkId }) {
  const keys = moreFields.map((name) => `${id}.${name}`);
  const changed = useLab(
    ({ experiment, preset }) =>
      keys.filter((key) => {
        const leaf = requireLeaf(key);
        return textOf(experiment, leaf) !== textOf(preset.experiment, leaf);
      }).length,
  );
  const wrong = useLab((state) => keys.some((key) => errorOf(state, key) !== undefined));
  return (
    <details className="card-more">
      <summary>
        More
        <span className="visually-hidden"> settings of network {id.toUpperCase()}</span>
        {wrong ? (
          <span className="group-wrong">needs attention</span>
        ) : (
          changed > 0 && <span className="muted">, {changed} changed</span>
        )}
      </summary>
      {keys.map((key) => (
        <FieldControl key={key} fieldKey={key} />
      ))}
    </details>
  );
}
