/** The tables of the part `compression`. */
import { chooseBackend } from '../../src/engine/device/choose.ts';
import { HeapMeter } from '../heapMeter.ts';
import { peakOf, stackBytes } from '../memory.ts';
import { shareRow } from '../shares.ts';
import { mebibytes, ratio, type Row } from '../table.ts';
import { over, worksOf, type Choice } from './cells.ts';

/** The peak may exceed the share that is counted before by this factor. */
const MEMORY_FACTOR = 1.2;
const SHARE_MS = 250;
const PEAK_STEPS = 3;

/** What of a step lies outside the convolutions. */
export async function stepShareRows({ cells, measures }: Choice): Promise<Row[]> {
  if (!measures.has('shares')) return [];
  await chooseBackend('wasm');
  const rows: Row[] = [];
  for (const work of cells.flatMap(worksOf)) rows.push(await shareRow(work, SHARE_MS));
  return rows;
}

/** The peak memory of a step as a share of the classical network's, against the same of what is counted before. */
export async function peakRows({ cells, measures }: Choice): Promise<Row[]> {
  if (!measures.has('memory')) return [];
  await chooseBackend('wasm');
  const meter = new HeapMeter();
  const rows: Row[] = [];
  for (const cell of cells) {
    const works = worksOf(cell);
    const peaks: number[] = [];
    for (const work of works) peaks.push(await peakOf(work, meter, PEAK_STEPS));
    const counts = cell.networks.map((source) => stackBytes(source, cell.batch));
    cell.networks.forEach(({ format }, i) => {
      const [share, counted] = [peaks[i] / peaks[0], counts[i] / counts[0]];
      const aim = MEMORY_FACTOR * counted;
      const absolute = `${mebibytes(peaks[i])}, counted ${mebibytes(counts[i])}`;
      rows.push({
        what: `${cell.name}, ${format}`,
        value: `${ratio(share)} (counted ${ratio(counted)}; ${absolute})${over(share, aim)}`,
        aim: `≤ ${ratio(aim)}`,
      });
    });
  }
  return rows;
}
