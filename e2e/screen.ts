/**
 * A screen of twenty frames a second. A run draws as often as the screen lets it, and without a graphics card drawing takes as much of the
 * processor as the run: journeys ask what is shown in the end, so they do with fewer frames. How many there are is measured by those
 * of the project `measures`, on the screen that people have.
 */
import type { BrowserContext } from '@playwright/test';

const FRAME_MS = 50;

export function slowScreen(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(fewerFrames, FRAME_MS);
}

/** In the page: all that wait for a frame get the same one, at least `ms` after the last. */
function fewerFrames(ms: number): void {
  const soon = window.requestAnimationFrame.bind(window);
  let waiting = new Map<number, FrameRequestCallback>();
  let due = new Map<number, FrameRequestCallback>();
  let asked = 0;
  let last = Number.NEGATIVE_INFINITY;
  const frame = (now: number): void => {
    last = now;
    due = waiting;
    waiting = new Map();
    for (const call of due.values())
      try {
        call(now);
      } catch (error) {
        reportError(error);
      }
  };
  window.requestAnimationFrame = (call) => {
    if (waiting.size === 0) setTimeout(() => soon(frame), Math.max(0, last + ms - performance.now()));
    asked += 1;
    waiting.set(asked, call);
    return asked;
  };
  window.cancelAnimationFrame = (id) => {
    due.delete(id);
    // The frame that is on its way comes all the same, for nobody.
    if (waiting.has(id)) waiting.set(id, () => undefined);
  };
}
