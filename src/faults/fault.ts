/**
 * What a fault is: its words, where it may aim, its parameters, and how it turns the knobs while it is active. A fault
 * sees knobs and the reach of its target, never a kind. What only some parts can lose is an ability it asks for by name.
 */
import type { Knobs } from '../engine/knobs.ts';
import type { Ability } from '../engine/station.ts';
import type { ParamSpecs, ValuesOf } from '../std/parameter.ts';

/** What an address can name. `node` covers all its instances, `instance` one of them. */
export type TargetSort = 'node' | 'instance' | 'link' | 'zone' | 'region' | 'partition';

/** Where a fault of single machines may aim: at one, at all of a part, at all that stand in a place. */
export const MACHINES: readonly TargetSort[] = ['node', 'instance', 'zone', 'region'];

/** What a target comes down to in the compiled design. */
export interface Reach {
  readonly nodes: readonly number[];
  readonly instances: readonly number[];
  readonly links: readonly number[];
  /** Those of the links that lead to a part in reach from elsewhere; absent where links themselves are aimed at. */
  readonly inward?: ReadonlySet<number>;
  /** Request classes by index; absent: none. */
  readonly classes?: readonly number[];
  /** For a partition: the side of every instance (0, 1 or 2); undefined otherwise. */
  readonly sides: Uint8Array | undefined;
  /** Aimed at what lies between the two sides, and at neither of them. */
  readonly between?: true;
}

export type FaultGroup = 'machine' | 'network' | 'data' | 'load';

export interface Fault<S extends ParamSpecs = ParamSpecs> {
  readonly id: string;
  readonly name: string;
  readonly group: FaultGroup;
  /** One sentence: what goes wrong. */
  readonly summary: string;
  /** A short paragraph: the mechanism, the symptom to expect, what is left out. */
  readonly about: string;
  readonly targets: readonly TargetSort[];
  /** Only for nodes with this ability, e.g. `flush` or `traffic`; undefined: any. */
  readonly needs?: Ability;
  /** It may also aim at the requests of one class, as `class:buy`. */
  readonly byClass?: true;
  /** True when it may also hit a traffic source. */
  readonly sources: boolean;
  readonly params: S;
  /** True when nothing passes: the two sides it is aimed between are cut off from each other. */
  readonly cuts?: true;
  /** How long a new one lasts, in ms; 0 for a fault of one moment. */
  readonly lasts: number;
  /**
   * Its size, for a fault that can set in gradually: parameters, each with the value at which it would do nothing (Infinity for a
   * limit). Absent: it is there or it is not.
   */
  readonly grows?: Partial<Readonly<Record<keyof S, number>>>;
  /** The few characters on a node's badge and the timeline bar, e.g. `slow ×8`. */
  readonly badge: (values: ValuesOf<S>) => string;
  /** Turns knobs for as long as the fault is active, `since` ns ago, at `began`; composes with what others turned before it. */
  readonly turn?: (knobs: Knobs, reach: Reach, values: ValuesOf<S>, since: number, began: number) => void;
  /**
   * For a fault that changes while it lasts: the ns after its beginning, at or after `since`, at which it next turns the knobs
   * otherwise; Infinity when never again. It may depend on nothing else, so that a run can be taken up at any moment.
   */
  readonly changes?: (values: ValuesOf<S>, since: number, reach: Reach) => number;
  /** Hits only the instance in reach that leads when the fault begins, if one does. */
  readonly aims?: 'leader';
  /** Ability exercised once, at the moment the fault begins, on every instance in reach. */
  readonly strikes?: Ability;
}

/** Declares a fault. The identity function at run time; it exists to type `badge` and `turn` by the parameters. */
export function defineFault<const S extends ParamSpecs>(fault: Fault<S>): Fault {
  return fault as unknown as Fault;
}

/**
 * The parameters of a fault that has set in to a share of its size: 0 < `grown` ≤ 1. What is no size stays as it is.
 */
export function grown(fault: Fault, values: Readonly<Record<string, unknown>>, share: number): Readonly<Record<string, unknown>> {
  if (share >= 1 || fault.grows === undefined) return values;
  const next: Record<string, unknown> = { ...values };
  for (const [name, none] of Object.entries(fault.grows)) {
    const value = values[name];
    if (typeof value !== 'number' || none === undefined) continue;
    next[name] = none === Number.POSITIVE_INFINITY ? value / share : none + (value - none) * share;
  }
  return next;
}
