/** Where excitation and reception are. */
import type { Item } from '../experiment/list.ts';
import type { Experiment } from '../experiment/schema.ts';
import { itemPlaces } from '../reading/receivers.ts';
import { domainBox } from './domain.ts';
import { receiverWords } from './domainRules.ts';
import { offSides } from 'slimwave-waves/scene/scene';
import { boxPolygon, type Box, type Shape } from 'slimwave-waves/scene/shapes';

/** An interval of one coordinate, off the sides of the domain. */
const inside = ([low, high]: Box['x'], side: Box['x']): Box['x'] => [
  offSides(low, side),
  offSides(high, side),
];

/** Where points of excitation and reception may be, with the key and the name to complain about. */
export function placed({
  scene,
  source,
}: Experiment): { key: string; what: string; place: Shape; free: boolean }[] {
  const domain = domainBox(scene);
  const pointOf = (key: string, what: string, { x, y }: Box) => ({
    key,
    what,
    place: boxPolygon({ x: inside(x, domain.x), y: inside(y, domain.y) }),
    free: x[0] < x[1] || y[0] < y[1],
  });
  const boxOf = ({ numbers: [x, y] }: Item): Box => ({ x, y });
  const main = source.kind === 'ricker' || source.kind === 'pulse';
  return [
    ...(main ? [pointOf('source.x', 'The source', source)] : []),
    ...source.more.map((item, i) =>
      pointOf('source.more', `Further excitation ${i + 1}`, boxOf(item)),
    ),
    ...scene.receivers.flatMap((item, i) =>
      itemPlaces(item).map(({ x, y }, k) =>
        pointOf('scene.receivers', receiverWords(item, i, k), { x: [x, x], y: [y, y] }),
      ),
    ),
  ];
}
