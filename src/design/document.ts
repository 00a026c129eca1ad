/**
 * The document: everything a person has drawn and decided, as plain versioned data. It holds no run, no view and no
 * default (a missing parameter means the spec's default). Times are milliseconds, rates per second, sizes bytes.
 */

import type { ParamBag, ParamValue } from '../std/parameter.ts';
import type { Query } from '../std/query.ts';
import type { Fix } from './command.ts';
import type { ConditionDoc } from './condition-doc.ts';

/** The version this build writes. Older versions are migrated by `read`; newer ones are refused in words. */
export const DOCUMENT_VERSION = 1;

/** Limits on everything a document may hold (chosen; CHECKLISTS F09, C07). */
export const LIMITS = {
  nodes: 2_000,
  links: 5_000,
  classes: 40,
  timeline: 1_000,
  objectives: 50,
  /** How often an entry repeats; conditions of a probe; kinds and targets of random faults; failures expected of one entry. */
  repeats: 1_000,
  hypotheses: 12,
  choices: 40,
  strikes: 2_000,
  instances: 256,
  totalInstances: 20_000,
  nameLength: 80,
  textLength: 2_000,
  idLength: 40,
  durationMs: 86_400_000,
  coordinate: 100_000,
} as const;

/** A part placed on the canvas. `id` is a slug (`[a-z0-9-]+`) used in addresses; `name` is what people read. */
export interface NodeDoc {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Canvas position in px at zoom 1, top left. */
  readonly x: number;
  readonly y: number;
  readonly params: ParamBag;
  /** Region name, '' when the node stands in no drawn region. */
  readonly region: string;
  /** Zones over which the instances are spread in turn: instance i stands in zones[i % n]. Never empty. */
  readonly zones: readonly string[];
}

/** A directed connection: `from` calls `to`. Its parameters are those of engine/policy/link-parameters. */
export interface LinkDoc {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly params: ParamBag;
}

/** A sort of request. Gateways route by it, services may treat it differently, figures are split by it. */
export interface ClassDoc {
  readonly id: string;
  readonly name: string;
  /** Path shown and matched, e.g. `/checkout`. */
  readonly route: string;
  readonly write: boolean;
  /** Share of the traffic, relative to the other classes. */
  readonly weight: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Who goes first where a part takes calls by priority: a higher number before a lower one; absent: 0. */
  readonly priority?: number;
  /** On whose behalf it is sent: limits for each tenant go by it; absent: one for all. */
  readonly tenant?: string;
  /** Classes of one key space ask about the same things; those of different ones never; absent: the common one. */
  readonly space?: string;
  /** How many keys there are, and Zipf's exponent over them; absent: as the source says. */
  readonly keys?: number;
  readonly skew?: number;
  /** Share of its requests that all ask about one key; absent: 0. */
  readonly hotShare?: number;
  /** Share of its requests that carry a session; the others come as somebody new each time; absent: all. */
  readonly sessionShare?: number;
  /** How it asks a store, and how many records that touches; absent: one record by its key. */
  readonly query?: Query;
  readonly records?: number;
}

/** What a class may say besides, as far as traffic goes by it. */
export type ClassTraits = Pick<
  ClassDoc,
  'priority' | 'tenant' | 'space' | 'keys' | 'skew' | 'hotShare' | 'sessionShare' | 'query' | 'records'
>;

/** What any entry of the timeline may say besides. */
export interface EntryTraits {
  /** It stays where it is and does nothing. */
  readonly muted?: true;
  /** Entries of one group are moved, muted and removed together. */
  readonly group?: string;
}

/** When something begins other than at its moment. `at` is the earliest it can: for one after another, where that ends as planned. */
export interface Beginning {
  /** Begins so many ms after the end of another entry. */
  readonly after?: { readonly entry: string; readonly offset: number };
  /** Begins at the first end of a chart window after `at` at which this holds; never, if it never does. */
  readonly when?: ConditionDoc;
}

/** It comes again every so many ms, counted from its beginning, so often in all; absent: to the end of the run. */
export interface Repeat {
  readonly every: number;
  readonly times?: number;
}

export interface FaultEntry extends EntryTraits, Beginning {
  readonly type: 'fault';
  readonly id: string;
  readonly at: number;
  /** How long it lasts; Infinity is written as absent: until the end of the run. */
  readonly duration?: number;
  readonly fault: string;
  /** An address: `db`, `db/2` (instances count from 1), `leader:db`, `class:buy`, `lb>app`, `zone:a`, `region:eu`, `{a,b}|{c/2}`. */
  readonly target: string;
  readonly params: ParamBag;
  /** Its size grows from nothing to what is set within so many ms. */
  readonly ramp?: number;
  /** Its size goes back to nothing within so many ms before it ends. */
  readonly fall?: number;
  readonly repeat?: Repeat;
}

/** A parameter set to a new value at a moment of the run: what a live slider writes. */
export interface ChangeEntry extends EntryTraits, Beginning {
  readonly type: 'change';
  readonly id: string;
  readonly at: number;
  /** A node id or a link id. */
  readonly target: string;
  readonly param: string;
  readonly value: ParamValue;
}

