import { GraphBuilder, halved } from '../graph.ts';
import {
  convolutionBlock,
  lift,
  outputConvolution,
  scaled,
  type Architecture,
} from './architecture.ts';

/**
 * Parameters → dense → dense → coarse grid → blocks of (upsampling ×2, convolution, activation) → output
 * convolution; the channels shrink by `taper` from block to block.
 */
export const generator: Architecture = ({ io, net, widthFactor, liftFactor }) => {
  const { blocks, width, taper } = net;
  const graph = new GraphBuilder(io.input);
  const channels = (block: number) => scaled(width * taper ** block, widthFactor);
  let x = lift(graph, halved(io.grid, blocks), scaled(width, liftFactor), net);
  for (let block = 1; block <= blocks; block++) {
    const finer = graph.upsample(x, halved(io.grid, blocks - block));
    x = convolutionBlock(graph, finer, `block ${block}`, channels(block), net);
  }
  outputConvolution(graph, x, io, net);
  return graph.nodes;
};
