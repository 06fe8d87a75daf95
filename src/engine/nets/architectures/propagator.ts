import { GraphBuilder } from '../graph.ts';
import { convolutionBlock, outputConvolution, scaled, type Architecture } from './architecture.ts';

/** From field to field with `blocks` convolutions of large kernels and nothing else. */
export const propagator: Architecture = ({ io, net, widthFactor }) => {
  const graph = new GraphBuilder(io.input);
  let x = 0;
  for (let layer = 1; layer < net.blocks; layer++) {
    x = convolutionBlock(graph, x, `layer ${layer}`, scaled(net.width, widthFactor), net);
  }
  outputConvolution(graph, x, io, net);
  return graph.nodes;
};
