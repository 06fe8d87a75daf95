import type { NetworkId } from '../../engine/experiment/schema.ts';
import { findFormat } from '../../engine/formats/index.ts';
import { formatCount, formatPercent, formatPrefixed } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { FieldControl } from './FieldControl.tsx';
import { usePlan } from './plans.ts';

export function NetworkCard({ id }: { id: NetworkId }) {
  const name = id.toUpperCase();
  const format = useLab((state) => findFormat(state.experiment[id].format));
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
      <FieldControl fieldKey={`${id}.format`} />
      {format.ranked && <FieldControl fieldKey={`${id}.rank`} />}
      <FieldControl fieldKey={`${id}.rate`} />
      <Counts id={id} />
      {error !== undefined && <p className="field-error">{error}</p>}
    </section>
  );
}

function Counts({ id }: { id: NetworkId }) {
  const plan = usePlan(id);
  if (!plan)
    return <p className="muted card-note">Counts appear once the settings fit together.</p>;
  const { convolutionParameters, denseConvolutionParameters, macs } = plan.totals;
  const adjusted = plan.layers.filter((layer) => layer.note !== undefined);
  return (
    <>
      <dl className="counts">
        <div>
          <dt>
            <Tip text="Stored parameters of all convolutions, with bias. Counted from the layers before anything is built.">
              Conv. parameters
            </Tip>
          </dt>
          <dd>{formatCount(convolutionParameters)}</dd>
        </div>
        <div>
          <dt>
            <Tip text="Convolution parameters relative to the same layers with dense kernels, both with bias.">
              Of classical
            </Tip>
          </dt>
          <dd>{formatPercent(convolutionParameters / denseConvolutionParameters)}</dd>
        </div>
        <div>
          <dt>
            <Tip text="Multiply-accumulates of one forecast, all layers; where a dense kernel is rebuilt from factors, that is included.">
              MACs
            </Tip>
          </dt>
          <dd>{formatPrefixed(macs)}</dd>
        </div>
      </dl>
      {adjusted.length > 0 && (
        <p className="muted card-note">
          <Tip
            text={adjusted.map(({ name, rank, note }) => (
              <span key={name} className="tip-line">
                <strong>{name}</strong>, rank {rank}: {note}
              </span>
            ))}
          >
            {adjusted.length === 1 ? '1 layer has' : `${adjusted.length} layers have`} an adjusted
            rank
          </Tip>
        </p>
      )}
    </>
  );
}
