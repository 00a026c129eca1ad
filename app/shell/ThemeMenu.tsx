/** Light, dark, or as the system has it. */
import { Monitor, Moon, Sun } from 'lucide-react';
import { setView, type Theme, useView } from '../state/view-store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';

const THEMES: readonly { readonly id: Theme; readonly label: string; readonly Icon: typeof Sun }[] = [
  { id: 'light', label: 'Light', Icon: Sun },
  { id: 'dark', label: 'Dark', Icon: Moon },
  { id: 'system', label: 'As the system', Icon: Monitor },
];

export function ThemeMenu() {
  const theme = useView((view) => view.theme);
  const Icon = THEMES.find(({ id }) => id === theme)?.Icon ?? Monitor;
  const trigger = (
    <IconButton label="Theme">
      <Icon aria-hidden="true" />
    </IconButton>
  );
  const entries = THEMES.map(({ id, label, Icon }) => ({
    id,
    label,
    icon: <Icon aria-hidden="true" />,
    chosen: id === theme,
    run: () => setView({ theme: id }),
  }));
  return <Menu trigger={trigger} entries={entries} align="end" />;
}
