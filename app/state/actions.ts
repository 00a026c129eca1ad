/**
 * The registry of actions: everything a person can do by name. The command palette, the shortcut sheet, menus and the
 * key handler all derive from it, so none of them can drift from the others.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface Action {
  readonly id: string;
  /** What it does, in sentence case: `Run to end`. */
  readonly label: string;
  /** Heading in the palette and the shortcut sheet: `Run`, `Edit`, `View`, `Share` … */
  readonly group: string;
  /** Key chords such as `Mod+Shift+Z`, `Space`, `.`; `Mod` is Ctrl, or Cmd on a Mac. The first one is shown. */
  readonly keys?: readonly string[];
  readonly run: () => void;
  /** true, or the reason in words why it cannot be done now. */
  readonly enabled?: () => true | string;
}

const store = createStore<{ readonly actions: readonly Action[] }>(() => ({ actions: [] }));

/** Adds actions; one with an id that is already there replaces it. @returns a function that takes them out again. */
export function registerActions(added: readonly Action[]): () => void {
  const ids = new Set(added.map((action) => action.id));
  store.setState(({ actions }) => ({ actions: [...actions.filter((action) => !ids.has(action.id)), ...added] }));
  return () => store.setState(({ actions }) => ({ actions: actions.filter((action) => !added.includes(action)) }));
}

export function getActions(): readonly Action[] {
  return store.getState().actions;
}

export function useActions(): readonly Action[] {
  return useStore(store, (state) => state.actions);
}

/** Runs an action by its id. @returns why it could not be done, or undefined. */
export function runAction(id: string): string | undefined {
  const action = getActions().find((candidate) => candidate.id === id);
  if (action === undefined) return `There is no action ${id}.`;
  const enabled = action.enabled?.() ?? true;
  if (enabled !== true) return enabled;
  action.run();
  return undefined;
}
