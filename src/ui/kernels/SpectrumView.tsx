import { useCallback, useMemo, useState } from 'react';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { findFormat } from 'slimwave-formats/registry';
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { planOf } from '../networks/plans.ts';
import { Chart } from '../chart/Chart.tsx';
import type { PlotColours } from '../chart/plot.ts';
import { formatPercent, formatShare } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useInspection } from '../lab/context.ts';
import { SHARE, spectrumRows, spectrumSource, type SpectrumRow } from './spectrum.ts';
import { dashArrays, lineStyle, spectrumFigure } from './spectrumFigure.ts';
import { chartItems } from '../saving/savedChart.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import section from '../shared/section.module.css';
import styles from './kernels.module.css';
import table from '../shared/table.module.css';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import { NetworkChoice } from '../networks/NetworkChoice.tsx';

const convolutions = ({ layers }: NetworkPlan) =>
  layers.filter(({ kind }) => kind === 'convolution');

/** Without decimals: it is a round number by choice. */
const ENOUGH = formatShare(SHARE);

const WHAT =
  'One-way: of the layer’s unfolding, rows (s, first axis), columns (other axes, t), which a rank R cuts after R values. Kernel CP: of all kernels together, √Σσᵣ² over all pairs of channels.';

/** How fast the singular values of every layer fall, and what the ranks chosen before training keep of them. */
export function SpectrumView({ run }: { run: Experiment }) {
  const plans = useMemo(() => new Map(idsOf(run).map((id) => [id, planOf(run, id)])), [run]);
  const [wanted, setWanted] = useState<NetworkId>();
  const source = spectrumSource(plans, wanted);
  const inspection = useInspection(source.id);
  const rows = useMemo(
    () =>
      spectrumRows(
        convolutions(plans.get(source.id)!),
        convolutions(plans.get(source.other)!),
        inspection?.layers.map((layer) => layer?.found) ?? [],
      ),
    [plans, source.id, source.other, inspection],
  );
  const figure = useCallback((colours: PlotColours) => spectrumFigure(rows, colours), [rows]);
  const known = rows.filter(({ values }) => values).length;
  const [own, other] = [source.id.toUpperCase(), source.other.toUpperCase()];
  return (
    <section
      className={section.section}
      data-part="section"
      aria-labelledby="spectrum-title"
      data-testid="spectrum"
    >
      <div className={section.head}>
        <h2 id="spectrum-title">
          <Tip
            text={`Singular values σᵣ of the dense kernels after training, relative to the largest. ${WHAT}`}
          >{`Spectrum of network ${own}`}</Tip>
        </h2>
        <NetworkChoice
          label="Ranks of"
          ids={source.choices}
          value={source.other}
          onChange={setWanted}
        />
        <SaveMenu
          what="the spectrum"
          items={chartItems({
            file: 'singular-values',
            title: `Singular values of network ${own}, ranks of network ${other}`,
            figure,
          })}
        />
      </div>
      <p className={section.note}>{`${
        source.trainedInFull
          ? `Kernels that network ${own} trained in full (${findFormat(plans.get(source.id)!.format).label}).`
          : `No network is classical: the dense kernels that the factors of network ${own} stand for.`
      } A line that falls fast means that a low rank is enough; the rings mark the ranks of network ${other} (${findFormat(plans.get(source.other)!.format).label}).`}</p>
      <div className={styles.spectrumChart}>
        <Chart
          figure={figure}
          label={`Singular values of ${known} of ${rows.length} layers, relative to the first; the values are in the table.`}
        />
      </div>
      <SpectrumTable rows={rows} other={other} />
      <Notes rows={rows} other={other} />
    </section>
  );
}

function SpectrumTable({ rows, other }: { rows: readonly SpectrumRow[]; other: string }) {
  return (
    <table className={`${table.numbers} ${table.layers}`} aria-labelledby="spectrum-title">
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col">
            <Tip
              text={`The rank of network ${other} in this layer, and the number of singular values.`}
            >{`Rank ${other}`}</Tip>
          </th>
          <th scope="col">
            <Tip text="Σσ² of the singular values up to this rank, relative to all: the share of ‖kernel‖² that a projection keeps.">
              Energy
            </Tip>
          </th>
          <th scope="col">
            <Tip text={`The smallest rank that keeps ${ENOUGH} of Σσ².`}>{`For ${ENOUGH}`}</Tip>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values, rank, kept, enough, meaning }, i) => (
          <tr key={name}>
            <th scope="row">
              <LineKey layer={i} />
              <span>{name}</span>
            </th>
            <td translate="no">{values ? `${rank ?? '–'} of ${values.length}` : '–'}</td>
            <td translate="no">
              {kept === undefined
                ? '–'
                : `${meaning.kept === 'bound' ? '≤ ' : ''}${formatPercent(kept)}`}
            </td>
            <td translate="no">{enough ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LineKey({ layer }: { layer: number }) {
  const { colour, dash } = lineStyle(layer);
  return (
    <svg className={styles.spectrumKey} viewBox="0 0 18 8" aria-hidden="true">
      <path
        d="M0 4H18"
        style={{ stroke: `var(--receiver-${colour + 1})` }}
        strokeDasharray={dashArrays[dash]}
      />
    </svg>
  );
}

/** What the numbers do not say by themselves. */
function Notes({ rows, other }: { rows: readonly SpectrumRow[]; other: string }) {
  const none = rows.some(({ values, kept }) => values && kept === undefined);
  const bound = rows.some(({ meaning, kept }) => kept !== undefined && meaning.kept === 'bound');
  return (
    <>
      {none && (
        <p
          className={section.note}
        >{`–: network ${other} has no rank there that cuts these singular values, or a layer of another shape.`}</p>
      )}
      {bound && (
        <p className={section.note}>≤: at most; the format restricts the kernels further.</p>
      )}
      {rows.some(({ values }) => !values) && (
        <p className={section.note}>
          Missing layers follow; large ones are decomposed only when the training pauses or ends.
        </p>
      )}
    </>
  );
}
