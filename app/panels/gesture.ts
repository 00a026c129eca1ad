/**
 * Gesture ids: what belongs together for undo. A scrub is one id from press to release; a burst of arrow keys or wheel notches is one
 * as long as the hand does not rest.
 */
import { useRef } from 'react';

/** A rest of this long ends a burst, ms (chosen). */
const REST_MS = 800;
let last = 0;

export function newGesture(name: string): string {
  last += 1;
  return `${name}-${last}`;
}

/** A function that gives the id of the burst going on, or of a new one after a rest. */
export function useBurst(name: string): () => string {
  const burst = useRef({ id: '', at: Number.NEGATIVE_INFINITY });
  return () => {
    const now = performance.now();
    const id = now - burst.current.at > REST_MS ? newGesture(name) : burst.current.id;
    burst.current = { id, at: now };
    return id;
  };
}
