/** Dragging on the square: of the handle under the pointer, or of the source to the bare field. */
import { useRef, type PointerEvent, type RefObject } from 'react';
import { moveItem, moveZone, type Shift } from '../lab/scene.ts';
import { moveSource } from '../lab/stage.ts';
import { useLab } from '../state.ts';
import { usesPosition } from './current.ts';

/** A finger that moved further (px) was scrolling. */
const TAP_RADIUS = 8;

/** Inside the square, on whole millimetres: finer positions only make longer numbers. */
const clampPosition = (metres: number): number =>
  Math.round(Math.min(1, Math.max(0, metres)) * 1000) / 1000;

/** Moves what has this name by so much from where it is now. */
export function mover(name: string): (by: Shift) => void {
  const start = useLab.getState();
  if (name === 'source') {
    const { x, y } = start.parameters;
    return (by) => moveSource({ x: clampPosition(x + by.x), y: clampPosition(y + by.y) });
  }
  if (name === 'zone') return (by) => moveZone(by, start);
  const at = name.lastIndexOf('.');
  const address = { list: name.slice(0, at), index: Number(name.slice(at + 1)) };
  return (by) => moveItem(address, by, start);
}

const nameOf = (element: Element): string | undefined =>
  element instanceof HTMLElement || element instanceof SVGElement
    ? element.dataset.drag
    : undefined;

/** What is to be dragged: of several handles at one place the one whose middle is nearest. */
function grabbed({ clientX, clientY, pointerType }: PointerEvent): string | undefined {
  const here = document.elementsFromPoint(clientX, clientY).filter(nameOf);
  const handles = here.filter((element) => element instanceof HTMLElement);
  const distance = (element: Element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return Math.hypot((left + right) / 2 - clientX, (top + bottom) / 2 - clientY);
  };
  const [nearest] = handles.toSorted((p, q) => distance(p) - distance(q));
  // A finger on a shape may want to scroll the page: it takes the handle.
  const element = nearest ?? (pointerType === 'touch' ? undefined : here[0]);
  return element && nameOf(element);
}

export function useDragging(area: RefObject<HTMLDivElement | null>) {
  const drag = useRef<{ name: string; moveTo: (at: Shift) => void }>(undefined);
  /** Where a finger came down on the bare field. */
  const tap = useRef<{ x: number; y: number }>(undefined);

  /** Where the square was when the pointer came down: asking anew for every move would cost a layout. */
  const box = useRef<DOMRect>(undefined);

  const metres = (event: PointerEvent): Shift => {
    const { left, top, width, height } = box.current!;
    return { x: (event.clientX - left) / width, y: 1 - (event.clientY - top) / height };
  };
  const putSource = ({ x, y }: Shift) => {
    if (usesPosition(useLab.getState().shown))
      moveSource({ x: clampPosition(x), y: clampPosition(y) });
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    box.current = area.current?.getBoundingClientRect();
    const name = grabbed(event);
    if (name === undefined && event.pointerType === 'touch') {
      tap.current = { x: event.clientX, y: event.clientY };
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    if (name === undefined) {
      drag.current = { name: 'source', moveTo: putSource };
      putSource(metres(event));
      return;
    }
    const from = metres(event);
    const move = mover(name);
    drag.current = { name, moveTo: (at) => move({ x: at.x - from.x, y: at.y - from.y }) };
  };
  const end = () => {
    drag.current = undefined;
    tap.current = undefined;
  };
  const onPointerUp = (event: PointerEvent) => {
    const start = tap.current;
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) < TAP_RADIUS)
      putSource(metres(event));
    // From here the arrow keys go on.
    if (drag.current) {
      const handle = `.handle[data-drag="${drag.current.name}"]`;
      area.current?.querySelector<HTMLElement>(handle)?.focus();
    }
    end();
  };
  return {
    onPointerDown,
    onPointerMove: (event: PointerEvent) => drag.current?.moveTo(metres(event)),
    onPointerUp,
    onPointerCancel: end,
  };
}
