import { formatLabels } from 'slimwave-formats/registry';
import type { Candidate } from '../../engine/import/candidate.ts';
import { kernelText, type LoadedLayer } from '../../engine/nets/loaded.ts';
import { formatCount } from '../shared/numbers.ts';
import styles from './models.module.css';

const countOf = ({ filters, bias }: LoadedLayer): number =>
  filters.reduce((total, { length }) => total + length, bias?.length ?? 0);

/** The layers of a file, and of a foreign one which of its weights each of them is. */
export function Layers({ candidate }: { candidate: Candidate }) {
  const { weights, matches } = candidate;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also with keys alone
    <section className={styles.layers} aria-label="Layers of the file" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Kernel</th>
            <th scope="col">{matches ? 'In the file' : 'Format'}</th>
            <th scope="col" className="figure">
              Parameters
            </th>
          </tr>
        </thead>
        <tbody>
          {weights.layers.map((layer, i) => (
            <tr key={layer.name}>
              <th scope="row">{layer.name}</th>
              <td>{kernelText(layer)}</td>
              <td translate="no">
                {matches
                  ? `${matches[i].weight} [${matches[i].shape.join(', ')}]${matches[i].bias ? ', bias' : ', no bias'}`
                  : formatText(layer)}
              </td>
              <td className="figure">{formatCount(countOf(layer))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const formatText = ({ kind, format, rank }: LoadedLayer): string =>
  kind === 'dense' || format === 'classical' ? 'dense' : `${formatLabels[format]}, rank ${rank}`;
