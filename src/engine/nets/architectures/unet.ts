import { GraphBuilder, gridOf, type NodeId } from '../graph.ts';
import {
  convolutionBlock,
  liftToGrid,
  outputConvolution,
  scaled,
  type Architecture,
} from './architecture.ts';

/**
 * Down by convolutions with stride 2, up by upsampling, with shortcuts between equal grids (Ronneberger et
 * al. 2015). The channels grow by 1/taper from level to level.
 */
export const unet: Architecture = ({ io, net, widthFactor, liftFactor }) => {
  const { blocks, width, taper } = net;
  const graph = new GraphBuilder(io.input);
  const channels = (level: number) => scaled(width / taper ** level, widthFactor);
  let x = liftToGrid(graph, io, blocks, scaled(width, liftFactor), net);
  x = convolutionBlock(graph, x, 'enter', channels(0), net);
  const shortcuts: NodeId[] = [];
  for (let level = 1; level <= blocks; level++) {
    shortcuts.push(x);
    x = convolutionBlock(graph, x, `down ${level}`, channels(level), net, 2);
  }
  for (let level = blocks; level >= 1; level--) {
    const shortcut = shortcuts[level - 1];
    const joined = graph.concat(graph.upsample(x, gridOf(graph.node(shortcut))), shortcut);
    x = convolutionBlock(graph, joined, `up ${level}`, channels(level - 1), net);
  }
  outputConvolution(graph, x, io, net);
  return graph.nodes;
};