export interface NoteEntry extends EntryTraits {
  readonly type: 'note';
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

/** Faults struck at random under the seed: a Poisson process of strikes, each of a kind and at a target drawn from these. */
export interface ChaosEntry extends EntryTraits, Beginning {
  readonly type: 'chaos';
  readonly id: string;
  readonly at: number;
  readonly duration?: number;
  /** Strikes per minute, on average. */
  readonly perMinute: number;
  /** How long one lasts on average, ms; exponentially distributed. */
  readonly lasts: number;
  /** Most that are at work at once: a strike beyond does not happen. */
  readonly most: number;
  /** Ids of faults. */
  readonly faults: readonly string[];
  /** Addresses; each strike takes one that its fault may hit. */
  readonly targets: readonly string[];
}

/** Every instance at a target fails and is repaired by itself, again and again: up and down times are exponential. */
export interface WearEntry extends EntryTraits, Beginning {
  readonly type: 'wear';
  readonly id: string;
  readonly at: number;
  readonly duration?: number;
  readonly target: string;
  /** Mean time up between failures and mean time to repair, ms. */
  readonly mtbf: number;
  readonly mttr: number;
}

/** Ends or pauses the run at the first end of a chart window after `at` at which a condition holds. */
export interface StopEntry extends EntryTraits {
  readonly type: 'stop';
  readonly id: string;
  readonly at: number;
  readonly when: ConditionDoc;
  readonly does: 'end' | 'pause';
}

/** Before the faults it watches, while one is at work, and after they ended. */
export const PHASES = ['before', 'during', 'after'] as const;
export type Phase = (typeof PHASES)[number];

/** What should hold in some phases of an experiment; it is broken where it does not for as long as `for`. */
export interface HypothesisDoc extends ConditionDoc {
  readonly phases: readonly Phase[];
}

/** A hypothesis about a stretch of the run, judged as it goes. */
export interface ProbeEntry extends EntryTraits {
  readonly type: 'probe';
  readonly id: string;
  readonly at: number;
  readonly duration?: number;
  readonly name: string;
  /** The entry whose fault divides before, during and after; absent: all faults. */
  readonly of?: string;
  /** What should hold may take so long to hold again, ms; absent: it must at once. */
  readonly recoverWithin?: number;
  /** Counted from the strike, for what should hold during the fault: a failover; absent: from the end of the fault, for what should hold after. */
  readonly recoverFrom?: 'strike';
  readonly hypothesis: readonly HypothesisDoc[];
}

export type TimelineEntry = FaultEntry | ChangeEntry | NoteEntry | ChaosEntry | WearEntry | StopEntry | ProbeEntry;

/** What an objective can be about. `latency…` in ms, shares as ratios, counts as counts, rates per second, costs in USD. */
export const OBJECTIVE_METRICS = [
  'latency.p50',
  'latency.p95',
  'latency.p99',
  'latency.p999',
  'latency.mean',
  'availability',
  'throughput',
  'staleShare',
  'lostWrites',
  'cost.perHour',
  'cost.perMillionOk',
] as const;
export type ListedMetric = (typeof OBJECTIVE_METRICS)[number];

/** One of the list, or a figure of a part: `part:db.lagMs`, its kind's own or one of PART_FIGURES. */
export type ObjectiveMetric = ListedMetric | `part:${string}`;

/** Figures that every part has. */
export const PART_FIGURES = ['utilisation', 'queue', 'p99'] as const;

export interface ObjectiveDoc {
  readonly id: string;
  readonly metric: ObjectiveMetric;
  /** `most`: the figure must not exceed `value`; `least`: it must not fall below. */
  readonly bound: 'most' | 'least';
  readonly value: number;
  /** A class id, or '' for all requests. */
  readonly class: string;
}

export interface ScenarioDoc {
  /** Whole number 0 … 2^32-1. */
  readonly seed: number;
  readonly durationMs: number;
  /** Totals leave out what happened before this moment. */
  readonly warmupMs: number;
  readonly timeline: readonly TimelineEntry[];
  readonly objectives: readonly ObjectiveDoc[];
}

export interface Design {
  readonly version: typeof DOCUMENT_VERSION;
  readonly title: string;
  /** What it shows and what to watch, in a sentence or two; '' when there is none. */
  readonly about: string;
  readonly classes: readonly ClassDoc[];
  readonly nodes: readonly NodeDoc[];
  readonly links: readonly LinkDoc[];
  readonly scenario: ScenarioDoc;
  /** Prices of its own in USD, by id of the price list; absent when it keeps to the list. */
  readonly prices?: Readonly<Record<string, number>>;
}

/** A problem with something that came in, or advice about a design: a value, never an exception. */
export interface Problem {
  /** Stable code, e.g. `dangling-link`; the words may change, the code may not. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Where: a path such as `nodes[3].params.workers` or an address such as `lb>app`. */
  readonly place: string;
  /** One plain sentence a person can act on. */
  readonly message: string;
  /** What one click can do about it; only advice has one. */
  readonly fix?: Fix | undefined;
}
