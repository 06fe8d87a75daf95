import { formatPlain } from '../shared/numbers.ts';
import { useId, useMemo, useState } from 'react';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { type NetworkId, idsOf } from '../../engine/experiment/network.ts';
import { findFormat } from 'slimwave-formats/registry';
import type { LayerInspection } from '../../engine/inspection/inspect.ts';
import { planOf } from '../networks/plans.ts';
import { NetworkChoice } from '../networks/NetworkChoice.tsx';
import { largestOf } from '../stage/comparison.ts';
import { colourTables } from '../stage/colours.ts';
import { Scale } from '../stage/Legend.tsx';
import { useNetworkName } from '../networks/useNetworkName.ts';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { axisNames } from './axes.ts';
import type { Selection } from './grid.ts';
import { useInspection } from '../lab/context.ts';
import { KernelGrid } from './KernelGrid.tsx';
import { SelectedKernel } from './SelectedKernel.tsx';
import { Slider } from '../shared/Slider.tsx';
import section from '../shared/section.module.css';
import styles from './kernels.module.css';

/** The kernels of one layer, and one of them in its terms. */
export function KernelView({ run }: { run: Experiment }) {
  const ids = idsOf(run);
  const [chosen, setId] = useState<NetworkId>('a');
  const id = ids.includes(chosen) ? chosen : ids[0];
  const [layer, setLayer] = useState(0);
  const picker = useId();
  const called = useNetworkName(id);
  const inspection = useInspection(id);
  const error = useLab((state) => state.networks[id].error);
  const convolutions = planOf(run, id).layers.filter(({ kind }) => kind === 'convolution');
  const at = Math.min(layer, convolutions.length - 1);
  const answer = inspection?.layers[at];
  const problem = error ?? answer?.problem;
  return (
    <section
      className={`${section.section} network-${id}`}
      data-part="section"
      aria-labelledby="kernels-title"
    >
      <div className={section.head}>
        <h2 id="kernels-title">{`Kernels of network ${id.toUpperCase()}`}</h2>
        <NetworkChoice ids={ids} value={id} onChange={setId} />
      </div>
      <p className={styles.picker}>
        <label htmlFor={picker}>Layer</label>
        <select id={picker} value={at} onChange={(event) => setLayer(Number(event.target.value))}>
          {convolutions.map(({ name, shape }, i) => (
            <option
              key={name}
              value={i}
            >{`${name}: ${shape.size.join('×')}, ${shape.inputs}→${shape.outputs}`}</option>
          ))}
        </select>
      </p>
      <p className={section.note}>{called}</p>
      {problem !== undefined && <p className={section.note}>{problem}</p>}
      {problem === undefined && answer?.found && (
        <Layer layer={answer.found} step={answer.step} axes={axisNames(run)} />
      )}
      {problem === undefined && !answer && (
        <p className={section.note}>
          The kernels appear here after this network’s first steps, when it pauses or when it ends.
        </p>
      )}
    </section>
  );
}

interface LayerProps {
  layer: LayerInspection;
  step: number;
  axes: readonly string[];
}

function Layer({ layer, step, axes }: LayerProps) {
  const { field: table } = colourTables[useTheme((state) => state.theme)];
  const [chosen, setChosen] = useState<Selection>({ s: 0, t: 0 });
  const [rank, setRank] = useState(1);
  const { inputs, outputs } = layer.shape;
  const range = useMemo(() => largestOf(layer.kernel), [layer]);
  // Another layer may have fewer channels.
  const selected = { s: Math.min(chosen.s, inputs - 1), t: Math.min(chosen.t, outputs - 1) };
  const of = (value: number, count: number) => `${value + 1} of ${count}`;
  return (
    <>
      <p className={section.note}>{describe(layer, step, axes)}</p>
      <Scale
        table={table}
        name="Kernel values"
        help="One scale for all kernels of this layer, symmetric about zero, up to the largest |value| among them. They have no unit because the networks work on scaled fields."
        ticks={[`−${formatPlain(range, 2)}`, '0', formatPlain(range, 2)]}
      />
      <KernelGrid {...{ layer, table, range, selected }} onSelect={setChosen} />
      <Slider
        className={styles.slider}
        label="Input s"
        min={1}
        max={inputs}
        value={selected.s + 1}
        text={of(selected.s, inputs)}
        onMove={(s) => setChosen({ ...selected, s: s - 1 })}
      />
      <Slider
        className={styles.slider}
        label="Output t"
        min={1}
        max={outputs}
        value={selected.t + 1}
        text={of(selected.t, outputs)}
        onMove={(t) => setChosen({ ...selected, t: t - 1 })}
      />
      <SelectedKernel {...{ layer, axes, table, range, selected, rank }} onRank={setRank} />
    </>
  );
}

function describe(
  { format, rank, filters, shape }: LayerInspection,
  step: number,
  axes: readonly string[],
) {
  const { label, ranked } = findFormat(format);
  const directions =
    shape.size.length === 3
      ? `${axes[1]} to the right, ${axes[2]} upwards, slices in ${axes[0]} side by side`
      : `${axes[0]} to the right, ${axes[1]} upwards`;
  const stored = filters.map(({ stage, values }) => `${stage.name} (${values.length})`).join(', ');
  return `After step ${step}. ${label}${ranked ? `, rank ${rank}` : ''}: ${format === 'classical' ? 'the kernels as they are stored' : `the dense kernels that the stored filters stand for. Stored values: ${stored}`}. Images: ${directions}.`;
}
