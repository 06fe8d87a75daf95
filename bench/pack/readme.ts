/** What a pack says to whoever finds it. */
import { readFileSync } from 'node:fs';
import type { Manifest } from './manifest.ts';

/** The newest version of a library's interface that a binary asks for, such as 2.28 of GLIBC. */
export function newestVersion(binary: string, library: 'GLIBC' | 'GLIBCXX'): string {
  const found = readFileSync(binary, 'latin1').matchAll(
    new RegExp(`\\b${library}_(\\d+(?:\\.\\d+)+)\\0`, 'g'),
  );
  const versions = [...found].map(([, version]) => version.split('.').map(Number));
  const newest = versions.toSorted((a, b) => {
    const at = a.findIndex((part, i) => part !== (b[i] ?? 0));
    return at < 0 ? a.length - b.length : a[at] - (b[at] ?? 0);
  });
  return newest.at(-1)?.join('.') ?? 'none';
}

export interface Contents {
  manifest: Manifest;
  /** Paths of what was packed. */
  node: string;
  dawn: string;
  /** Whether there is a Vulkan loader in it. */
  loader: boolean;
  parts: readonly string[];
}

const needs = (binary: string): string =>
  `glibc ${newestVersion(binary, 'GLIBC')} and libstdc++ with GLIBCXX_${newestVersion(binary, 'GLIBCXX')}`;

export const readmeText = ({
  manifest,
  node,
  dawn,
  loader,
  parts,
}: Contents): string => `# Slimwave's benchmarks, packed

\`sh run.sh\` measures this machine in at most six minutes and writes one JSON file into the current folder. Everything is
here: Node ${manifest.node}, Dawn's WebGPU for Node (package webgpu ${manifest.dawn}), Slimwave ${manifest.version}. Nothing is installed or
fetched; what is unpacked for the run goes into a folder below TMPDIR (/tmp without) and is deleted at its end.

Back in the project, \`npm run bench -- unpack FILE\` turns the JSON file into a file in bench/results.

- \`sh run.sh --out=FILE\` names the file.
- \`sh run.sh --seconds=120\` divides two minutes among the parts.
- \`sh run.sh adapter peers-webgpu\` measures these parts only. All: ${parts.join(', ')}.

A part that hangs is ended when its share of the time is over. The report is written after every part.

## What the machine needs

- Linux on x86-64 with sh, gzip, mktemp, chmod, cat, dirname and rm, and 130 MB in TMPDIR, where programs must be
  allowed to run.
- Node: ${needs(node)}.
- WebGPU: ${needs(dawn)}. Debian 12 and Ubuntu 22.04 have
  them; Alpine does not.
- WebGPU: a Vulkan driver. ${loader ? 'The loader, libvulkan.so.1, is in `vulkan` and is used where the system has none.' : 'Its loader, libvulkan.so.1, must be installed (libvulkan1 in Debian and Ubuntu): none was at hand when this was packed.'}
- Optional: python3 with PyTorch, on the processor and on CUDA, to compare with; with SciPy, for finite elements.

Without a driver the parts that need one say so, and the others are measured.

## If no GPU is found

- In NVIDIA's containers the driver has Vulkan only with the variable NVIDIA_DRIVER_CAPABILITIES=all (or
  graphics,compute,utility), set when the container is started.
- The driver's libGLX_nvidia.so.0 may need libX11.so.6 and libXext.so.6 (libx11-6 and libxext6). Its
  libEGL_nvidia.so.0 does not; both are tried.
- A driver in an unusual folder: VK_DRIVER_FILES=/path/to/its_icd.json sh run.sh
- Without a GPU, a software driver shows that everything works, and nothing about speed: mesa-vulkan-drivers
  (lavapipe), or Chromium's vk_swiftshader_icd.json as VK_DRIVER_FILES.

## Licences

Slimwave and${loader ? ' the Vulkan loader and' : ''} TensorFlow.js: Apache-2.0 (LICENSE.txt). Code in the bundles: third-party-notices.txt.
jax-js: packages/@jax-js/jax/LICENSE. Dawn: BSD-3-Clause, its bindings as in dawn/LICENSE.md.
Node: https://github.com/nodejs/node/blob/${manifest.node}/LICENSE
`;
