/**
 * The experiment: one declaration of everything a user can choose.
 *
 * Lengths are in metres, times in seconds, frequencies in hertz.
 */
import * as v from 'valibot';
import { choice, integer, mapping, number, shape } from './fields.ts';
import { paddings } from 'slimwave-formats/paddings';
import { taskKinds, taskLabels, tasks } from '../tasks/index.ts';
import { medium } from './medium.ts';
import { modes } from './modes.ts';
import { networkIds, type NetworkId, type NetworkSpec } from './network.ts';
import { scene, source, zone } from './physics.ts';

/** The settings beside those of the single networks; `networks` is how many there are. */
export const settingsSchema = v.strictObject({
  scene,
  source,
  zone,
  task: v.strictObject({
    kind: choice({
      title: 'Task',
      help: tasks.map(({ help }) => help).join(' '),
      options: taskKinds,
      labels: taskLabels,
      default: taskKinds[0],
    }),
    grid: integer({
      title: 'Grid points per side',
      help: 'Points of the zone along x, and along y, at which the networks forecast.',
      min: 4,
      max: 128,
      default: 32,
    }),
    frames: integer({
      title: 'Output times',
      help: 'Number of equally spaced times from the first to the last output time; for a boundary trace, from the start to the last output time.',
      min: 2,
      max: 128,
      default: 16,
    }),
    arc: integer({
      title: 'Points along the boundary',
      help: 'Equally spaced points of the boundary trace, counter-clockwise from the lower left corner of the zone.',
      min: 8,
      max: 512,
      default: 64,
    }),
    inputs: shape({
      title: 'Inputs of a sample',
      help: 'Own data: how many numbers describe one sample, or channels × x × y of its input field. Read from the file.',
    }),
    outputs: shape({
      title: 'Outputs of a sample',
      help: 'Own data: times (or channels) × x × y of one sample’s output field. Read from the file.',
    }),
    map: mapping({
      title: 'What is read of the file',
      help: 'Own data: which arrays go in and come out, what their axes count, which part is read, which samples train and how values are scaled. Chosen in a dialog when the file is opened; empty where the file has the names inputs and outputs.',
    }),
    time: choice({
      title: 'Times of own data',
      help: 'As channels of 2-way (x, y) convolutions, or as a separate axis with 3-way (t, x, y) kernels. The second is possible only if the inputs are numbers.',
      options: ['channels', 'axis'],
      labels: { channels: 'Channels (2-way)', axis: 'Axis (3-way)' },
      default: 'channels',
    }),
  }),
  data: v.strictObject({
    train: integer({
      title: 'Training samples',
      help: 'Simulations that the networks learn from.',
      min: 1,
      max: 8192,
      default: 512,
    }),
    test: integer({
      title: 'Test samples',
      help: 'Simulations that the networks never see during training; the reported errors are measured on these.',
      min: 1,
      max: 2048,
      default: 128,
    }),
    seed: integer({
      title: 'Data seed',
      help: 'Seed of the random values from which samples are made.',
      min: 0,
      max: 999999,
      default: 1,
    }),
  }),
  modes,
  medium,
  net: v.strictObject({
    kind: choice({
      title: 'Network',
      help: 'Generator: dense layers to a coarse grid, then upsampling and convolutions. U-Net: downsampling by strides, then upsampling, with skip connections. ResNet: blocks of two convolutions, each added to its input. Propagator: few layers with large kernels on a field.',
      options: ['generator', 'unet', 'resnet', 'propagator'],
      labels: { generator: 'Generator', unet: 'U-Net', resnet: 'ResNet', propagator: 'Propagator' },
      default: 'generator',
    }),
    blocks: integer({
      title: 'Depth',
      help: 'Generator and U-Net: how many times the grid is doubled. ResNet: blocks of two convolutions. Propagator: layers.',
      min: 1,
      max: 6,
      default: 2,
    }),
    hidden: integer({
      title: 'Hidden dense width',
      help: 'Numbers between the two dense layers that spread a sample’s parameters over the coarsest grid. Dense layers are never compressed: the fewer numbers, the more of the network is kernels. A field as input needs no dense layers.',
      min: 1,
      max: 256,
      default: 32,
    }),
    width: integer({
      title: 'Width',
      help: 'Generator: channels of the coarsest grid, where the dense part ends. U-Net: channels of the finest grid. ResNet and propagator: channels between the layers.',
      min: 1,
      max: 256,
      default: 24,
    }),
    taper: number({
      title: 'Taper',
      help: 'Channels of each block relative to the block before it: 1 keeps the width, 0.5 halves it each time.',
      min: 0.25,
      max: 1,
      step: 0.01,
      default: 0.57,
    }),
    kernel: integer({
      title: 'Kernel size',
      help: 'Points per axis of every convolution kernel.',
      min: 1,
      max: 129,
      default: 7,
    }),
    upsampling: choice({
      title: 'Upsampling',
      help: 'How a grid is doubled before a convolution. Nearest: every point twice. Linear: with the mean of two neighbours between them.',
      options: ['nearest', 'linear'],
      labels: { nearest: 'Nearest', linear: 'Linear' },
      default: 'nearest',
    }),
    activation: choice({
      title: 'Activation',
      help: 'Swish: x·sigmoid(x) between the layers. None: the network is linear, as the wave equation is.',
      options: ['swish', 'none'],
      labels: { swish: 'Swish', none: 'None (linear)' },
      default: 'swish',
    }),
    bias: choice({
      title: 'Bias',
      help: 'Whether every convolution adds a constant to each output channel.',
      options: ['on', 'off'],
      labels: { on: 'On', off: 'Off' },
      default: 'on',
    }),
    padding: choice({
      title: 'Padding',
      help: 'How fields are continued beyond the grid. Zero: by zeros. Circular: periodically. Odd: mirrored with opposite sign, as at a fixed side. By task: odd for the propagator, circular along the boundary for traces, otherwise zero.',
      options: ['task', ...paddings],
      labels: { task: 'By task', zero: 'Zero', circular: 'Circular', odd: 'Odd reflection' },
      default: 'task',
    }),
  }),
  networks: integer({
    title: 'Networks',
    help: 'How many networks are trained side by side, on the same samples in the same order.',
    min: 1,
    max: networkIds.length,
    default: 2,
  }),
  reference: choice({
    title: 'Reference',
    help: 'The network that all others are compared with: every ratio is relative to it.',
    options: networkIds,
    labels: { a: 'Network A', b: 'Network B', c: 'Network C', d: 'Network D' },
    default: 'a',
  }),
  training: v.strictObject({
    steps: integer({
      title: 'Training steps',
      help: 'Number of weight updates; each uses one batch.',
      min: 1,
      max: 100000,
      default: 1000,
    }),
    batch: integer({
      title: 'Batch size',
      help: 'Samples per training step, the same ones for all networks.',
      min: 1,
      max: 256,
      default: 8,
    }),
    schedule: choice({
      title: 'Schedule',
      help: 'One cycle: the rate rises during the warm-up and falls along a cosine to 1 % of its peak. Constant: it stays at its peak after the warm-up.',
      options: ['one-cycle', 'constant'],
      labels: { 'one-cycle': 'One cycle', constant: 'Constant' },
      default: 'one-cycle',
    }),
    warmUp: number({
      title: 'Warm-up',
      help: 'Share of the steps in which the rate rises from 4 % to its peak.',
      min: 0,
      max: 0.9,
      step: 0.05,
      default: 0.1,
    }),
    beta2: number({
      title: 'Adam’s β₂',
      help: 'How long Adam remembers squared gradients. For runs of a few hundred steps, 0.95 works better than 0.99, and 0.99 better than the usual 0.999.',
      min: 0.5,
      max: 0.9999,
      step: 0.01,
      default: 0.95,
    }),
    decay: number({
      title: 'Weight decay',
      help: 'Strength of the decay towards zero; 0 switches it off.',
      min: 0,
      max: 1,
      step: 0.0001,
      default: 0,
    }),
    decayOn: choice({
      title: 'Decay acts on',
      help: 'Weights: every stored number decays independently of the gradient (AdamW). Kernels: the squared norm of the reconstructed kernels is added to the loss, so that all formats are penalised alike (Frobenius decay, Khodak et al. 2021).',
      options: ['weights', 'kernels'],
      labels: { weights: 'Weights', kernels: 'Reconstructed kernels' },
      default: 'weights',
    }),
    clip: number({
      title: 'Gradient clipping',
      help: 'Largest norm of the gradient of all weights together; a larger gradient is scaled down to it. Without it, one large gradient can undo much of what a compressed network has learned. 0 switches it off.',
      min: 0,
      max: 1000,
      step: 0.1,
      default: 0.3,
    }),
    fineTune: integer({
      title: 'Fine-tuning steps',
      help: 'Steps after the decomposition, for networks that are compressed after training. They are in addition to the training steps.',
      min: 0,
      max: 100000,
      default: 300,
    }),
    initSeed: integer({
      title: 'Weights seed',
      help: 'Seed of the random initial weights.',
      min: 0,
      max: 999999,
      default: 1,
    }),
    shuffleSeed: integer({
      title: 'Order seed',
      help: 'Seed of the order in which the training samples are used.',
      min: 0,
      max: 999999,
      default: 1,
    }),
  }),
  backend: choice({
    title: 'Backend',
    help: 'What computes the networks. Automatic uses WebAssembly, or WebGPU if a short measurement on these networks finds a hardware GPU clearly faster; plain JavaScript if neither works. WebAssembly uses fused multiply-adds (FMA) where the browser and the processor have them; without FMA it is slower, and gives the same curve, to the last bit, on every processor in the same browser.',
    options: ['auto', 'webgpu', 'wasm', 'wasm-no-fma', 'cpu'],
    labels: {
      auto: 'Automatic',
      webgpu: 'WebGPU',
      wasm: 'WebAssembly',
      'wasm-no-fma': 'WebAssembly without FMA',
      cpu: 'JavaScript',
    },
    default: 'auto',
  }),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

/** All that a user can choose; networks are called a, b, c, d by their place in the list. */
export interface Experiment extends Omit<Settings, 'networks' | 'reference'> {
  networks: readonly NetworkSpec[];
  reference: NetworkId;
}

/** What is wrong with one field, as a sentence that begins with the field's name or value. */
export interface Issue {
  key: string;
  message: string;
}
