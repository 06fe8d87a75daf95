import { GraphBuilder } from '../graph.ts';
import {
  convolutionBlock,
  liftToGrid,
  outputConvolution,
  scaled,
  type Architecture,
} from './architecture.ts';

/** Doublings between the coarse grid of the parameters and the output grid. */
export const RESNET_DOUBLINGS = 2;

/** Blocks of two convolutions, each added to its input (He et al. 2016), on the output grid throughout. */
export const resnet: Architecture = ({ io, net, widthFactor, liftFactor }) => {
  const { blocks, width, kernel } = net;
  const channels = scaled(width, widthFactor);
  const graph = new GraphBuilder(io.input);
  let x = liftToGrid(graph, io, RESNET_DOUBLINGS, scaled(width, liftFactor), net);
  x = convolutionBlock(graph, x, 'enter', channels, net);
  for (let block = 1; block <= blocks; block++) {
    const inner = convolutionBlock(graph, x, `block ${block} a`, channels, net);
    const outer = graph.convolution(inner, {
      name: `block ${block} b`,
      channels,
      kernel,
      rectified: false,
    });
    x = graph.add(x, outer);
  }
  outputConvolution(graph, x, io, net);
  return graph.nodes;
};
