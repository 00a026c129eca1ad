/**
 * The CAP comparison (Gilbert & Lynch 2002, "Brewer's conjecture and the feasibility of consistent, available, partition-tolerant web
 * services"): the reader's own design under one partition and one seed, once as it is drawn and once with each side that a store offers.
 * Here is what is run and what is read off; whoever asks runs it.
 */
import { type CapSetting, SIDE_NAMES } from '../catalog/cap-setting.ts';
import { kindOf } from '../catalog/index.ts';
import type { Design, NodeDoc } from '../design/document.ts';
import { instancesOf, placeOf } from '../design/registry.ts';
import type { Done, Job } from './replications.ts';
import type { Report } from './report.ts';

/** How long the network is parted, how long it is watched after that, and how long all is well before, ms (chosen). */
export const PARTED_MS = 10_000;
const AFTER_MS = 15_000;
const BEFORE_MS = 5000;
/** A longer warm-up than this is cut short, ms (chosen). */
const MOST_WARMUP_MS = 20_000;

/** A way to part the network, as the address of a partition. */
export interface Cut {
  readonly address: string;
  readonly label: string;
}

export interface CapVariant {
  /** The side's id, or `drawn`. */
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly job: Job;
}

export interface CapRow {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** While the network is parted: share answered; p99 of what was answered, ms. */
  readonly availability: number | null;
  readonly p99Ms: number | null;
  /** From the cut to the end: stale reads, acknowledged writes lost, and which models held over the whole run. */
  readonly staleShare: number | null;
  readonly lostWrites: number;
  readonly models: NonNullable<Report['consistency']['checked']>['models'];
}

/** The stores of a design that offer sides to take. */
export function storesWithSides(design: Design): readonly NodeDoc[] {
  return design.nodes.filter((node) => sidesOf(node).length > 0);
}

function sidesOf(node: NodeDoc): readonly CapSetting[] {
  return kindOf(node.kind)?.capSettings ?? [];
}

/** Ways to part the network around a store: between its copies, then zones and regions from the rest. */
export function cutsFor(design: Design, store: NodeDoc): readonly [Cut, ...Cut[]] {
  const copies = instancesOf(store);
  const all = Array.from({ length: copies }, (_, i) => `${store.id}/${i + 1}`);
  const between = (i: number): string => `{${all[i]}}|{${all.filter((_, j) => j !== i).join(',')}}`;
  const cuts: Cut[] = [];
  if (copies > 1) {
    cuts.push({ address: between(0), label: `copy 1 of ${store.name} from its other copies` });
    cuts.push({ address: between(copies - 1), label: `copy ${copies} of ${store.name} from its other copies` });
  }
  const places = design.nodes.flatMap((node) => Array.from({ length: instancesOf(node) }, (_, i) => placeOf(node, i)));
  const own = Array.from({ length: copies }, (_, i) => placeOf(store, i));
  for (const sort of ['zone', 'region'] as const) {
    const everywhere = new Set(places.map((place) => place[sort]));
    const mine = [...new Set(own.map((place) => place[sort]))].filter((name) => name !== '');
    if (everywhere.size > 1)
      for (const name of mine) cuts.push({ address: `${sort}:${name}`, label: `${sort} ${name} from everything else` });
  }
  const [first = { address: store.id, label: `${store.name} from everything else` }, ...others] = cuts;
  return [first, ...others];
}

/** What to run: the design as it is drawn and with each side of a store, all under the same seed and cut. */
export function capVariants(design: Design, store: NodeDoc, cut: Cut): readonly CapVariant[] {
  const drawn = { id: 'drawn', label: 'As drawn', help: 'The settings on the canvas.', job: jobOf(design, store, undefined, cut) };
  const sides = sidesOf(store).map((setting) => ({
    id: setting.side,
    label: SIDE_NAMES[setting.side],
    help: setting.help,
    job: jobOf(design, store, setting, cut),
  }));
  return [drawn, ...sides];
}

function jobOf(design: Design, store: NodeDoc, setting: CapSetting | undefined, cut: Cut): Job {
  const at = Math.min(design.scenario.warmupMs, MOST_WARMUP_MS) + BEFORE_MS;
  const nodes = design.nodes.map((node) =>
    node.id === store.id && setting !== undefined ? { ...node, params: { ...node.params, ...setting.params } } : node,
  );
  const scenario = {
    ...design.scenario,
    warmupMs: at,
    durationMs: at + PARTED_MS + AFTER_MS,
    objectives: [],
    timeline: [{ type: 'fault', id: 'cut', at, duration: PARTED_MS, fault: 'partition', target: cut.address, params: {} } as const],
  };
  return { design: { ...design, nodes, scenario }, seed: design.scenario.seed, checked: true, lookAtMs: at + PARTED_MS };
}

/** What a run says; undefined when it could not be run. */
export function capRow({ id, label, help }: Pick<CapVariant, 'id' | 'label' | 'help'>, done: Done): CapRow | undefined {
  if (!done.ok || done.midway === undefined) return undefined;
  const { total } = done.midway;
  const { staleShare, lostAcknowledgedWrites, checked } = done.report.consistency;
  return {
    id,
    label,
    help,
    availability: total.requests === 0 ? null : total.ok / total.requests,
    p99Ms: total.latencyMs.p99,
    staleShare,
    lostWrites: lostAcknowledgedWrites,
    models: checked?.models ?? [],
  };
}
