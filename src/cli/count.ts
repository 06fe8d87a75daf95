import { formatFieldValue } from '../engine/experiment/fields.ts';
import { findLeaf } from '../engine/experiment/leaves.ts';
import { type NetworkId, specOf, idsOf } from '../engine/experiment/network.ts';
import type { LayerPlan } from '../engine/nets/layerPlan.ts';
import { BYTES_PER_WEIGHT, planNetworks } from '../engine/nets/plan.ts';
import type { Invocation } from './arguments.ts';
import { relativeTo } from './relative.ts';

const layerCounts = (layer: LayerPlan) => ({
  layer: layer.name,
  format: layer.kind === 'convolution' ? layer.format : 'dense',
  computed: layer.kind === 'convolution' ? layer.execution : undefined,
  kernel: layer.shape.size,
  inputs: layer.shape.inputs,
  outputs: layer.shape.outputs,
  grid: layer.grid,
  rank: layer.kind === 'convolution' ? layer.rank : undefined,
  note: layer.note,
  parameters: layer.parameters,
  denseParameters: layer.denseParameters,
  macs: layer.macs,
  denseMacs: layer.denseMacs,
  weightBytes: layer.parameters * BYTES_PER_WEIGHT,
});

const compared = ['parameters', 'convolutionParameters', 'macs'] as const;

/** Exact counts of all networks; biases are included in the parameters. Ratios are relative to the reference. */
export function countReport({ experiment, preset }: Invocation) {
  const plans = planNetworks(experiment);
  const reference = plans.get(experiment.reference)!;
  const network = (id: NetworkId) => {
    const plan = plans.get(id)!;
    const { field } = findLeaf(`${id}.rank`)!;
    return {
      format: plan.format,
      rank: formatFieldValue(field, specOf(experiment, id).rank),
      note: plan.note,
      totals: plan.totals,
      relative: relativeTo(plan.totals, reference.totals, compared),
      layers: plan.layers.map((layer) => layerCounts(layer)),
    };
  };
  return {
    preset,
    reference: experiment.reference,
    ...Object.fromEntries(idsOf(experiment).map((id) => [id, network(id)])),
  };
}
