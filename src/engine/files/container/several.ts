/** Several containers as one: names begin with the file's, unless the file has a single array named after it. */
import { DataFileError, nameList } from '../arrays.ts';
import type { ArrayInfo, ByteSource, Container } from './container.ts';

/** In the order of the files. Throws a `DataFileError` where two arrays would have one name. */
export function severalContainers(
  sources: readonly ByteSource[],
  containers: readonly Container[],
): Container {
  const places = new Map<string, { container: Container; name: string }>();
  const arrays = containers.flatMap((container, i) =>
    container.arrays.map((info): ArrayInfo => {
      const named = container.kind === 'npy' || container.kind === 'raw';
      const name = named ? info.name : `${sources[i].name}/${info.name}`;
      if (places.has(name)) {
        throw new DataFileError(
          `Two of the files have an array named ${nameList([name])}: rename one of them.`,
        );
      }
      places.set(name, { container, name: info.name });
      return { ...info, name };
    }),
  );
  return {
    kind: 'several',
    arrays,
    groups: containers.flatMap(({ groups }, i) =>
      groups.map((group) => ({
        ...group,
        name: group.path === '' ? sources[i].name : `${sources[i].name}/${group.path}`,
      })),
    ),
    notes: containers.flatMap(({ notes }, i) => notes.map((note) => `${sources[i].name}: ${note}`)),
    read: async (name, slab, options) => {
      const place = places.get(name);
      if (!place) throw new DataFileError(`The files have no array ${nameList([name])}.`);
      return place.container.read(place.name, slab, options);
    },
    close: () => {
      for (const container of containers) container.close();
    },
  };
}
