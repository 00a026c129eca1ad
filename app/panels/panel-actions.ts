/** What the inspector can do by name: its four tabs, for the command palette and the keys. */
import type { Action } from '../state/actions.ts';
import { getView, type InspectorTab, setView } from '../state/view-store.ts';

const tab = (value: InspectorTab, label: string, key: string): Action => ({
  id: `inspector.${value}`,
  label,
  group: 'View',
  keys: [key],
  run: () => setView({ tab: value, panes: { ...getView().panes, inspector: true } }),
});

export const PANEL_ACTIONS: readonly Action[] = [
  tab('set', 'Settings of the selection', 'Alt+S'),
  tab('measure', 'Measures of the selection', 'Alt+M'),
  tab('break', 'Break the selection', 'Alt+B'),
  tab('about', 'About the selection', 'Alt+A'),
];
