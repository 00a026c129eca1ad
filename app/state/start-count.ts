/**
 * The count of starts that did not end well. A document that keeps the page from starting would otherwise do so for ever:
 * after two such starts the page opens empty and offers the text of the document instead.
 */

const KEY = 'loadbearing.starting';

/** Unfinished starts after which the document is not opened any more (F05). */
export const MOST_BAD_STARTS = 2;

/** Notes that a start with this document begins. @returns how many before it did not end well. */
export function beginStart(storage: Pick<Storage, 'getItem' | 'setItem'>): number {
  try {
    const before = Number.parseInt(storage.getItem(KEY) ?? '0', 10) || 0;
    storage.setItem(KEY, String(before + 1));
    return before;
  } catch {
    return 0;
  }
}

/** Notes that the page works. */
export function endStart(storage: Pick<Storage, 'removeItem'>): void {
  try {
    storage.removeItem(KEY);
  } catch {
    // Nothing was noted either.
  }
}
