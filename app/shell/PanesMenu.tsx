/** Which panes are shown. */
import { PanelsTopLeft } from 'lucide-react';
import { getActions, runAction } from '../state/actions.ts';
import { useView } from '../state/view-store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';

const PANES = [
  { pane: 'palette', action: 'view.parts', label: 'Parts' },
  { pane: 'inspector', action: 'view.inspector', label: 'Inspector' },
  { pane: 'bottom', action: 'view.bottom', label: 'Timeline and charts' },
] as const;

export function PanesMenu() {
  const panes = useView((view) => view.panes);
  const trigger = (
    <IconButton label="Panes">
      <PanelsTopLeft aria-hidden="true" />
    </IconButton>
  );
  const entries = PANES.map(({ pane, action, label }) => ({
    id: pane,
    label,
    keys: getActions().find(({ id }) => id === action)?.keys?.[0],
    chosen: panes[pane],
    several: true,
    run: () => void runAction(action),
  }));
  return <Menu trigger={trigger} entries={entries} align="end" />;
}
