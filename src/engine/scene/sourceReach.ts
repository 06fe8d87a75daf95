/** What must hold of sources beside open sides. */
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { bounds, slack } from 'slimwave-waves/scene/shapes';
import { domainBox } from './domain.ts';
import { placed } from './placed.ts';
import { openSides } from './scene.ts';

/**
 * So many widths off an open side, what lies beyond it changes the wave of a source by less than 1 %: 1.7 % at two, 11 % at
 * one, 43 % on the side itself, against a domain that goes on.
 */
const WIDTHS = 2.5;

/** Beyond an open side nothing pushes: a source that is spread over an area must lie in the domain with all of it. */
export function sourcesOffLayers(experiment: Experiment): Issue | undefined {
  const { scene, source } = experiment;
  const least = WIDTHS * source.width;
  const domain = domainBox(scene);
  for (const { key, what, place, free } of placed(experiment)) {
    if (!key.startsWith('source.')) continue;
    const { x, y } = bounds(place);
    const off = {
      left: x[0],
      right: domain.x[1] - x[1],
      bottom: y[0],
      top: domain.y[1] - y[1],
    };
    const side = openSides(scene).find(
      (name) => off[name] < least - 100 * slack(scene.width, scene.height),
    );
    if (side === undefined) continue;
    const vertical = side === 'bottom' || side === 'top';
    return {
      key: key === 'source.x' && vertical ? 'source.y' : key,
      message: `${what} ${free ? 'can reach' : 'reaches'} into the layer beyond the open ${side} side: keep it at least ${formatNumber(Number(least.toPrecision(3)))} m off, ${WIDTHS} times its width, or make the ${source.kind === 'pulse' ? 'width smaller' : 'width smaller (0 is a point source)'}.`,
    };
  }
  return undefined;
}
