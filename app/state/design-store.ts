/**
 * The document store: the only place that holds the design, and `dispatch` the only door that changes it. Undo is a
 * list of earlier designs (they share all that did not change), so every command is undoable without a case of its own.
 *
 * It knows nothing of the simulation: a run in progress may claim a command first (see `claimCommands`), because a
 * live parameter turned during a run belongs on the timeline and not in the drawing.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { apply } from '../../src/design/apply.ts';
import type { Command } from '../../src/design/command.ts';
import type { Design, Problem } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import { changed, type History, newHistory, redone, undone } from '../../src/design/history.ts';

/** Where the current design stands with the browser's storage. `off`: kept in memory only. */
export type Saved = 'saved' | 'saving' | 'off' | 'failed';

export interface DesignState {
  readonly design: Design;
  readonly undoDepth: number;
  readonly redoDepth: number;
  readonly saved: Saved;
}

type Listener = (design: Design, before: Design) => void;
type Claim = (command: Command, gesture: string | undefined) => { readonly problem: Problem | undefined } | undefined;

const store = createStore<DesignState>(() => ({ design: emptyDesign(), undoDepth: 0, redoDepth: 0, saved: 'saved' }));
const listeners = new Set<Listener>();
let history: History<Design> = newHistory(getDesign());
let claim: Claim | undefined;

/** Reads a part of the document state and re-renders when that part changes. */
export function useDesign<T>(select: (state: DesignState) => T): T {
  return useStore(store, select);
}

export function getDesign(): Design {
  return store.getState().design;
}

/** How many steps can be undone and redone now. */
export function undoDepth(): { readonly undo: number; readonly redo: number } {
  return { undo: history.past.length, redo: history.future.length };
}

/**
 * Changes the design. Commands with the same gesture id in a row become one step of undo.
 * @returns why the command was refused, or undefined when it was carried out.
 */
export function dispatch(command: Command, gesture?: string): Problem | undefined {
  const claimed = claim?.(command, gesture);
  return claimed === undefined ? commit(command, gesture) : claimed.problem;
}

/** Like `dispatch`, but past whoever claims commands: for the claimer itself. */
export function commit(command: Command, gesture?: string): Problem | undefined {
  const result = apply(getDesign(), command);
  if (!result.ok) return result.error;
  publish(changed(history, result.value, gesture));
  return undefined;
}

export function undo(): void {
  publish(undone(history));
}

export function redo(): void {
  publish(redone(history));
}

/** Begins with another document: nothing of the one before can be undone. */
export function openDesign(design: Design): void {
  publish(newHistory(design));
}

/** Calls back after every change of the design. @returns a function that ends it. */
export function subscribeDesign(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setSaved(saved: Saved): void {
  if (store.getState().saved !== saved) store.setState({ saved });
}

/** Lets a run in progress take over commands; a claim that answers undefined lets the command through. */
export function claimCommands(by: Claim): void {
  claim = by;
}

function publish(next: History<Design>): void {
  const before = history.present;
  history = next;
  const design = next.present;
  store.setState({ design, undoDepth: next.past.length, redoDepth: next.future.length });
  if (design !== before) for (const listener of listeners) listener(design, before);
}
