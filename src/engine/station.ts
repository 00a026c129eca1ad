/**
 * The contract between the run loop and what runs: a station is one node of the design at work, with all its instances.
 * (One object a node, not one an instance: a database must see its replicas, a balancer its copies; the instances
 * themselves are rows of numbers.) Everything per event is a method call with whole numbers; nothing is allocated.
 */

import type { Query } from '../std/query.ts';
import type { Plain } from './express/plain.ts';
import type { Sim } from './sim.ts';

/** What only some stations can lose or do when a fault strikes; each returns quietly when there is nothing to lose. */
export type Ability =
  | 'flush'
  | 'traffic'
  | 'leader'
  | 'replication'
  | 'messages'
  | 'disk-loss'
  | 'clock'
  | 'disk'
  | 'names'
  | 'limits'
  | 'promotion'
  | 'restore';

/** Said by `Station.route`: the call is in the station's own hands, which will end it with `calls.returned`. */
export const TAKEN = -3;

/** Where an instance stands. */
export interface Standing {
  readonly region: string;
  readonly zone: string;
}

/** What a station is given when it is built. Ids are those of the whole simulation. */
export interface StationContext {
  readonly sim: Sim;
  /** This node's index. */
  readonly node: number;
  /** Its first instance's id; the others follow. */
  readonly firstInstance: number;
  readonly instances: number;
  /** Links that leave it, in document order. */
  readonly outgoing: readonly number[];
  readonly incoming: readonly number[];
  /** Which classes exist: index → id, and whether a class writes. */
  readonly classes: readonly RequestClass[];
  /** The stores' data set that this node's data belongs to (its own for a store, its origin's for a cache), or -1. */
  readonly dataset: number;
  /** For each outgoing link, what stands at its far end. */
  readonly far: readonly FarEnd[];
  /** Where every instance of the simulation stands, by its id. */
  readonly places: readonly Standing[];
  /** 1 for every node that is a source of requests. */
  readonly sources: Uint8Array;
}

/** A sort of request, as the document describes it; what is absent is as it was always (see design/document). */
export interface RequestClass {
  readonly id: string;
  readonly route: string;
  readonly write: boolean;
  readonly weight: number;
  readonly priority?: number;
  readonly tenant?: string;
  readonly space?: string;
  readonly keys?: number;
  readonly skew?: number;
  readonly hotShare?: number;
  readonly sessionShare?: number;
  readonly query?: Query;
  readonly records?: number;
}

/** What a caller may know of the part at the far end of its link. */
export interface FarEnd {
  readonly link: number;
  readonly node: number;
  readonly firstInstance: number;
  readonly instances: number;
  /** The far end chooses its instance itself: a balancer sees it as one target. */
  readonly choosesInstance: boolean;
  readonly role: 'source' | 'relay' | 'compute' | 'cache' | 'store' | 'broker' | 'control';
  /** A call to it takes a lock, which is given back when the request is done. */
  readonly locks?: boolean;
  /** Work slots of one instance by the parameters of the beginning; absent where the notion does not apply. */
  readonly slots?: number;
  /** For a cache: whether the caller does both look-up and load (cache-aside). */
  readonly aside: boolean;
  /** The data set reached over this link, or -1. */
  readonly dataset: number;
  /** Plan of the call, from the link's parameters. */
  readonly plan: CallPlan;
}

/** How a service uses a link, from the link's parameters. */
export interface CallPlan {
  /** Calls of one step start together; steps follow each other. */
  readonly step: number;
  readonly probability: number;
  readonly count: number;
  readonly together: boolean;
  /** Class indexes that use it; empty: all. */
  readonly classes: readonly number[];
  /** The caller does not wait for the answer. */
  readonly async: boolean;
  readonly weight: number;
}

/** News on its way over an open call: the outermost call, which is a source's own, and the version told. */
export interface Letter {
  readonly row: number;
  readonly generation: number;
  readonly version: number;
}

export interface Station {
  /** Called once at 0 ms: sources schedule their first request here. */
  start?(): void;
  /** A call has reached instance the row's INSTANCE. End it, now or later, with exactly one `sim.answer`. */
  arrive(row: number): void;
  /**
   * A call made by this station came to its end: the child's OUTCOME says how. `row` is the call on whose
   * behalf it was made, or -1. The child's row is freed on return.
   */
  answered(row: number, child: number): void;
  /**
   * The caller of a call that it holds gave up, and the news has come. It may end it (`sim.calls.answer`, cancelled) and what was
   * called on its behalf; absent: it goes on working for nobody.
   */
  cancelled?(row: number): void;
  /** An event scheduled by this station with `sim.wake` or `sim.wakeRow`. */
  wake(what: number, a: number, b: number): void;
  /**
   * An instance went down: all calls it held have been ended by the engine; forget them (queues, slots, memory).
   * `sim.knobs.down[instance]` says how.
   */
  crash(instance: number): void;
  /** It is up again, empty. */
  restart(instance: number): void;
  /** A parameter changed during the run. Values are those of the kind's specs, complete. */
  configure?(values: Readonly<Record<string, unknown>>): void;
  /** The weight of an outgoing link changed during the run. */
  reweigh?(link: number, weight: number): void;
  /** A fault struck this ability at an instance. */
  strike?(ability: Ability, instance: number): void;
  /** Knobs were turned somewhere: sources look at their traffic factor, stores at what is cut off or paused. */
  turned?(): void;
  /**
   * Chooses the instance for a call itself (a store knows its leader); absent: the link's balancer chooses. -1: none. TAKEN: the
   * call goes to no instance here; the station holds it (SERVER_HOLDS) and makes calls for its caller, as a name does.
   */
  route?(row: number): number;
  /** What it is when it is plain now; absent or undefined: it is not. Asked again and again, so it may change. */
  plain?(): Plain | undefined;
  /** The warm-up is over: counts behind own figures start anew. */
  forgetCounts?(): void;
  /** Writes the kind's own figures, in the order of its `figures`, into out[at…]; NaN where there is none. */
  figures?(out: Float64Array, at: number): void;
  /** News that it pushed over somebody's open call, by its number: taken out when it has arrived there (see mechanisms/push). */
  letter?(number: number): Letter | undefined;
  /**
   * A monitor: what it saw last of a node, as rate (1/s), share of errors and p99 (ms) into out[0…2]; false when it does not watch it.
   */
  sees?(node: number, out: Float64Array): boolean;
  /** For a broker: messages that wait to be taken, by the part of this node where it tells them apart, for whoever scales that part. */
  backlog?(consumer: number): number;
  /** Index into INSTANCE_ROLES for the face: 0 none, 1 leader, 2 follower, 3 standby. */
  role?(instance: number): number;
}
