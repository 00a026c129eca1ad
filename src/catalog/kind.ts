/**
 * What a kind of part is: its words, parameters, figures and the station that runs it. Palette, inspector, reading,
 * help and the printed catalogue all derive from this; a kind touches nothing outside its own folder but the list.
 */
import type { Ability, Station, StationContext } from '../engine/station.ts';
import { type NumberSpec, type ParamBag, type ParamSpecs, type Unit, type ValuesOf, valuesOf } from '../std/parameter.ts';
import type { CapSetting } from './cap-setting.ts';
import type { Estimator } from './estimate.ts';
import type { Preset } from './preset.ts';
import type { Cost } from './prices.ts';

export type KindGroup = 'traffic' | 'edge' | 'balance' | 'compute' | 'data' | 'messages' | 'operations';

/**
 * What a part does with a call, as far as its neighbours need to know it. A control part watches or steers what its links lead to and
 * carries no requests.
 */
export type KindRole = 'source' | 'relay' | 'compute' | 'cache' | 'store' | 'broker' | 'control';

/** A live figure that only this kind has; shown on its face and in its report under `id`. */
export interface FigureSpec {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly help: string;
  /** It tells of stale, lost, doubled or conflicting data, so it is shown beside the consistency of the run too. */
  readonly ofData?: true;
}

export interface Kind<S extends ParamSpecs = ParamSpecs> {
  readonly id: string;
  readonly name: string;
  readonly group: KindGroup;
  readonly role: KindRole;
  /** One sentence for the palette. */
  readonly summary: string;
  /** A short paragraph: what it models, and what it leaves out. */
  readonly about: string;
  /** All its parameters. `instances` (whole number) gives the number of instances; without it there is one. */
  readonly params: S;
  /** Named bags of settings to choose from (see preset.ts). */
  readonly presets?: readonly Preset[];
  /** For a store: the sides it can take when the network is parted (see cap-setting.ts). */
  readonly capSettings?: readonly CapSetting[];
  /** How many links may leave it: none, or any number. Incoming links: whether anyone may call it. */
  readonly links: { readonly in: boolean; readonly out: boolean };
  /** What faults may strike in it, beyond its instances and links. */
  readonly abilities: readonly Ability[];
  /** The two figures on the face's lower line, as ids: own figures or `rate`, `p50`, `p99`, `utilisation`, `queue`. */
  readonly face: readonly [string, string];
  readonly figures: readonly FigureSpec[];
  /**
   * Instances that a bag of parameters asks for, where it is not simply `instances` (a database: primary + replicas).
   */
  readonly countInstances?: (values: ValuesOf<S>) => number;
  /** How many of its instances run at first; the others are a reserve that something may start. Absent: all. */
  readonly runs?: (values: ValuesOf<S>) => number;
  /** Others may follow it: a link from it to a part that `follows` carries its log, and no calls (mechanisms/replicate/feed). */
  readonly feeds?: true;
  /** It keeps copies of the part that feeds it, of which there is one at most. */
  readonly follows?: true;
  /** It chooses target and instance of the calls it makes itself (a balancer); its links get no chooser. */
  readonly choosesTarget?: boolean;
  /** It chooses which of its instances serves a call itself (`Station.route`). */
  readonly choosesInstance?: boolean | ((values: ValuesOf<S>) => boolean);
  /** A control part that nevertheless makes calls over its links (a scheduler). */
  readonly makesCalls?: boolean;
  /** A call to it takes a lock, which the caller gives back when its own request is done. */
  readonly locks?: boolean;
  /**
   * It is a name or an address: a call goes from its caller's own place to what it leads to, by no way through this part.
   * Its station's `route` says TAKEN.
   */
  readonly resolves?: boolean;
  /** The regions in which its instances stand in turn, where that is not the node's own alone; '' is the node's own. */
  readonly regions?: (values: ValuesOf<S>) => readonly string[];
  /** For a cache: whether its callers do both look-up and load (cache-aside). */
  readonly aside?: (values: ValuesOf<S>) => boolean;
  /** Work slots of one instance, for utilisation; absent or 0 where the notion does not apply. */
  readonly slots?: (values: ValuesOf<S>) => number;
  /** What it costs to rent; absent: nothing, as for what stands at the users' own expense. */
  readonly costs?: (values: ValuesOf<S>) => readonly Cost[];
  /** For a source: what it sends is nobody's request and in no figure about requests. */
  readonly hostile?: true;
  /** For a source: how far away from the network those who send stand, one way in ms; absent: a fixed line (see run/placement). */
  readonly lastMile?: (values: ValuesOf<S>) => number;
  /** What can be said of it before anything runs; absent: predictions leave it out and say so. */
  readonly estimate?: Estimator<ValuesOf<S>>;
  readonly build: (context: StationContext, values: ValuesOf<S>) => Station;
}

/** Declares a kind. The identity function at run time; it exists to type `build` by the kind's own parameters. */
export function defineKind<const S extends ParamSpecs>(kind: Kind<S>): Kind {
  return kind as unknown as Kind;
}

/** Whether links that leave a part of this kind say what it watches or steers, and carry no requests. */
export function onlySteers(kind: Kind | undefined): boolean {
  return kind?.role === 'control' && kind.makesCalls !== true;
}

/** Whether a link between parts of these kinds carries what one has written to the other that follows it. */
export function isFeed(from: Kind | undefined, to: Kind | undefined): boolean {
  return from?.feeds === true && to?.follows === true;
}

/** Whether a link may leave a part of this kind at all. */
export function linksOut(kind: Kind | undefined): boolean {
  return kind !== undefined && (kind.links.out || kind.feeds === true);
}

/** Whether a link may lead from a part of one kind to one of another. */
export function mayLink(from: Kind, to: Kind): boolean {
  return isFeed(from, to) || (from.links.out && to.links.in);
}

/** Whether a part of this kind chooses, under these settings, which of its instances serves a call. */
export function choosesItsInstance(kind: Kind, bag: ParamBag): boolean {
  return typeof kind.choosesInstance === 'function' ? kind.choosesInstance(valuesOf(kind.params, bag)) : kind.choosesInstance === true;
}

/** The `instances` parameter, which means the same for every kind that has it. */
export function instancesSpec(count: number): NumberSpec {
  return {
    type: 'number',
    unit: 'count',
    label: 'Instances',
    group: 'Scale',
    min: 1,
    max: 256,
    default: count,
    whole: true,
    live: false,
    source: 'chosen',
    help: 'Copies of this part; each one can fail, hang or slow down by itself.',
  };
}

/** The `reserve` parameter of kinds that something may start more copies of: with it, `countInstances` and `runs` go together. */
export const reserveSpec = {
  type: 'number',
  unit: 'count',
  label: 'Reserve',
  group: 'Scale',
  min: 0,
  max: 256,
  default: 0,
  whole: true,
  zero: 'none',
  live: false,
  source: 'chosen',
  help: 'Further copies that do not run at first; an autoscaler or a release may start them.',
} as const satisfies NumberSpec;
