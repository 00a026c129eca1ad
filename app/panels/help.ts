/**
 * Which setting the help strip explains: the one with the focus, else the one under the pointer. A store of its own, so that moving the
 * pointer renders nothing but the strip.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ParamSpec } from '../../src/std/parameter.ts';

interface HelpState {
  readonly focused: ParamSpec | undefined;
  readonly hovered: ParamSpec | undefined;
}

const store = createStore<HelpState>(() => ({ focused: undefined, hovered: undefined }));

export function useHelp(): ParamSpec | undefined {
  return useStore(store, (state) => state.hovered ?? state.focused);
}

/** Lets the strip explain a setting while its row has the focus or is pointed at. @returns a function that ends it. */
export function explains(row: HTMLElement, spec: ParamSpec): () => void {
  const ended = new AbortController();
  const on = (type: string, patch: () => Partial<HelpState>): void =>
    row.addEventListener(type, () => store.setState(patch()), { signal: ended.signal });
  on('pointerenter', () => ({ hovered: spec }));
  on('pointerleave', () => ({ hovered: undefined }));
  on('focusin', () => ({ focused: spec, hovered: undefined }));
  on('focusout', () => ({ focused: undefined }));
  return () => {
    ended.abort();
    const { focused, hovered } = store.getState();
    store.setState({ focused: focused === spec ? undefined : focused, hovered: hovered === spec ? undefined : hovered });
  };
}
