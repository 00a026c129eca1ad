/**
 * Puts the theme on the page before the first paint and whenever it changes. `system` follows the machine, also when it
 * changes at dusk.
 */
import { getView, subscribeView } from '../state/view-store.ts';

const DARK = '(prefers-color-scheme: dark)';

/** Called once, by main, before anything is shown. */
export function followTheme(): void {
  const system = window.matchMedia(DARK);
  const put = (): void => {
    const { theme } = getView();
    document.documentElement.dataset['theme'] = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  put();
  system.addEventListener('change', put);
  subscribeView((view, before) => {
    if (view.theme !== before.theme) put();
  });
}
