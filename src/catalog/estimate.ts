/**
 * What a kind says about itself before anything runs: what it would be sent on, and how long it would take. Pure arithmetic
 * on mean rates, by which `run/estimate` predicts a whole design. A kind without these words is left out of predictions,
 * and said to be.
 *
 * Two directions, because each needs what comes from the other side: `send` goes with the requests (rates, downstream),
 * `serve` with the answers (times, upstream). Both are asked again until nothing changes.
 */
import type { FarEnd } from '../engine/station.ts';
import type { Query } from '../std/query.ts';
import type { KeyMix } from '../theory/popularity.ts';

/** How calls over a link are spread over the copies of its far end. */
export interface Spread {
  readonly how: 'turns' | 'random' | 'least' | 'two';
  /** Copies among which a turn goes round: those of the far end, and for a balancer those of its other links too. */
  readonly among: number;
  /** How many take turns each by themselves: the copies of a balancer. */
  readonly counters: number;
}

/** What crosses a link in a second. */
export interface Flow {
  /** Calls by class. */
  readonly rates: Float64Array;
  /** What a cache is told besides: entries to keep, and to drop. */
  readonly fills: number;
  readonly drops: number;
  /** How long after a miss its caller fills the entry, ms. */
  readonly loading: number;
  /** Squared coefficient of variation of the gaps: 1 Poisson, 0 even. With turns, of all calls that take part in them. */
  readonly scv: number;
  readonly spread: Spread;
  /** What is asked for, and what is written. */
  readonly reads: KeyMix;
  readonly writes: KeyMix;
}

/** How a call over a link goes, as its caller sees it, by class; ms. */
export interface Answer {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Share of look-ups that find nothing, and what those ask for. */
  readonly miss: number;
  readonly missed: KeyMix | undefined;
}

/** Why a figure is not to be trusted, in words; what it makes meaningless. */
export interface Doubt {
  readonly text: string;
  /** `time`: the times; `all`: utilisation too; `none`: the figures stand, with this to be known. */
  readonly hides: 'none' | 'time' | 'all';
}

export interface Given {
  readonly classes: readonly {
    readonly id: string;
    readonly weight: number;
    readonly write: boolean;
    readonly keys?: number;
    readonly hotShare?: number;
    readonly space?: string;
    /** How it asks, and how many records that touches. */
    readonly query?: Query;
    readonly records?: number;
    /** Bytes of its questions and of its answers. */
    readonly bytesUp?: number;
    readonly bytesDown?: number;
  }[];
  readonly instances: number;
  readonly far: readonly FarEnd[];
  /** What arrives over each link, and whether its caller also has a link to where `far[0]` leads. */
  readonly incoming: readonly Flow[];
  readonly callersReachOrigin: readonly boolean[];
  /** All that arrives, by class, a second; fills and drops apart. */
  readonly rates: Float64Array;
  readonly fills: number;
  readonly drops: number;
  readonly reads: KeyMix;
  readonly writes: KeyMix;
  /** How many keys there are in all. */
  readonly keys: number;
  /** scv of all that arrives, put together. */
  readonly inflowScv: number;
  /** For each of `far`. */
  readonly answers: readonly Answer[];
  /** What `serve` said last; undefined the first time. */
  readonly before: Served | undefined;
  /** For a source: requests a second, and their scv. */
  readonly source: { readonly rate: number; readonly scv: number };
  /** How a plain link spreads its calls, for each of `far`. */
  readonly spreads: readonly Spread[];
  /** One-way ms between two of its own instances. */
  readonly between: (i: number, j: number) => number;
}

/** Something that runs out: how much of it is taken at this load, 1 being all. */
export interface Resource {
  readonly name: string;
  readonly load: number;
  /** It was set as a limit: reaching it is no overload. */
  readonly wanted?: boolean;
}

export interface Served {
  /** From arrival to answer, by class; ms. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Mean share of its work slots that are taken, over its instances, as it is measured; NaN where there are none. */
  readonly utilisation: number;
  /** Mean wait for a work slot, ms; NaN where there is none to wait for. */
  readonly wait: number;
  readonly resources: readonly Resource[];
  /** Share of arrivals that it takes in. */
  readonly accepted: number;
  /** scv of what it sends on. */
  readonly scv: number;
  readonly miss: number;
  readonly missed: KeyMix | undefined;
  /** 99 % take no longer, ms: only where the formula is exact. */
  readonly p99: number | undefined;
  readonly doubts: readonly Doubt[];
  /** Own figures of the kind that can be foretold, by id. */
  readonly figures: Readonly<Record<string, number>>;
  /** Its work slots are taken through its calls too. */
  readonly holds?: boolean;
  /** Share of the reads and of the writes that each instance serves; absent: all alike. */
  readonly shares?: { readonly reads: readonly number[]; readonly writes: readonly number[] };
}

/** Where requests come from. */
export type Source =
  | { readonly is: 'open'; readonly rate: number; readonly scv: number; readonly doubts: readonly Doubt[]; readonly changesAt: number }
  | { readonly is: 'closed'; readonly users: number; readonly think: number };

/** A kind's own predictions. `V` are the values of its parameters. */
export interface Estimator<V> {
  readonly source?: (values: V) => Source & { readonly keys: number; readonly skew: number };
  /** What goes out over each of `given.far`. */
  readonly send: (given: Given, values: V) => readonly Flow[];
  readonly serve: (given: Given, values: V) => Served;
}
