/**
 * The address bar: a link, a lab or the proof behind the # is opened and taken out of there, because it would go stale with the first
 * edit, and a reload must not open it again over one's own work. What reads links is loaded only when there is one.
 */
import { setView } from '../state/view-store.ts';

export async function receiveAddress(): Promise<void> {
  const { hash } = location;
  // The proof keeps its address while it is open, and takes it out itself.
  if (/^#prove(=|$)/.test(hash)) return setView({ dialog: 'proof' });
  const lab = /^#lab=([a-z0-9-]{1,40})$/.exec(hash)?.[1];
  if (lab === undefined && !/^#(.*%23)?lb\d/.test(hash)) return;
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  if (lab === undefined) {
    const { receiveText } = await import('./arrivals.ts');
    await receiveText(hash.slice(1), 'link');
    return;
  }
  const { openLab } = await import('../labs/lab-store.ts');
  if (!(await openLab(lab))) setView({ notice: { text: `There is no lab called “${lab}”.`, tone: 'bad' } });
}

/** Follows links that are pasted into the address bar of the open page. Called once, by main. */
export function followAddress(): void {
  window.addEventListener('hashchange', () => void receiveAddress());
}
