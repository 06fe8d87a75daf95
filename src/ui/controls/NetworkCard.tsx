import { useId } from 'react';
import {
  hasNetwork,
  isCompressed,
  isLoaded,
  specOf,
  type NetworkId,
  type NetworkSpec,
} from '../../engine/experiment/network.ts';
import { leaves } from '../../engine/experiment/leaves.ts';
import { findFormat, type FormatId } from 'slimwave-formats/registry';
import { compressedAfterwards } from '../../engine/train/steps.ts';
import { networkName } from '../networks/networkName.ts';
import { setFolds, useFold } from '../shared/folds.ts';
import { formatCount } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { Coverable } from '../lessons/Coverable.tsx';
import { Shown } from '../page/Shown.tsx';
import { useLab, type LabState } from '../state.ts';
import { Competitors } from './Competitors.tsx';
import { FieldControl } from './FieldControl.tsx';
import { CardActions } from './CardActions.tsx';
import { cardFold } from './foldNames.ts';
import { anyWrong, differs } from './leaf.ts';
import { NetworkCounts } from './NetworkCounts.tsx';
import { NetworkSize } from './NetworkSize.tsx';
import styles from './NetworkCard.module.css';
import fields from './fields.module.css';
import fold from '../shared/Fold.module.css';
import { sameAs } from '../../engine/experiment/networkList.ts';

/** A network: its size in a line, and its settings once the card is open. */
export function NetworkCard({ id }: { id: NetworkId }) {
  const name = id.toUpperCase();
  const open = useFold(cardFold(id));
  const body = useId();
  const error = useLab((state) => errorOfRun(state, id));
  return (
    <section
      className={`${styles.card} network-${id}`}
      aria-label={`Network ${name}`}
      data-fold={cardFold(id)}
    >
      <h2>
        <button
          type="button"
          className={styles.head}
          aria-expanded={open}
          aria-controls={body}
          onClick={() => setFolds([cardFold(id)], !open)}
        >
          <span className={styles.badge} aria-hidden="true">
            {name}
          </span>
          <span className="visually-hidden">{`Network ${name}: `}</span>
          <CardName id={id} />
          <ReferenceTag id={id} />
          <Attention id={id} />
        </button>
      </h2>
      {!open && (
        <Shown name="numbers">
          <Coverable by={['counts']}>
            <NetworkSize id={id} />
          </Coverable>
        </Shown>
      )}
      <div id={body} hidden={!open}>
        {open && <Body id={id} />}
      </div>
      {error !== undefined && <p className={fields.fieldError}>{error}</p>}
    </section>
  );
}

/** The name as the settings have it. */
function CardName({ id }: { id: NetworkId }) {
  const name = useLab(({ experiment }) => networkName(experiment, id));
  return <span translate="no">{name}</span>;
}

/** Something on the card is wrong, which its open fields say themselves. */
function Attention({ id }: { id: NetworkId }) {
  const wrong = useLab((state) =>
    anyWrong(
      state,
      leaves.flatMap(({ key, network }) => (network === id ? [key] : [])),
    ),
  );
  return wrong ? <span className={fold.wrong}>needs attention</span> : null;
}

function Body({ id }: { id: NetworkId }) {
  const format = useLab((state) => findFormat(specOf(state.experiment, id).format));
  // A single layer with its own format may still use the budget.
  const ranked = useLab(
    ({ experiment }) =>
      format.ranked ||
      specOf(experiment, id).layers.some(
        ({ kind, numbers }) => numbers[1][0] === 0 && findFormat(kind as FormatId).ranked,
      ),
  );
  return (
    <>
      <p className={styles.about}>
        <Tip
          text={
            <>
              <strong>{`${format.label}.`}</strong>
              <span>{` ${format.explanation} Source: ${format.source}.`}</span>
            </>
          }
        >{`About ${format.label}`}</Tip>
      </p>
      <FieldControl fieldKey={`${id}.format`} />
      {ranked && <FieldControl fieldKey={`${id}.rank`} />}
      <FieldControl fieldKey={`${id}.rate`} />
      <RouteNote id={id} />
      <Shown name="numbers">
        <Coverable by={['counts']}>
          <NetworkCounts id={id} />
        </Coverable>
      </Shown>
      <Twin id={id} />
      <Competitors id={id} />
      <More id={id} />
    </>
  );
}

/** What a run says against this network. A letter is a place: in the run it may be another network's. */
const errorOfRun = ({ run, networks, experiment }: LabState, id: NetworkId): string | undefined =>
  run &&
  hasNetwork(run, id) &&
  JSON.stringify(specOf(run, id)) === JSON.stringify(specOf(experiment, id))
    ? networks[id].error
    : undefined;

/** Every ratio is relative to it; with one network there are none. */
function ReferenceTag({ id }: { id: NetworkId }) {
  const shown = useLab(
    ({ experiment }) => experiment.reference === id && experiment.networks.length > 1,
  );
  return shown ? <span className={styles.tag}>reference</span> : null;
}

/** A network that was duplicated waits to be changed. */
function Twin({ id }: { id: NetworkId }) {
  const twin = useLab(({ experiment }) => sameAs(experiment, id));
  if (!twin) return null;
  return (
    <p className={`muted ${styles.note}`}>
      {`The same as network ${twin.toUpperCase()}: change one of them, or remove it.`}
    </p>
  );
}

/** A network that is compressed after training has a different course. */
function RouteNote({ id }: { id: NetworkId }) {
  const after = useLab(({ experiment }) => compressedAfterwards(experiment, id));
  const fineTune = useLab(({ experiment }) => experiment.training.fineTune);
  if (!after) return null;
  return (
    <p
      className={`muted ${styles.note}`}
    >{`Compressed after training: first a classical network is trained, then its kernels are decomposed into this format and fine-tuned for ${formatCount(fineTune)} steps.`}</p>
  );
}

const moreFields = [
  'weights',
  'loaded',
  'route',
  'width',
  'like',
  'layers',
  'execution',
  'start',
] as const;

/** Dense kernels have nothing to be compressed into, unless someone has asked for it. */
const routeApplies = (spec: NetworkSpec): boolean => isCompressed(spec) || spec.route !== 'before';

/** What is changed rarely; closed, it still says whether something differs from the preset or is wrong. */
function More({ id }: { id: NetworkId }) {
  const keys = moreFields.map((name) => `${id}.${name}`);
  const changed = useLab((state) => keys.filter((key) => differs(state, key)).length);
  const routed = useLab(({ experiment }) => routeApplies(specOf(experiment, id)));
  const matched = useLab(({ experiment }) => specOf(experiment, id).width !== 'full');
  const loaded = useLab(({ experiment }) => isLoaded(specOf(experiment, id)));
  const applies = (key: string): boolean => {
    const name = key.slice(2);
    if (name === 'weights' || name === 'loaded') return loaded;
    if (name === 'start') return !loaded;
    return (routed || name !== 'route') && (matched || name !== 'like');
  };
  const wrong = useLab((state) => anyWrong(state, keys));
  return (
    <details className={styles.more}>
      <summary>
        More
        <span className="visually-hidden">{` settings of network ${id.toUpperCase()}`}</span>
        {wrong ? (
          <span className={fold.wrong}>needs attention</span>
        ) : (
          changed > 0 && <span className="muted">{`, ${changed} changed`}</span>
        )}
      </summary>
      {keys.map((key) => applies(key) && <FieldControl key={key} fieldKey={key} />)}
      <CardActions id={id} />
    </details>
  );
}
