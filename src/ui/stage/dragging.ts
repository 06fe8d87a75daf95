/** Dragging on the square: of the handle under the pointer, or of the source to the bare field. */
import { useRef, type PointerEvent, type RefObject } from 'react';
import { useActions } from '../lab/context.ts';
import type { Lab } from '../lab/lab.ts';
import { clampPosition, type Shift } from '../lab/sceneItems.ts';
import { useLab } from '../state.ts';
import { usesPosition } from './current.ts';

/** A finger that moved further (px) was scrolling. */
const TAP_RADIUS = 8;

/** Moves what has this name by so much from where it is now. */
export function mover({ scene, stage }: Lab, name: string): (by: Shift) => void {
  const start = useLab.getState();
  if (name === 'source') {
    const { x, y } = start.parameters;
    const extents = start.shown.scene;
    return (by) =>
      stage.moveSource({
        x: clampPosition(x + by.x, 'x', extents),
        y: clampPosition(y + by.y, 'y', extents),
      });
  }
  if (name === 'zone') return (by) => scene.moveZone(by, start);
  const [item, end] = name.split('#');
  const at = item.lastIndexOf('.');
  const address = { list: item.slice(0, at), index: Number(item.slice(at + 1)) };
  if (end === 'first' || end === 'last') return (by) => scene.moveEnd(address, end, by, start);
  return (by) => scene.moveItem(address, by, start);
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

/** What the pointer that came down does until it goes up; other pointers do nothing meanwhile. */
interface Hold {
  pointer: number;
  /** Where the square was at that time: measuring it again at every move would cost a layout. */
  box: DOMRect;
  /** Undefined for a finger on the bare field, which may tap or scroll. */
  drag?: { name: string; moveTo: (at: Shift) => void };
  /** Where it came down. */
  x: number;
  y: number;
}

const putSource = ({ stage }: Lab, { x, y }: Shift): void => {
  const { shown } = useLab.getState();
  if (!usesPosition(shown)) return;
  stage.moveSource({
    x: clampPosition(x, 'x', shown.scene),
    y: clampPosition(y, 'y', shown.scene),
  });
};

function metresIn(
  { left, top, width, height }: DOMRect,
  { clientX, clientY }: PointerEvent,
): Shift {
  const { scene } = useLab.getState().shown;
  return {
    x: (scene.width * (clientX - left)) / width,
    y: scene.height * (1 - (clientY - top) / height),
  };
}

export function useDragging(area: RefObject<HTMLDivElement | null>) {
  const lab = useActions();
  const held = useRef<Hold>(undefined);
  const end = () => {
    held.current = undefined;
  };
  /** What this very pointer holds. */
  const holdOf = ({ pointerId }: PointerEvent): Hold | undefined =>
    held.current?.pointer === pointerId ? held.current : undefined;

  const onPointerDown = (event: PointerEvent) => {
    const before = held.current;
    if (before && before.pointer !== event.pointerId) {
      // Two fingers on the bare field zoom or scroll.
      if (!before.drag) end();
      return;
    }
    const box = area.current?.getBoundingClientRect();
    if (event.button !== 0 || !box) return;
    const name = grabbed(event);
    const hold: Hold = { pointer: event.pointerId, box, x: event.clientX, y: event.clientY };
    held.current = hold;
    if (name === undefined && event.pointerType === 'touch') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = metresIn(box, event);
    if (name === undefined) {
      hold.drag = { name: 'source', moveTo: (at) => putSource(lab, at) };
      putSource(lab, from);
      return;
    }
    const move = mover(lab, name);
    hold.drag = { name, moveTo: (at) => move({ x: at.x - from.x, y: at.y - from.y }) };
  };
  const onPointerMove = (event: PointerEvent) => {
    const hold = holdOf(event);
    if (!hold) return;
    // A menu may have swallowed the end.
    if (event.buttons === 0) end();
    else hold.drag?.moveTo(metresIn(hold.box, event));
  };
  const onPointerUp = (event: PointerEvent) => {
    const hold = holdOf(event);
    if (!hold) return;
    end();
    if (hold.drag) {
      // The arrow keys continue from here.
      const handle = `[role="slider"][data-drag="${hold.drag.name}"]`;
      area.current?.querySelector<HTMLElement>(handle)?.focus();
    } else if (Math.hypot(event.clientX - hold.x, event.clientY - hold.y) < TAP_RADIUS) {
      putSource(lab, metresIn(hold.box, event));
    }
  };
  const onPointerCancel = (event: PointerEvent) => {
    if (holdOf(event)) end();
  };
  /** Also comes up from a child that the square takes a finger over from. */
  const onLostPointerCapture = (event: PointerEvent) => {
    if (event.target === event.currentTarget && holdOf(event)) end();
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onLostPointerCapture };
}
