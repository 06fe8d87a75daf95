import { useShallow } from 'zustand/react/shallow';
import { type NetworkId, specOf, modelFor } from '../../engine/experiment/network.ts';
import type { LayerPlan } from '../../engine/nets/layerPlan.ts';
import { formatCount, formatPercent, formatPrefixed } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { planOf, usePlan } from '../networks/plans.ts';
import styles from './NetworkCard.module.css';
import tip from '../shared/Tip.module.css';

/** What the network will store and compute, live. */
export function NetworkCounts({ id }: { id: NetworkId }) {
  const plan = usePlan(id);
  if (!plan)
    return <p className={`muted ${styles.note}`}>Counts appear once the settings are valid.</p>;
  const { parameters, convolutionParameters, denseConvolutionParameters, macs } = plan.totals;
  const denseParameters = parameters - convolutionParameters + denseConvolutionParameters;
  return (
    <>
      <dl className={styles.counts}>
        <div>
          <dt>
            <Tip text="Stored parameters of all layers, with biases. Counted before anything is built.">
              Parameters
            </Tip>
          </dt>
          <dd>{formatCount(parameters)}</dd>
        </div>
        <div>
          <dt>
            <Tip text="All parameters relative to the same network with dense kernels.">
              Of classical
            </Tip>
          </dt>
          <dd>{formatPercent(parameters / denseParameters)}</dd>
        </div>
        <div>
          <dt>
            <Tip text="Multiply-accumulates of one forecast, all layers; if a dense kernel is rebuilt from factors, that is included.">
              MACs
            </Tip>
          </dt>
          <dd>{formatPrefixed(macs)}</dd>
        </div>
      </dl>
      <p className={`muted ${styles.note}`}>
        {`Convolutions alone: ${formatCount(convolutionParameters)} parameters, ${formatPercent(convolutionParameters / denseConvolutionParameters)} of classical.`}
      </p>
      <Matched id={id} />
      <Costly layers={plan.layers} share={convolutionParameters / denseConvolutionParameters} />
      <Adjusted layers={plan.layers} />
    </>
  );
}

const matchedTexts = {
  matched: {
    what: 'Channels',
    count: 'parameters in all',
    help: 'All parameters, dense layers included. Channels are whole numbers, so the two counts are rarely the same.',
  },
  'matched-convolutions': {
    what: 'Channels of the convolutions',
    count: 'convolution parameters',
    help: 'Parameters of the convolutions only; the dense layers stay as they are. Channels are whole numbers, so the two counts are rarely the same.',
  },
} as const;

/** Both numbers of parameters where the channels of one network follow another. */
function Matched({ id }: { id: NetworkId }) {
  const matched = useLab(
    useShallow(({ experiment, issues }) => {
      if (issues.length > 0) return undefined;
      const { width } = specOf(experiment, id);
      if (width === 'full') return undefined;
      const rival = modelFor(experiment, id)!;
      const own = planOf(experiment, id);
      const other = planOf(experiment, rival);
      const count = width === 'matched' ? 'parameters' : 'convolutionParameters';
      return {
        rival: rival.toUpperCase(),
        width,
        factor: own.widthFactor,
        own: own.totals[count],
        other: other.totals[count],
        note: own.note,
      };
    }),
  );
  if (!matched) return null;
  if (matched.note !== undefined)
    return <p className={`${styles.note} ${styles.caution}`}>{matched.note}</p>;
  const texts = matchedTexts[matched.width];
  return (
    <p className={`muted ${styles.note}`}>
      <Tip text={texts.help}>{`${texts.what} × ${matched.factor.toFixed(2)}`}</Tip>
      <span>{`: ${id.toUpperCase()} has ${formatCount(matched.own)} ${texts.count}, ${matched.rival} ${formatCount(matched.other)}.`}</span>
    </p>
  );
}

const keptOf = ({ parameters, denseParameters }: LayerPlan): number => parameters / denseParameters;

function Costly({ layers, share }: { layers: readonly LayerPlan[]; share: number }) {
  const costly = layers.filter((layer) => keptOf(layer) > 1);
  if (costly.length === 0) return null;
  const list = costly.map((layer) => `${layer.name} (${formatPercent(keptOf(layer))})`).join(', ');
  return (
    <p
      className={`${styles.note} ${styles.caution}`}
    >{`${share > 1 ? 'Costs more than dense kernels in total. ' : ''}${costly.length === 1 ? 'One layer costs' : `${costly.length} layers cost`} more than dense: ${list}.`}</p>
  );
}

function Adjusted({ layers }: { layers: readonly LayerPlan[] }) {
  const adjusted = layers.filter((layer) => layer.note !== undefined && keptOf(layer) <= 1);
  if (adjusted.length === 0) return null;
  return (
    <p className={`muted ${styles.note}`}>
      <Tip
        text={adjusted.map(({ name, rank, note }) => (
          <span key={name} className={tip.line}>
            <strong>{name}</strong>
            <span>{`, rank ${rank}: ${note}`}</span>
          </span>
        ))}
      >{`${adjusted.length === 1 ? '1 layer has' : `${adjusted.length} layers have`} an adjusted rank`}</Tip>
    </p>
  );
}
