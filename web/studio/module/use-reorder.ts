import { useEffect, useRef, useState } from 'preact/hooks';

/** What an item's handle wears so that it can be dragged and moved by arrow keys. */
export interface HandleProps {
  'data-handle': number;
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: (event: PointerEvent) => void;
  onPointerCancel: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** A list whose items can be put in another order, by pointer and by keyboard. */
export interface Reorder<List extends HTMLElement> {
  listRef: { current: List | null };
  handle: (index: number) => HandleProps;
  /** The item being dragged, and where it would land. */
  drag: { from: number; to: number } | undefined;
}

/** Lets the direct children of a list be reordered. Arrow keys on a handle move its item by one place. */
export function useReorder<List extends HTMLElement>(
  onMove: (from: number, to: number) => void,
): Reorder<List> {
  const listRef = useRef<List>(null);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const [focusAt, setFocusAt] = useState<number>();
  useEffect(() => {
    if (focusAt === undefined) return;
    listRef.current?.querySelector<HTMLElement>(`[data-handle="${focusAt}"]`)?.focus();
    setFocusAt(undefined);
  }, [focusAt]);
  return {
    listRef,
    drag,
    handle: (index) => ({
      'data-handle': index,
      onPointerDown(event) {
        if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: index, to: index });
      },
      onPointerMove(event) {
        if (!drag || !listRef.current) return;
        const to = landingOf(listRef.current, drag.from, event.clientY);
        if (to !== drag.to) setDrag({ ...drag, to });
      },
      onPointerUp() {
        if (drag && drag.from !== drag.to) onMove(drag.from, drag.to);
        setDrag(undefined);
      },
      onPointerCancel: () => setDrag(undefined),
      onKeyDown(event) {
        const count = listRef.current?.children.length ?? 0;
        const to = index + (event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0);
        if (to === index || to < 0 || to >= count) return;
        event.preventDefault();
        onMove(index, to);
        setFocusAt(to);
      },
    }),
  };
}

/** The place among the other items that a height on the screen stands for. */
function landingOf(list: HTMLElement, from: number, clientY: number): number {
  return [...list.children].filter((item, index) => {
    const { top, height } = item.getBoundingClientRect();
    return index !== from && clientY > top + height / 2;
  }).length;
}
