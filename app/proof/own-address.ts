/**
 * The address of the page while it is open, `#prove` or `#prove=CASE`, so that it can be sent, marked and reloaded. Taken out again
 * when it is closed; a link that arrives meanwhile closes it, since its design lies underneath.
 */
import { type RefObject, useEffect, useRef } from 'react';

const OWN = /^#prove(?:=([a-z0-9-]{1,60}))?$/;

/** Whether an address asks for this page. */
export function asksForProof(hash: string): boolean {
  return OWN.test(hash);
}

/** The id of a part of the page that an address names; undefined for the page as a whole. */
export function partOf(hash: string): string | undefined {
  return OWN.exec(hash)?.[1];
}

export function useOwnAddress(page: RefObject<HTMLElement | null>, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const follow = (): void => {
      if (!asksForProof(location.hash)) close.current();
      else goTo(page.current, partOf(location.hash));
    };
    if (asksForProof(location.hash)) goTo(page.current, partOf(location.hash));
    else put('#prove');
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
      if (asksForProof(location.hash)) put('');
    };
  }, [page]);
}

/** The part of the page that the address names, if any. */
export function namedPart(page: HTMLElement | null): HTMLElement | null {
  const part = partOf(location.hash);
  return part === undefined ? null : (page?.querySelector<HTMLElement>(`#proof-${part}`) ?? null);
}

/** Brings a part into view and the focus with it. */
export function goTo(page: HTMLElement | null, part: string | undefined): void {
  if (page === null || part === undefined) return;
  const target = page.querySelector<HTMLElement>(`#proof-${part}`);
  target?.scrollIntoView({ block: 'start' });
  target?.focus({ preventScroll: true });
}

/** Without an entry in the history: going back leaves the page, as before. */
function put(hash: string): void {
  history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
}
