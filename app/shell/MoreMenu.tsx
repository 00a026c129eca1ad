/** Where the bar has no room: everything it leaves out, from the registry. */
import { Ellipsis } from 'lucide-react';
import { runAction, useActions } from '../state/actions.ts';
import { useView } from '../state/view-store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';

const LEFT_OUT = [
  'file.open',
  'file.examples',
  'file.labs',
  'run.many',
  'run.compare',
  'help.proof',
  'edit.undo',
  'edit.redo',
  'view.parts',
  'view.inspector',
  'view.bottom',
  'theme.light',
  'theme.dark',
  'theme.system',
  'help.commands',
  'help.shortcuts',
];

export function MoreMenu() {
  const actions = useActions();
  useView((view) => view.dialog);
  const entries = LEFT_OUT.flatMap((id) => {
    const action = actions.find((candidate) => candidate.id === id);
    if (action === undefined) return [];
    const enabled = action.enabled?.() ?? true;
    return [
      { id, label: action.label, keys: action.keys?.[0], blocked: enabled === true ? undefined : enabled, run: () => void runAction(id) },
    ];
  });
  const trigger = (
    <IconButton label="More">
      <Ellipsis aria-hidden="true" />
    </IconButton>
  );
  return <Menu trigger={trigger} entries={entries} align="end" />;
}
