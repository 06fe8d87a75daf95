import { useState } from 'react';
import { type NetworkId, specOf, idsOf } from '../../engine/experiment/network.ts';
import { layerRows } from '../../engine/export/results.ts';
import { findFormat, formatLabels } from 'slimwave-formats/registry';
import type { LayerPlan } from '../../engine/nets/layerPlan.ts';
import { usePlan } from '../networks/plans.ts';
import { NetworkChoice } from '../networks/NetworkChoice.tsx';
import { formatCount, formatPercent, formatPrefixed } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { SaveMenu } from '../saving/SaveMenu.tsx';
import { tableItems } from '../saving/savedChart.ts';
import section from '../shared/section.module.css';
import table from '../shared/table.module.css';
import styles from './tables.module.css';

const columns: readonly (readonly [title: string, help: string])[] = [
  ['Dense', 'Parameters of the same layer with dense kernels, with bias.'],
  ['Stored', 'Parameters that this format stores and trains, with bias.'],
  ['Kept', 'Stored relative to dense. Above 100 % the format costs more than it saves.'],
  ['Rank', 'Terms per kernel, or channels between the one-way filters.'],
  ['MACs', 'Multiply-accumulates of this layer for one forecast.'],
];

/** More arithmetic than dense is worth a word from here on; rebuilding a kernel costs some tenths of a percent. */
const NOTABLE_MACS = 1.05;

/** Where the parameters and the arithmetic are: live, before anything is trained. */
export function LayerTable() {
  const ids = useLab((state) => idsOf(state.experiment));
  const [chosen, setId] = useState<NetworkId>('b');
  const id = ids.includes(chosen) ? chosen : ids[0];
  const plan = usePlan(id);
  const format = useLab((state) => findFormat(specOf(state.experiment, id).format));
  const route = useLab((state) => specOf(state.experiment, id).route);
  const experiment = useLab((state) => state.experiment);
  const items = tableItems('layers', () => (plan ? layerRows(id, { plan }) : []), experiment);
  return (
    <section className={section.section} aria-labelledby="layers-title">
      <div className={section.head}>
        <h2 id="layers-title">{`Layers of network ${id.toUpperCase()}`}</h2>
        <NetworkChoice ids={ids} value={id} onChange={setId} />
        {plan && <SaveMenu what={`the layers of network ${id.toUpperCase()}`} items={items} />}
      </div>
      <p
        className={section.note}
      >{`For the current settings: ${format.label}${route === 'after' ? ', decomposed after classical training' : ''}${plan && plan.widthFactor !== 1 ? `, channels × ${plan.widthFactor.toFixed(2)}` : ''}.`}</p>
      <table
        className={`${table.numbers} ${table.layers}`}
        data-testid="layers"
        aria-labelledby="layers-title"
      >
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Layer</span>
            </th>
            {columns.map(([title, help]) => (
              <th key={title} scope="col">
                <Tip text={help}>{title}</Tip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan?.layers.map((layer) => (
            <LayerRow key={layer.name} layer={layer} />
          ))}
        </tbody>
      </table>
      {!plan && <p className={section.note}>The layers appear once the settings are valid.</p>}
    </section>
  );
}

const howComputed: Readonly<Record<LayerPlan['execution'], string>> = {
  factorised: 'factor by factor',
  reconstructed: 'dense kernel rebuilt at every call',
};

function LayerRow({ layer }: { layer: LayerPlan }) {
  const { name, kind, shape, parameters, denseParameters, rank, macs, denseMacs, note } = layer;
  const convolution = kind === 'convolution';
  const kept = parameters / denseParameters;
  const { ranked } = findFormat(layer.format);
  const kernel = convolution ? `${shape.size.join('×')}, ` : '';
  return (
    <tr data-costly={kept > 1 || undefined}>
      <th scope="row">
        <span>{name}</span>
        <span className={styles.layerShape}>{`${kernel}${shape.inputs}→${shape.outputs}`}</span>
        {convolution && (
          <span
            className={styles.layerFormat}
          >{`${formatLabels[layer.format]}${layer.format !== 'classical' ? `, ${howComputed[layer.execution]}` : ''}`}</span>
        )}
        {kept > 1 && <span className={styles.layerWarning}>costs more than dense</span>}
        {kept <= 1 && macs > NOTABLE_MACS * denseMacs && (
          <span className={styles.layerWarning}>more MACs than dense</span>
        )}
      </th>
      <td translate="no">{formatCount(denseParameters)}</td>
      <td translate="no">{formatCount(parameters)}</td>
      <td translate="no">{convolution ? formatPercent(kept) : '–'}</td>
      <td translate="no">
        {convolution && ranked ? note ? <Tip text={note}>{rank}</Tip> : rank : '–'}
      </td>
      <td translate="no">{formatPrefixed(macs)}</td>
    </tr>
  );
}
