/** What the comparison table says of the seeds of a series. */
import { CONFIDENCE, verdict, withUncertainty } from '../../engine/repeats.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import {
  differenceOf,
  faultsOf,
  scatteringSeeds,
  scatterOf,
  type SeedRun,
} from '../../engine/train/series.ts';
import { countOf } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { UNKNOWN } from './comparison.ts';
import section from '../shared/section.module.css';
import styles from './tables.module.css';
import table from '../shared/table.module.css';

/** Which seeds the means of a network leave out, as sentences. */
const failuresText = (seeds: readonly SeedRun[], ids: readonly NetworkId[]): string =>
  ids
    .flatMap((id) => {
      const { failed } = scatterOf(seeds, id);
      const faults = faultsOf(seeds, id);
      const of = `of ${countOf(seeds.length, 'seed')}`;
      return [
        failed > 0
          ? ` ${id.toUpperCase()} diverged in ${failed} ${of}, which its means leave out.`
          : '',
        faults > 0
          ? ` A fault stopped ${id.toUpperCase()} in ${faults} ${of}, which its means leave out: Repeat trains ${faults === 1 ? 'it' : 'them'} again.`
          : '',
      ];
    })
    .join('');

/** Over which seeds the numbers are, and which are left out. */
export function SeedsNote({ ids }: { ids: readonly NetworkId[] }) {
  const seeds = useLab(({ series }) => scatteringSeeds(series));
  const shown = useLab(({ run }) => run?.training.initSeed);
  if (!seeds) return null;
  return (
    <p className={section.note} data-testid="seeds-note">
      {`Errors and times: mean ± standard deviation of ${countOf(seeds.length, 'seed')}, weights seeds ${seeds[0].initSeed} to ${seeds.at(-1)!.initSeed}. The networks on the stage are those of weights seed ${shown}.${failuresText(seeds, ids)}`}
    </p>
  );
}

/** The paired differences of the test errors to the reference, of a series. */
export function DifferenceRow({ compared }: { compared: Experiment }) {
  const seeds = useLab(({ series }) => scatteringSeeds(series));
  const ids = idsOf(compared);
  const { reference } = compared;
  if (!seeds || ids.length < 2) return null;
  return (
    <tr data-testid="differences">
      <th scope="row">
        <Tip
          text={`Mean over the seeds of the error above minus that of ${reference.toUpperCase()} with the same seed, in points of a percent, and half of its ${100 * CONFIDENCE} % confidence interval (Student’s t). An interval that contains zero decides nothing.`}
        >
          {`… minus that of ${reference.toUpperCase()}`}
        </Tip>
      </th>
      {ids.map((id) => (
        <td key={id} translate="no">
          {id === reference ? UNKNOWN : <Difference {...{ seeds, id, reference }} />}
        </td>
      ))}
      {ids.length === 2 && <td className={table.ratio}>{UNKNOWN}</td>}
    </tr>
  );
}

interface DifferenceProps {
  seeds: readonly SeedRun[];
  id: NetworkId;
  reference: NetworkId;
}

function Difference({ seeds, id, reference }: DifferenceProps) {
  const paired = differenceOf(seeds, id, reference);
  const { mean, halfWidth, wins, count } = paired;
  const { kind } = verdict(paired);
  const [value, uncertainty] =
    halfWidth === undefined ? [UNKNOWN] : withUncertainty(100 * mean, 100 * halfWidth);
  return (
    <>
      <span>{value}</span>
      {halfWidth !== undefined && <span className={styles.cellRemark}>{`± ${uncertainty}`}</span>}
      <span
        className={`${styles.cellRemark} ${styles.wrapped}`}
      >{`${wins} of ${count} better`}</span>
      {kind === 'undecided' && <span className={styles.cellRemark}>undecided</span>}
    </>
  );
}
