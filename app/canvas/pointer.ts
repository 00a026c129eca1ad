/**
 * Following a pressed pointer until it is let go, wherever it goes. The click that a browser makes of press and release is
 * swallowed, or it would be taken for a click on whatever lies beneath.
 */
import type { Point } from './shape/geometry.ts';

/**
 * Calls `moved` for each move and `released` once, which may answer false when the press should count as a click after
 * all. A pointer taken over by scrolling ends with `lost`. @returns a function that stops following.
 */
export function followPointer(
  down: PointerEvent,
  moved: (page: Point) => void,
  released: (page: Point) => unknown,
  lost: () => void = () => {},
): () => void {
  const mine = (event: PointerEvent): boolean => event.pointerId === down.pointerId;
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('pointermove', (event) => mine(event) && moved({ x: event.clientX, y: event.clientY }), { signal });
  window.addEventListener(
    'pointerup',
    (event) => {
      if (!mine(event)) return;
      stop.abort();
      if (released({ x: event.clientX, y: event.clientY }) !== false) swallowClick();
    },
    { signal },
  );
  window.addEventListener(
    'pointercancel',
    (event) => {
      if (!mine(event)) return;
      stop.abort();
      lost();
    },
    { signal },
  );
  return () => stop.abort();
}

/** Lets no click through until the present gesture is over. */
function swallowClick(): void {
  const stop = new AbortController();
  window.addEventListener(
    'click',
    (event) => {
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true, signal: stop.signal },
  );
  setTimeout(() => stop.abort(), 0);
}
