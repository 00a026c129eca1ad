/**
 * Commands: every way a design can change, as data. `apply` is the only writer of designs; pointer, key, menu, palette,
 * import, lab step and live slider all end here, so undo, autosave, sharing and replay need no case of their own.
 */
import type { ParamValue } from '../std/parameter.ts';
import type { ClassDoc, Design, LinkDoc, NodeDoc, ObjectiveDoc, TimelineEntry } from './document.ts';

export type Command =
  | {
      readonly do: 'add';
      readonly nodes: readonly NodeDoc[];
      readonly links: readonly LinkDoc[];
      /** Request classes that the new parts speak of and the design does not have yet: what a paste brings along. */
      readonly classes?: readonly ClassDoc[];
    }
  | { readonly do: 'remove'; readonly nodes: readonly string[]; readonly links: readonly string[] }
  | { readonly do: 'move'; readonly to: Readonly<Record<string, { readonly x: number; readonly y: number }>> }
  | { readonly do: 'rename'; readonly node: string; readonly name: string }
  | { readonly do: 'place'; readonly nodes: readonly string[]; readonly region: string; readonly zones: readonly string[] }
  | {
      readonly do: 'set-param';
      readonly of: 'node' | 'link';
      readonly ids: readonly string[];
      readonly param: string;
      /** undefined returns to the default. */
      readonly value: ParamValue | undefined;
    }
  | { readonly do: 'set-class'; readonly class: ClassDoc }
  | { readonly do: 'remove-class'; readonly id: string }
  | { readonly do: 'set-entry'; readonly entry: TimelineEntry }
  /** Several entries at once, in one step; `remove`: others that go. */
  | { readonly do: 'set-entries'; readonly entries: readonly TimelineEntry[]; readonly remove?: readonly string[] }
  | { readonly do: 'remove-entry'; readonly ids: readonly string[] }
  | { readonly do: 'set-objective'; readonly objective: ObjectiveDoc }
  | { readonly do: 'remove-objective'; readonly id: string }
  | { readonly do: 'set-scenario'; readonly seed?: number; readonly durationMs?: number; readonly warmupMs?: number }
  /** `usd` undefined returns to the list's price. */
  | { readonly do: 'set-price'; readonly price: string; readonly usd: number | undefined }
  | { readonly do: 'describe'; readonly title: string; readonly about: string }
  | { readonly do: 'replace'; readonly design: Design };

/** What one click does about a piece of advice: commands that make one step of the history together. */
export interface Fix {
  /** What it does, as a button says it, e.g. `Set a timeout of 1 s`. */
  readonly label: string;
  readonly commands: readonly Command[];
}
