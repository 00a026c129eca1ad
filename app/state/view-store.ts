/**
 * The view store: what this person looks at right now. Personal, never shared, never part of a design or a run.
 * What should survive a reload (theme, panes, settings) is kept in localStorage when the browser allows it.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TracedCell } from '../../src/worker/protocol.ts';

export type Theme = 'light' | 'dark' | 'system';
export type InspectorTab = 'set' | 'measure' | 'break' | 'about';
export type DialogName =
  | 'share'
  | 'open'
  | 'examples'
  | 'shortcuts'
  | 'commands'
  | 'labs'
  | 'envelope'
  | 'interview'
  | 'proof'
  | 'experiment'
  | 'study'
  | 'traces'
  | 'why'
  | 'consistency'
  | 'export'
  | 'post-mortem'
  | 'log'
  | 'timeline-text'
  | 'moments'
  | 'branch';
export type Tool =
  | { readonly is: 'select' }
  | { readonly is: 'place'; readonly kind: string }
  | { readonly is: 'connect'; readonly from: string };

export interface Selection {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
}

export interface Notice {
  readonly text: string;
  readonly tone: 'info' | 'good' | 'bad';
  /** One thing that can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Widths and heights of the panes in px. */
export interface PaneSizes {
  readonly palette: number;
  readonly inspector: number;
  readonly bottom: number;
}

export interface ViewState {
  readonly selection: Selection;
  readonly theme: Theme;
  readonly tab: InspectorTab;
  readonly tool: Tool;
  /** The moment under the pointer on any time axis, in ms of simulated time: charts and timeline share it. */
  readonly hoverMs: number | undefined;
  /** The stretch of the run that is asked about, ms; undefined: its worst one, or all of it. */
  readonly stretch: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly panes: { readonly palette: boolean; readonly inspector: boolean; readonly bottom: boolean };
  readonly sizes: PaneSizes;
  readonly dialog: DialogName | undefined;
  readonly notice: Notice | undefined;
  /** Which requests the traces are of; undefined: some of the whole run. */
  readonly traced: TracedCell | undefined;
  /** Whether single letters act while the canvas has the focus. */
  readonly singleKeys: boolean;
  /** Whether the canvas shows what is predicted before anything runs. */
  readonly estimates: boolean;
  /** Groups of the list of parts that are folded in. */
  readonly folded: readonly string[];
  /** Groups of settings that somebody opened or closed, by `kind/group`. */
  readonly folds: Readonly<Record<string, boolean>>;
}

const KEPT = 'loadbearing.view';
const KEPT_FIELDS = ['theme', 'panes', 'sizes', 'singleKeys', 'estimates', 'folded', 'folds'] as const;
const first: ViewState = {
  selection: { nodes: [], links: [] },
  theme: 'system',
  tab: 'set',
  tool: { is: 'select' },
  hoverMs: undefined,
  stretch: undefined,
  panes: { palette: true, inspector: true, bottom: true },
  sizes: { palette: 168, inspector: 288, bottom: 280 },
  dialog: undefined,
  notice: undefined,
  traced: undefined,
  singleKeys: true,
  estimates: true,
  folded: [],
  folds: {},
};
const store = createStore<ViewState>(() => ({ ...first, ...recall() }));

/** Reads a part of the view and re-renders when that part changes. */
export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(store, select);
}

export function getView(): ViewState {
  return store.getState();
}

export function setView(patch: Partial<ViewState>): void {
  store.setState(patch);
  if (KEPT_FIELDS.some((field) => field in patch)) keep(store.getState());
}

export function subscribeView(listener: (view: ViewState, before: ViewState) => void): () => void {
  return store.subscribe(listener);
}

function keep(view: ViewState): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(KEPT_FIELDS.map((field) => [field, view[field]]))));
  } catch {
    // Storage is blocked or full: the setting lasts as long as the page.
  }
}

/** What was kept, field by field: anything of the wrong form is left out. */
function recall(): Partial<ViewState> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return typeof kept === 'object' && kept !== null ? readKept(kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Takes over the fields of a kept view that have the right form. */
export function readKept(kept: Record<string, unknown>): Partial<ViewState> {
  const { theme, panes, sizes, singleKeys, estimates, folded, folds } = kept;
  const patch: { -readonly [K in keyof ViewState]?: ViewState[K] } = {};
  if (theme === 'light' || theme === 'dark' || theme === 'system') patch.theme = theme;
  if (typeof singleKeys === 'boolean') patch.singleKeys = singleKeys;
  if (typeof estimates === 'boolean') patch.estimates = estimates;
  if (Array.isArray(folded)) patch.folded = folded.filter((group) => typeof group === 'string');
  if (typeof folds === 'object' && folds !== null) {
    patch.folds = Object.fromEntries(Object.entries(folds).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'));
  }
  if (typeof panes === 'object' && panes !== null) {
    const open = (name: string): boolean => (panes as Record<string, unknown>)[name] !== false;
    patch.panes = { palette: open('palette'), inspector: open('inspector'), bottom: open('bottom') };
  }
  if (typeof sizes === 'object' && sizes !== null) {
    const px = (name: keyof PaneSizes): number => {
      const size = (sizes as Record<string, unknown>)[name];
      return typeof size === 'number' && size >= 100 && size <= 2_000 ? size : first.sizes[name];
    };
    patch.sizes = { palette: px('palette'), inspector: px('inspector'), bottom: px('bottom') };
  }
  return patch;
}
