/** Where the bar has no room: everything it leaves out, from the registry. */
import { Ellipsis } from 'lucide-react';
import { runAction, useActions } from '../state/actions.ts';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { useView } from '../state/view-store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';

const LEFT_OUT = [
  'file.open',
  'file.examples',
  'file.labs',
  'file.interview',
  'file.envelope',
  'file.export',
  'run.post-mortem',
  'run.many',
  'run.compare',
  'run.study',
  'run.consistency',
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
  // What is blocked depends on the design and on what of it can run.
  useView((view) => view.dialog);
  useDesign((state) => state.design);
  useRun((run) => run.shape);
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
