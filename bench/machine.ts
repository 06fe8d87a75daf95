/** What the figures depend on: the machine and the versions of what was measured. */
import { availableParallelism, cpus, totalmem } from 'node:os';

const processor = (): string => cpus()[0]?.model.trim() ?? 'unknown processor';

/** Letters and digits of a name, fit for a file. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/\((r|tm)\)/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** A name for files: the processor's and the number of cores. */
export const machineSlug = (model = processor(), cores = cpus().length): string =>
  slugOf(`${model}-${cores}-cores`);

/** Lines such as “Node: v20.20.2”. `versions` are those of other programs that take part. */
export function machineLines(versions: Readonly<Record<string, string>>): string[] {
  const facts: Record<string, string> = {
    Processor: processor(),
    Cores: `${cpus().length}, usable ${availableParallelism()}`,
    Memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    System: `${process.platform} ${process.arch}`,
    Node: process.version,
    ...versions,
  };
  return Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
}
