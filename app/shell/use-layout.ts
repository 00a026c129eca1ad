/** Which of the three layouts fits the window. Measured by the window's width only, so that nothing jumps while working. */
import { useSyncExternalStore } from 'react';

/** `phone`: view and run; `tablet`: everything, folded; `desktop`: everything. */
export type Layout = 'phone' | 'tablet' | 'desktop';

/** Widths from which the next layout fits, px (chosen; A30: edit from 768). */
const TABLET = 700;
const DESKTOP = 1_024;

/** From here on a desktop's bar has room for all its buttons and for a title beside them. */
const ROOMY = 1_216;

const queries = [TABLET, DESKTOP, ROOMY].map((width) => `(min-width: ${width}px)`);

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, current);
}

export function useRoomy(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(`(min-width: ${ROOMY}px)`).matches);
}

function current(): Layout {
  const [tablet, desktop] = queries.map((query) => window.matchMedia(query).matches);
  return desktop ? 'desktop' : tablet ? 'tablet' : 'phone';
}

function subscribe(changed: () => void): () => void {
  const lists = queries.map((query) => window.matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}
