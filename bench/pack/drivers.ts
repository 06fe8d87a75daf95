/**
 * Which Vulkan loader and driver Dawn gets. Dawn asks the system for libvulkan.so.1. Containers often have a driver
 * without a loader, or a driver in a folder where no loader looks for it.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** An attempt: what is told of it, and the environment that makes it. */
export interface Driver {
  name: string;
  env: Record<string, string>;
}

/** Where containers mount drivers, besides the folders that the loader knows. */
const PREFIXES = ['/usr/local/nvidia', '/opt/nvidia', '/run/opengl-driver'];
const ICD_FOLDERS = ['share/vulkan/icd.d', 'etc/vulkan/icd.d', 'vulkan/icd.d'];
const LIBRARY_FOLDERS = ['lib64', 'lib'];

const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).map((file) => path.join(folder, file)) : [];

/**
 * The attempts, in order. `pack` is the pack's folder: its `vulkan` has a loader, unless none was at hand when it was
 * packed, and descriptions of NVIDIA's driver, which is told by its libraries' names alone.
 */
export function driversToTry(pack: string, env: NodeJS.ProcessEnv = process.env): Driver[] {
  const vulkan = path.join(pack, 'vulkan');
  const libraries = PREFIXES.flatMap((prefix) =>
    LIBRARY_FOLDERS.map((folder) => path.join(prefix, folder)),
  ).filter((folder) => existsSync(folder));
  const searched = (folders: readonly string[]): Record<string, string> => ({
    LD_LIBRARY_PATH: [...folders, env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
  });
  const system: Driver = { name: 'the system’s Vulkan loader', env: {} };
  const own: Driver = { name: 'the pack’s Vulkan loader', env: searched([vulkan, ...libraries]) };
  // Somebody has chosen a driver already.
  if (env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES) return [system, own];
  const described = [
    ...PREFIXES.flatMap((prefix) => ICD_FOLDERS.map((folder) => path.join(prefix, folder))),
    vulkan,
  ]
    .flatMap(filesIn)
    .filter((file) => file.endsWith('.json'));
  const named = described.map((file): Driver => ({
    name: `the pack’s Vulkan loader with ${path.basename(file)}`,
    // The second is the name that older loaders know.
    env: { ...own.env, VK_DRIVER_FILES: file, VK_ICD_FILENAMES: file },
  }));
  return [system, own, ...named];
}
