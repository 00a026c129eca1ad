/** An action of the registry as the properties of a button: its key, why it is blocked, and what it does. */
import { getActions, runAction, useActions } from '../state/actions.ts';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';

export interface ActionButton {
  readonly shortcut: string | undefined;
  readonly blocked: string | undefined;
  readonly onClick: () => void;
}

/** Follows the registry, the design and the run, on which most reasons depend. */
export function useAction(id: string): ActionButton {
  useDesign((state) => state.design);
  useDesign((state) => state.redoDepth);
  useRun((run) => run.shape);
  useRun((run) => run.state);
  useActions();
  const action = getActions().find((candidate) => candidate.id === id);
  const enabled = action?.enabled?.() ?? true;
  return { shortcut: action?.keys?.[0], blocked: enabled === true ? undefined : enabled, onClick: () => void runAction(id) };
}
