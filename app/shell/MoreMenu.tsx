/** Everything by name, with the bar's own doors among it: what explains a run first, then what asks for many, files, and the page itself. */
import { Ellipsis } from 'lucide-react';
import { type Action, runAction, useActions } from '../state/actions.ts';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { type PaneSizes, useView } from '../state/view-store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { type Layout, useLayout } from './use-layout.ts';

/** By sort; a line is drawn between two. */
const SORTS: readonly (readonly string[])[] = [
  ['run.why', 'run.traces', 'run.log', 'run.consistency', 'run.post-mortem'],
  ['run.many', 'run.compare', 'run.study', 'help.proof'],
  ['file.open', 'file.examples', 'file.labs', 'file.interview', 'file.envelope', 'file.export'],
  ['edit.undo', 'edit.redo'],
  ['view.parts', 'view.inspector', 'view.bottom'],
  ['theme.light', 'theme.dark', 'theme.system'],
  ['help.commands', 'help.shortcuts'],
];

/** Panes are there or not: a tick says it, and the name alone is enough. */
const PANES: Readonly<Record<string, { readonly pane: keyof PaneSizes; readonly label: string }>> = {
  'view.parts': { pane: 'palette', label: 'Parts' },
  'view.inspector': { pane: 'inspector', label: 'Inspector' },
  'view.bottom': { pane: 'bottom', label: 'Timeline and charts' },
};

export function MoreMenu() {
  const layout = useLayout();
  const actions = useActions();
  // What is blocked depends on the design and on what of it can run.
  useDesign((state) => state.design);
  useRun((run) => run.shape);
  useRun((run) => run.state);
  useView((view) => view.dialog);
  const panes = useView((view) => view.panes);
  const theme = useView((view) => view.theme);
  const sorts = SORTS.map((ids) => ids.flatMap((id) => actions.filter((action) => action.id === id && fits(id, layout))));
  const chosen = (id: string): Partial<MenuEntry> => {
    const pane = PANES[id];
    if (pane !== undefined) return { label: pane.label, chosen: panes[pane.pane], several: true };
    return id.startsWith('theme.') ? { chosen: id === `theme.${theme}` } : {};
  };
  const entries = sorts.flatMap((sort, s) => sort.map((action, i) => ({ ...entryOf(action, s > 0 && i === 0), ...chosen(action.id) })));
  const trigger = (
    <IconButton label="More">
      <Ellipsis aria-hidden="true" />
    </IconButton>
  );
  return <Menu trigger={trigger} entries={entries} align="end" />;
}

/** A phone shows one pane at a time, by the buttons below. */
function fits(id: string, layout: Layout): boolean {
  return layout !== 'phone' || !id.startsWith('view.');
}

function entryOf({ id, label, keys, enabled }: Action, first: boolean): MenuEntry {
  const able = enabled?.() ?? true;
  return { id, label, keys: keys?.[0], first, blocked: able === true ? undefined : able, run: () => void runAction(id) };
}
