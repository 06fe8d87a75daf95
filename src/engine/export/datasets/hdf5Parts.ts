/** What the layouts in HDF5 have in common. */
import type { AttributeValue, Hdf5Writer } from '../../files/hdf5Writer.ts';
import type { DataContent } from './content.ts';
import type { DatasetWriter, Part } from './layout.ts';

/** Where the samples come from and which of them are which, as attributes of the file. */
export function provenance(
  { link, parameters }: DataContent,
  parts: readonly Part[],
): Record<string, AttributeValue> {
  const ranges: [string, AttributeValue][] = [];
  let first = 0;
  for (const { set, count } of parts) {
    ranges.push([`${set}_first`, BigInt(first)], [`${set}_samples`, BigInt(count)]);
    first += count;
  }
  return {
    generator: 'Slimwave',
    link,
    parameter_names: parameters.map(({ key }) => key),
    parameter_units: parameters.map(({ unit = '1' }) => unit),
    ...Object.fromEntries(ranges),
  };
}

/** A writer whose file is let go where `put` or `finish` throws. */
export function writerOf(
  file: Hdf5Writer,
  { put, finish }: { put: DatasetWriter['put']; finish?: () => void },
): DatasetWriter {
  return {
    put,
    finish() {
      finish?.();
      file.finish();
    },
    abandon: () => file.abandon(),
  };
}
