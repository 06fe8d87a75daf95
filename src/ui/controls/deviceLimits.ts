/** What is too large for this device, said before it starts. */
import { GiB } from '../../engine/opening/bytes.ts';
import { formatRoughly } from '../shared/numbers.ts';

/** A tab that takes more than this share of a small device's memory may be closed by the browser. */
const SHARE = 0.5;
/** From here on browsers do not say how much memory there is (bytes). */
const PLENTY = 8 * 2 ** 30;
/** Who presses Train wants to know beforehand that it takes longer than this (ms). */
const LONG_MS = 10 * 60_000;

interface Demand {
  /** What the run keeps in memory. */
  bytes: number;
  /** What the device has, in bytes; undefined where the browser does not say. */
  memory: number | undefined;
  /** How long the training takes (ms); undefined where nothing was measured. */
  ms: number | undefined;
}

/** What there is to know before Train is pressed, and what to change; nothing where all is well. */
export function limitTexts({ bytes, memory, ms }: Demand): string[] {
  const texts: string[] = [];
  if (memory !== undefined && memory < PLENTY && bytes > SHARE * memory) {
    texts.push(
      `This run needs about ${GiB(bytes)} of memory, and this device has ${GiB(memory)}: the browser may close the page. Use fewer samples, networks or channels, smaller batches or a coarser grid.`,
    );
  }
  if (ms !== undefined && ms > LONG_MS) {
    texts.push(
      `Training takes about ${formatRoughly(ms)} on this device. Fewer steps or channels, smaller batches or a coarser grid make it shorter.`,
    );
  }
  return texts;
}

/** Memory of the device (bytes), in the steps that browsers tell it in; undefined where they don't. */
export function memoryHere(): number | undefined {
  const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory === undefined ? undefined : deviceMemory * 2 ** 30;
}
