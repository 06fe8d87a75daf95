/** A portable network as a Python module for PyTorch that people can read, and its weights by their names there. */
import type { WritableTensor } from '../../files/safetensors.ts';
import { axesText, sizesText, type End, type PortableIo } from '../portable/io.ts';
import {
  takersOf,
  type ConvolutionNode,
  type PortableNetwork,
  type PortableNode,
  type PortableStage,
} from '../portable/network.ts';
import * as library from './library.ts';

export interface PytorchModule {
  /** The module, Python. */
  source: string;
  /** As the module's `load_state_dict` wants them. */
  tensors: WritableTensor[];
}

const INDENT = '        ';

const tuple = (values: readonly number[]): string =>
  `(${values.join(', ')}${values.length === 1 ? ',' : ''})`;

/** One number where all axes have the same. */
const strideText = (strides: readonly number[]): string =>
  strides.every((stride) => stride === strides[0]) ? `${strides[0]}` : tuple(strides);

/** Arguments by name, of which those that say nothing new are left out. */
function options(given: { strides: readonly number[]; groups?: number; bias: boolean }): string {
  const { strides, groups = 1, bias } = given;
  return [
    ...(strides.some((stride) => stride > 1) ? [`stride=${strideText(strides)}`] : []),
    ...(groups > 1 ? [`groups=${groups}`] : []),
    ...(bias ? ['bias=True'] : []),
  ]
    .map((text) => `, ${text}`)
    .join('');
}

function stageText(stage: PortableStage, bias: boolean): string {
  if (stage.kind === 'sum') return `Sum(${stage.outputs}${bias ? ', bias=True' : ''})`;
  const { inputs, outputs, size, strides, groups } = stage;
  return `Convolution(${inputs}, ${outputs}, ${tuple(size)}${options({ strides, groups, bias })})`;
}

const stageName = (stage: PortableStage): string => (stage.kind === 'sum' ? 'sum' : stage.name);

/** What a convolution is made of, as Python. */
function convolutionText({
  kernel,
  size,
  strides,
  inputs,
  outputs,
  bias,
}: ConvolutionNode): string {
  const biased = bias !== undefined;
  if (kernel.kind === 'products') {
    const { rank } = kernel;
    return `KernelCP(${inputs}, ${outputs}, ${tuple(size)}, rank=${rank}${options({ strides, bias: biased })})`;
  }
  const { stages } = kernel;
  if (stages.length === 1) return stageText(stages[0], biased);
  const lines = stages.map(
    (stage, i) =>
      `${INDENT}    ${stageName(stage)}=${stageText(stage, biased && i === stages.length - 1)},`,
  );
  return `stages(\n${lines.join('\n')}\n${INDENT})`;
}

/** The line that makes a node's layer; undefined for nodes without weights. */
function layerLine(node: PortableNode): string | undefined {
  if (node.op === 'dense') {
    return `${INDENT}self.${node.name} = nn.Linear(${node.inputs}, ${node.outputs})`;
  }
  if (node.op !== 'convolution') return undefined;
  const { format, rank, inputs, outputs, size } = node;
  const kind = format === 'classical' ? 'dense' : `${format}, rank ${rank}`;
  const comment = `# ${inputs} to ${outputs} channels, ${size.join(' × ')} points, ${kind}`;
  return `${INDENT}${comment}\n${INDENT}self.${node.name} = ${convolutionText(node)}`;
}

function convolutionTensors(name: string, node: ConvolutionNode): WritableTensor[] {
  const { kernel, bias, inputs, outputs } = node;
  const biasOf = (owner: string): WritableTensor[] =>
    bias ? [{ name: `${owner}.bias`, shape: [outputs], data: bias }] : [];
  if (kernel.kind === 'products') {
    const factors = kernel.factors.map(({ name: factor, points, values }) => ({
      name: `${name}.${factor}`,
      shape: [points, inputs, kernel.rank, outputs],
      data: values,
    }));
    return [...factors, ...biasOf(name)];
  }
  const { stages } = kernel;
  const ownerOf = (stage: PortableStage): string =>
    stages.length === 1 ? name : `${name}.${stageName(stage)}`;
  const weights = stages.flatMap((stage): WritableTensor[] =>
    stage.kind === 'sum'
      ? []
      : [
          {
            name: `${ownerOf(stage)}.weight`,
            shape: [stage.outputs, stage.inputs / stage.groups, ...stage.size],
            data: stage.weights,
          },
        ],
  );
  return [...weights, ...biasOf(ownerOf(stages.at(-1)!))];
}

function tensorsOf(node: PortableNode): WritableTensor[] {
  if (node.op === 'convolution') return convolutionTensors(node.name, node);
  if (node.op !== 'dense') return [];
  const { name, inputs, outputs, weights, bias } = node;
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], data: weights },
    { name: `${name}.bias`, shape: [outputs], data: bias },
  ];
}

/** Whether grids are cut after they are doubled anywhere. */
const cuts = (network: PortableNetwork): boolean =>
  network.some(
    (node) =>
      node.op === 'upsample' &&
      network[node.from].shape.slice(1).some((n, axis) => node.shape[axis + 1] !== 2 * n),
  );

