import type { BackendFigure, BackendName } from '../../engine/device/decide.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { formatMs } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { shortNames } from './backendNames.ts';
import styles from './topbar.module.css';

interface FiguresProps {
  figures: readonly BackendFigure[];
  chosen: BackendName;
}

/** How fast every backend trains the current networks, or why that is not known. */
export function BackendFigures({ figures, chosen }: FiguresProps) {
  const outdated = useLab(
    ({ asked, shown }) => asked !== undefined && sizes(asked.measured) !== sizes(shown),
  );
  const columns = columnsOf(figures);
  return (
    <table className={styles.backendFigures} data-testid="backend-figures">
      <caption>
        {outdated && <span className={styles.backendOutdated}>{OUTDATED}</span>}
        <span>Time per training step, estimated </span>
        <Tip label="How the times are measured" text={`${HOW} ${scaled(figures)}`} />
      </caption>
      <thead>
        <tr>
          <th scope="col">Backend</th>
          {columns.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.name} data-chosen={figure.name === chosen || undefined}>
            <th scope="row">{shortNames[figure.name]}</th>
            <Times {...figure} columns={columns.length} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const OUTDATED =
  'Measured before the networks were changed. They are measured again when they train.';

/** What the times depend on, and little more. */
const sizes = ({ net, task, training, networks }: Experiment): string =>
  JSON.stringify([net, task, training.batch, networks.map((spec) => ({ ...spec, rate: 0 }))]);

const HOW =
  'Measured when the backend was chosen: the networks themselves, on random samples, for some tens of milliseconds each; the shortest of a few steps, with shaders already compiled. The last column is the time in which every network makes one step: side by side in separate workers, as many at once as there are cores, or one after the other on a GPU.';

function scaled(figures: readonly BackendFigure[]): string {
  return figures
    .flatMap(({ name, samples, batch, atLeast }) =>
      samples === undefined || batch === undefined || samples === batch
        ? []
        : `${shortNames[name]}: measured with ${samples} of the batch’s ${batch} samples${
            atLeast ? ', which is a lower bound' : ' and scaled to all of them'
          }.`,
    )
    .join(' ');
}

/** The measured networks, and all together if they are several. */
function columnsOf(figures: readonly BackendFigure[]): string[] {
  const measured = figures.find(({ stepMs }) => stepMs)?.stepMs;
  const names = Object.keys(measured ?? {}).map((id) => id.toUpperCase());
  if (names.length === 0) return ['Time'];
  return names.length === 1 ? names : [...names, names.length === 2 ? 'Both' : 'All'];
}

function Times({
  stepMs,
  togetherMs,
  atLeast,
  note,
  columns,
}: BackendFigure & { columns: number }) {
  if (!stepMs || togetherMs === undefined) return <td colSpan={columns}>{note}</td>;
  return [...Object.values(stepMs), togetherMs].slice(0, columns).map((ms, column) => (
    // The columns never change places.
    <td
      key={column}
      className="figure"
      translate="no"
    >{`${atLeast ? '> ' : ''}${formatMs(ms)}`}</td>
  ));
}
