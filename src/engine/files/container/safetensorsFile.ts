/** Safetensors as a container. */
import { DataFileError } from '../arrays.ts';
import { readSafetensorsHeader, safetensorsStart, tensorType } from '../safetensors.ts';
import type { ByteSource, Container } from './container.ts';
import { listedContainer, plainListed, unreadableListed } from './listed.ts';
import { readHead } from './single.ts';

/** Throws `DataFileError`. */
export async function openSafetensors(source: ByteSource): Promise<Container> {
  const start = safetensorsStart(await readHead(source), source.size);
  const { entries } = readSafetensorsHeader(await source.read(0, start), source.size);
  const arrays = [...entries.values()].map((entry) => {
    const { name, shape, data_offsets: offsets } = entry;
    try {
      const [dtype, type] = tensorType(entry);
      const place = { start: start + offsets[0], fortran: false };
      return plainListed(source, { name, shape, type, dtype, ...place });
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
      return unreadableListed(source, name, error.message, shape);
    }
  });
  return listedContainer('safetensors', arrays, () => source.close?.());
}