/** The lines of `forward`. What the next node alone takes is called `x`; shortcuts have names of their own. */
function forwardLines(network: PortableNetwork): string[] {
  const names: string[] = [];
  const cut = cuts(network);
  let kept = 0;
  const lines: string[] = [];
  network.forEach((node, id) => {
    const takers = takersOf(network, id);
    const nextAlone = takers.length === 0 || (takers.length === 1 && takers[0] === id + 1);
    names.push(nextAlone ? 'x' : `kept_${++kept}`);
    const value = valueText(node, names, cut);
    if (node.op === 'input') {
      if (!nextAlone) lines.push(`${names[id]} = x`);
      return;
    }
    const activates = node.op === 'swish' && node.from === id - 1 && names[id - 1] === 'x';
    if (activates) {
      const before = lines.pop()!.replace(/^x = /, '');
      lines.push(`${names[id]} = F.silu(${before})`);
      return;
    }
    lines.push(`${names[id]} = ${value}`);
  });
  // Nothing follows the last node, which is called x.
  const last = lines.pop()!.replace(/^x = /, 'return ');
  return [...lines, last].map((line) => INDENT + line);
}

function valueText(node: PortableNode, names: readonly string[], cut: boolean): string {
  switch (node.op) {
    case 'input':
      return 'x';
    case 'dense': {
      const value = `self.${node.name}(${names[node.from]})`;
      return node.activated ? `F.silu(${value})` : value;
    }
    case 'reshape':
      return `${names[node.from]}.unflatten(1, ${tuple(node.shape)})`;
    case 'upsample':
      return `doubled(${names[node.from]}${cut ? `, ${tuple(node.shape.slice(1))}` : ''})`;
    case 'convolution':
      return `self.${node.name}(${names[node.from]})`;
    case 'swish':
      return `F.silu(${names[node.from]})`;
    case 'add':
      return node.from.map((id) => names[id]).join(' + ');
    case 'concat':
      return `torch.cat([${node.from.map((id) => names[id]).join(', ')}], 1)`;
    default:
      return node satisfies never;
  }
}

/** The functions and classes that a network needs, in an order in which each knows those before it. */
function parts(network: PortableNetwork): string[] {
  const convolutions = network.filter((node) => node.op === 'convolution');
  const [{ padding, size }] = convolutions;
  const ways = size.length;
  const kernels = convolutions.map(({ kernel }) => kernel);
  const chains = kernels.flatMap((kernel) => (kernel.kind === 'stages' ? [kernel.stages] : []));
  const axes = padding.map((kind) => library.GOES_ON[kind]).join(', ');
  const upsampling = network.find((node) => node.op === 'upsample');
  const sums = chains.flat().some(({ kind }) => kind === 'sum');
  return [
    ...[...new Set(padding)].map((kind) => library.goesOn[kind]),
    `# How a field goes on beyond its grid, along each axis.\nGOES_ON = (${axes})`,
    library.extended,
    ...(chains.length > 0 ? [library.convolution(ways)] : []),
    ...(sums ? [library.sum(ways)] : []),
    ...(chains.some(({ length }) => length > 1) ? [library.stages] : []),
    ...(kernels.some(({ kind }) => kind === 'products') ? [library.kernelCp(ways)] : []),
    ...(upsampling ? [library.doubled(upsampling.method, ways, cuts(network))] : []),
  ];
}

const endText = (name: string, end: End): string =>
  `${name} ${sizesText(end)}: ${axesText(end)}, ${end.quantities.join(', ')}`;

const list = (values: readonly number[]): string => `[${values.join(', ')}]`;

/** `title` is one line about the network. */
export function pytorchModule(
  network: PortableNetwork,
  { input, output }: PortableIo,
  title: string,
): PytorchModule {
  const used = parts(network);
  const needsOrder = used.includes(library.stages);
  const imports = [
    'import json',
    'import struct',
    ...(needsOrder ? ['from collections import OrderedDict'] : []),
    'from pathlib import Path',
    '',
    'import torch',
    'from torch import nn',
    'from torch.nn import functional as F',
  ];
  const head = `"""
${title}

${endText('Input', input)}
${endText('Output', output)}

Both are scaled: \`scaled_input\` and \`output_in_units\` lead from and to these units.
Needs PyTorch and weights.safetensors beside this file; \`load()\` gives the trained network.
"""
${imports.join('\n')}

# value = MEAN + UNIT * scaled, for every number or channel, or one pair for all of them.
INPUT_MEAN = ${list(input.mean)}
INPUT_UNIT = ${list(input.unit)}
OUTPUT_MEAN = ${list(output.mean)}
OUTPUT_UNIT = ${list(output.unit)}`;
  const body = `class Network(nn.Module):
    def __init__(self):
        super().__init__()
${network
  .map(layerLine)
  .filter((line) => line !== undefined)
  .join('\n')}

    def forward(self, x):
${forwardLines(network).join('\n')}`;
  const all = [head, ...used, body, library.scaling, library.reading];
  return { source: `${all.join('\n\n\n')}\n`, tensors: network.flatMap(tensorsOf) };
}
