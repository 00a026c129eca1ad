/** Puts the theme on the page. `system` follows the machine, also when it changes at dusk. */
import { useEffect } from 'react';
import { useView } from '../state/view-store.ts';

const DARK = '(prefers-color-scheme: dark)';

export function useTheme(): void {
  const theme = useView((view) => view.theme);
  useEffect(() => {
    const system = window.matchMedia(DARK);
    const put = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
    };
    put();
    system.addEventListener('change', put);
    return () => system.removeEventListener('change', put);
  }, [theme]);
}
