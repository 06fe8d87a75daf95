import type { Item } from '../../engine/experiment/list.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { itemsOf, nounOf } from '../lab/sceneItems.ts';
import { SETTINGS_FOLD } from '../controls/foldNames.ts';
import { longerSide } from '../../engine/scene/domain.ts';
import { useFold } from '../shared/folds.ts';
import { countOfItem, endsOfItem } from '../../engine/reading/receivers.ts';
import { useLab } from '../state.ts';
import { useCurrent, usesPosition } from './current.ts';
import { freeCorner } from './freeCorner.ts';
import { Handle } from './Handle.tsx';
import { placeOf } from './outlines.ts';
import styles from './domain.module.css';

/** Lists whose items have a place, with what their handles look like; the last ones lie on top. */
const lists = [
  ['scene.layers', styles.layerHandle],
  ['scene.inclusions', styles.shapeHandle],
  ['scene.obstacles', styles.shapeHandle],
  ['source.more', styles.excitationMarker],
  ['scene.receivers', styles.receiverMarker],
] as const;

/** With another zone, networks are others: it is moved by who has the settings open, not by a slip beside the source. */
export const useZoneMovable = (): boolean => useFold(SETTINGS_FOLD);

/** Everything on the square that can be moved. */
export function Handles() {
  const current = useCurrent();
  const { zone } = current;
  const movable = useZoneMovable();
  const source = useLab((state) => state.parameters);
  const ends = rowEnds(current);
  const markers = [
    ...lists.flatMap(([list]) =>
      itemsOf(current, list).map((item) => placeOf(list, item, current.scene)),
    ),
    ...ends.map(({ x, y }) => [x, y] as const),
    ...(usesPosition(current) ? [[source.x, source.y] as const] : []),
  ];
  return (
    <>
      {movable && (
        <Handle
          name="zone"
          label="Zone position"
          className={styles.zoneHandle}
          x={zone.x[0]}
          y={zone.y[1]}
          at={freeCorner(zone, markers, longerSide(current.scene))}
        />
      )}
      {lists.map(([list, className]) =>
        itemsOf(current, list).map((item, index) => (
          <ItemHandle
            key={`${list}.${index}`}
            {...{ list, item, index }}
            className={ARRAYS.has(item.kind) ? styles.shapeHandle : className}
            number={list === 'scene.receivers' ? receiverNumber(current, index) : undefined}
          />
        )),
      )}
      {ends.map(({ name, ...end }) => (
        <Handle key={name} name={name} className={styles.endHandle} {...end} />
      ))}
      {usesPosition(current) && <SourceHandle />}
    </>
  );
}

/** Both ends of the receivers' lines and arcs. */
const rowEnds = ({ scene }: Experiment) =>
  scene.receivers.flatMap((item, index) => {
    const ends = endsOfItem(item);
    if (!ends) return [];
    return (['first', 'last'] as const).map((end) => ({
      name: `scene.receivers.${index}#${end}`,
      label: `${nounOf('scene.receivers')} ${index + 1}, ${end} end of the ${item.kind}`,
      ...ends[end],
    }));
  });

/** Receivers that stand in a row: this handle moves all of them. */
const ARRAYS: ReadonlySet<string> = new Set(['line', 'arc']);

/** Of a single receiver, as in the seismograms. */
function receiverNumber({ scene }: Experiment, index: number): number | undefined {
  if (scene.receivers[index].kind !== 'point') return undefined;
  return scene.receivers.slice(0, index).reduce((sum, item) => sum + countOfItem(item), 1);
}

function SourceHandle() {
  const { x, y } = useLab((state) => state.parameters);
  return (
    <Handle name="source" label="Source position" className={styles.sourceMarker} x={x} y={y} />
  );
}

interface ItemHandleProps {
  list: string;
  item: Item;
  index: number;
  className: string;
  /** Stands in the handle. */
  number?: number;
}

function ItemHandle({ list, item, index, className, number }: ItemHandleProps) {
  const scene = useLab((state) => state.shown.scene);
  const [x, y] = placeOf(list, item, scene);
  const vertical = list === 'scene.layers';
  return (
    <Handle
      name={`${list}.${index}`}
      label={`${nounOf(list)} ${index + 1} position`}
      className={className}
      kind={item.kind}
      x={x}
      y={y}
      vertical={vertical}
    >
      {number !== undefined && <span aria-hidden="true">{number}</span>}
    </Handle>
  );
}
