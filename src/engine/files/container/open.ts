/** Opens data files of any format, told apart by their content; several become one container. */
import { DataFileError, nameList } from '../arrays.ts';
import { foreignFormat, looksLikeZip, UNKNOWN_FORMAT } from '../formats.ts';
import { findSignature } from '../hdf5/bytes.ts';
import { isNpy } from '../npy.ts';
import { looksLikeSafetensors } from '../safetensors.ts';
import type { ByteSource, Container, OpenOptions } from './container.ts';
import { MissingShapeError, suggestedShapes } from './missingShape.ts';
import { openNpy, openRaw, readHead } from './single.ts';
import { severalContainers } from './several.ts';

/**
 * Opens the files as one container, which owns them from then on. Rejects with a `DataFileError` that begins with the
 * file's name, or with a `MissingShapeError`; the files are then closed.
 */
export async function openContainer(
  sources: readonly ByteSource[],
  options: OpenOptions = {},
): Promise<Container> {
  const opened: Container[] = [];
  try {
    if (sources.length === 0) throw new DataFileError('There is no file to open: choose one.');
    checkNames(sources);
    for (const source of sources) opened.push(await openOne(source, options));
    return opened.length === 1 ? opened[0] : severalContainers(sources, opened);
  } catch (error) {
    for (const container of opened) container.close();
    for (const source of sources.slice(opened.length)) source.close?.();
    throw error;
  }
}

function checkNames(sources: readonly ByteSource[]): void {
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new DataFileError(
    `There are two files named ${nameList([twice])}: rename one of them, since the name tells their arrays apart.`,
  );
}

async function openOne(source: ByteSource, options: OpenOptions): Promise<Container> {
  try {
    return await openByContent(source, options);
  } catch (error) {
    if (!(error instanceof DataFileError) || error instanceof MissingShapeError) throw error;
    throw new DataFileError(`${nameList([source.name])}: ${error.message}`, { cause: error });
  }
}

async function openByContent(source: ByteSource, { shapes = {} }: OpenOptions): Promise<Container> {
  if (source.size === 0) throw new DataFileError('The file is empty.');
  const head = await readHead(source);
  if (looksLikeZip(head)) return (await import('./npzFile.ts')).openNpz(source);
  if (isNpy(head)) return openNpy(source);
  if (looksLikeSafetensors(head)) {
    return (await import('./safetensorsFile.ts')).openSafetensors(source);
  }
  if ((await findSignature(source)) >= 0) return (await import('../hdf5/open.ts')).openHdf5(source);
  const shape = Object.hasOwn(shapes, source.name) ? shapes[source.name] : undefined;
  if (shape) return openRaw(source, shape);
  const foreign = foreignFormat(head, source.name);
  if (foreign === undefined && RAW_NAME.test(source.name) && source.size % 4 === 0) {
    const count = source.size / 4;
    throw new MissingShapeError(source.name, count, suggestedShapes(count));
  }
  throw new DataFileError(foreign ?? UNKNOWN_FORMAT);
}

/** What files of numbers without a header are called; NumPy's memmap is often given the ending of an .npy. */
const RAW_NAME = /\.(npy|bin|raw|dat|f32|float32|mmap|memmap)$/i;
