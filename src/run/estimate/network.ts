/**
 * Solves a wired design at a load: rates with the requests, times with the answers, round after round until neither changes
 * (a cache's misses depend on its look-ups, a held worker on what it calls). Each round asks the kinds; here is only who
 * hears what from whom.
 */
import type { Answer, Flow, Given, Served } from '../../catalog/estimate.ts';
import { inflowsOf, sumOf } from '../../catalog/estimate-station.ts';
import { mergedScv } from '../../theory/approximate.ts';
import { blend, type KeyMix, NO_KEYS, zipfMix } from '../../theory/popularity.ts';
import { oneWay } from '../placement.ts';
import { connectionTimes } from './connections.ts';
import { type Ways, waysOf, wireTime } from './wire.ts';
import { placeOf, type WiredLink, type WiredNode, type Wiring } from './wiring.ts';

/** Requests a second of each source, by node. */
export type Load = Float64Array;

export interface Solution {
  readonly flows: readonly (Flow | undefined)[];
  readonly served: readonly (Served | undefined)[];
  /** Calls over each link as their callers see them. */
  readonly answers: readonly (Answer | undefined)[];
  /** How full each link's wire is. */
  readonly wires: Float64Array;
  /** How many connections each link would need of each that its pool has; 0 without a pool. */
  readonly pools: Float64Array;
  /** What arrives at each node a second; for a source what it sends. In all, and by class without fills and drops. */
  readonly arrivals: Float64Array;
  readonly rates: readonly Float64Array[];
  /** 1 for nodes whose rates or times never came to rest. */
  readonly restless: Uint8Array;
}

/** Rounds at most, and when nothing has changed any more (chosen). */
const MOST_ROUNDS = 40;
const SAME = 1e-6;
const NEARLY_SAME = 1e-4;
/** Rounds after which what is full is taken to stay so (chosen). */
const FEW_ROUNDS = 5;
/** Whoever has to be asked again in one of so many last rounds goes to and fro. */
const LAST_ROUNDS = 8;
/** What a node has to be asked for again, because something that it goes by has changed. */
const SEND = 1;
const SERVE = 2;
/** Longest time that is reckoned with, ms: a week. Far beyond any figure that is shown. */
const FOR_EVER = 604_800_000;

export class Network {
  readonly wiring: Wiring;
  readonly keys: number;
  readonly #mixes: readonly (KeyMix | undefined)[];
  readonly #silent: Answer;
  readonly #reach: readonly (readonly boolean[])[];
  #flows: (Flow | undefined)[] = [];
  #served: (Served | undefined)[] = [];
  #answers: (Answer | undefined)[] = [];
  #ways: (Ways | undefined)[] = [];
  #wires = new Float64Array(0);
  #pools = new Float64Array(0);
  #arrivals = new Float64Array(0);
  #rates: Float64Array[] = [];
  #stale = new Uint8Array(0);
  #same = SAME;

  constructor(wiring: Wiring) {
    this.wiring = wiring;
    const sources = wiring.nodes.map(({ kind, values }) => kind.estimate?.source?.(values));
    this.keys = sources.reduce((most, source) => Math.max(most, source?.keys ?? 0), 1);
    const known = new Map<string, KeyMix>();
    this.#mixes = sources.map((source) => {
      if (source === undefined) return undefined;
      const name = `${source.keys} ${source.skew}`;
      const mix = known.get(name) ?? zipfMix(source.keys, source.skew);
      known.set(name, mix);
      return mix;
    });
    const count = wiring.design.classes.length;
    this.#silent = { mean: new Float64Array(count), variance: new Float64Array(count), miss: 0, missed: undefined };
    this.#reach = wiring.nodes.map((node) => this.#reachOrigin(node));
  }

  /**
   * Solves it for so many requests a second from each source, with the scv of each source's arrivals. `brief`: only to know
   * whether anything is full, so feedback beyond that is not followed to its end.
   */
  solve(load: Load, scvs: Float64Array, brief = false): Solution {
    const { nodes, links, order } = this.wiring;
    this.#flows = new Array(links.length).fill(undefined);
    this.#served = new Array(nodes.length).fill(undefined);
    this.#answers = new Array(links.length).fill(undefined);
    this.#ways = new Array(links.length).fill(undefined);
    this.#wires = new Float64Array(links.length);
    this.#pools = new Float64Array(links.length);
    this.#arrivals = new Float64Array(nodes.length);
    this.#rates = [];
    this.#stale = new Uint8Array(nodes.length).fill(SEND | SERVE);
    this.#same = brief ? NEARLY_SAME : SAME;
    const restless = new Uint8Array(nodes.length);
    for (let round = 0; round < MOST_ROUNDS && this.#stale.some((stale) => stale !== 0); round++) {
      for (const node of order) if ((this.#stale[node.index]! & SEND) !== 0) this.#send(node, load, scvs);
      for (let i = order.length - 1; i >= 0; i--) if ((this.#stale[order[i]!.index]! & SERVE) !== 0) this.#serve(order[i]!, load, scvs);
      if (round >= MOST_ROUNDS - LAST_ROUNDS)
        for (let i = 0; i < restless.length; i++) restless[i] = restless[i]! | (this.#stale[i]! > 0 ? 1 : 0);
      if (brief && round >= FEW_ROUNDS && this.#full()) break;
    }
    return {
      flows: this.#flows,
      served: this.#served,
      answers: this.#answers,
      wires: this.#wires,
      pools: this.#pools,
      arrivals: this.#arrivals,
      rates: this.#rates,
      restless,
    };
  }

  #full(): boolean {
    return this.#served.some((served) => served?.resources.some(({ load }) => load > 1));
  }

  #send(node: WiredNode, load: Load, scvs: Float64Array): void {
    const given = this.#given(node, load, scvs);
    const { index } = node;
    const { estimate } = node.kind;
    const flows = estimate === undefined ? [] : estimate.send(given, node.values);
    this.#mark(index, SEND, false);
    flows.forEach((flow, i) => {
      const link = node.out[i]!;
      const before = this.#flows[link];
      this.#flows[link] = flow;
      if (before === undefined || this.#flowChanged(before, flow)) this.#mark(this.wiring.links[link]!.to.index, SEND | SERVE);
    });
    const source = estimate?.source !== undefined;
    this.#arrivals[index] = source ? given.source.rate : sumOf(given.rates) + given.fills + given.drops;
    this.#rates[index] = source ? added(flows, given.rates.length) : given.rates;
  }

  #serve(node: WiredNode, load: Load, scvs: Float64Array): void {
    const { index } = node;
    for (const l of node.out) this.#answers[l] = this.#answerOver(this.wiring.links[l]!);
    this.#mark(index, SERVE, false);
    const before = this.#served[index];
    const after = node.kind.estimate?.serve(this.#given(node, load, scvs), node.values);
    if (after === undefined) return;
    // Feedback that overshoots is damped: what is turned away changes what those behind it get.
    const accepted = before === undefined ? after.accepted : (after.accepted + before.accepted) / 2;
    const nearly = Math.abs(accepted - after.accepted) < this.#same;
    this.#served[index] = nearly ? after : { ...after, accepted };
    const off = (a: number, b: number): boolean => Math.abs(a - b) > this.#same;
    // How streams merge depends on how busy the station is that they come to.
    const busier = node.in.length > 1 && off(before?.utilisation ?? 0, after.utilisation);
    if (!nearly || busier) this.#mark(index, SERVE);
    const missing = off(before?.miss ?? 0, after.miss);
    if (missing || off(accepted, before?.accepted ?? 1) || off(after.scv, before?.scv ?? 1)) this.#mark(index, SEND);
    const longer = before === undefined || this.#differ(before.mean, after.mean);
    if (!longer && !missing) return;
    for (const l of node.in) {
      const caller = this.wiring.links[l]!.from;
      // Times matter to what is sent only where a cache stays empty for as long as a load takes.
      this.#mark(caller.index, missing || caller.far.some((f) => f.role === 'cache') ? SEND | SERVE : SERVE);
    }
  }

  /** Notes that a node has to be asked again, or that it was. */
  #mark(index: number, what: number, stale = true): void {
    this.#stale[index] = stale ? this.#stale[index]! | what : this.#stale[index]! & ~what;
  }

  #flowChanged(a: Flow, b: Flow): boolean {
    const off = (x: number, y: number): boolean => Math.abs(x - y) > this.#same * Math.max(Math.abs(x), Math.abs(y));
    return (
      this.#differ(a.rates, b.rates) || off(a.fills, b.fills) || off(a.drops, b.drops) || off(a.scv, b.scv) || off(a.loading, b.loading)
    );
  }

  #differ(a: Float64Array, b: Float64Array): boolean {
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [a[i]!, b[i]!];
      if (x !== y && Math.abs(x - y) > this.#same * Math.max(Math.abs(x), Math.abs(y))) return true;
    }
    return false;
  }

  /** A call over a link as its caller sees it. */
  #answerOver(link: WiredLink): Answer {
    const { classes } = this.wiring.design;
    const flow = this.#flows[link.index];
    const there = this.#served[link.to.index];
    this.#ways[link.index] ??= there === undefined ? undefined : waysOf(link, there.shares);
    const ways = this.#ways[link.index] ?? waysOf(link, undefined);
    const rates = flow?.rates ?? new Float64Array(classes.length);
    const { load, times } = wireTime(link, rates, classes);
    this.#wires[link.index] = load;
    const added = link.values.protocol === 'none' ? undefined : connectionTimes(link, 2 * ways.read.mean, rates, classes);
    // Nobody waits longer than the timeout.
    const limit = link.values.timeout > 0 ? link.values.timeout : FOR_EVER;
    const mean = new Float64Array(classes.length);
    const variance = new Float64Array(classes.length);
    classes.forEach(({ write }, cls) => {
      const way = write ? ways.write : ways.read;
      mean[cls] = Math.min(limit, 2 * way.mean + times[cls]! + (added?.[cls] ?? 0) + (there?.mean[cls] ?? 0));
      variance[cls] = Math.min(limit * limit, 2 * way.variance + (there?.variance[cls] ?? 0));
    });
    const { pool } = link.values;
    if (pool > 0) this.#pools[link.index] = mean.reduce((sum, ms, cls) => sum + ms * rates[cls]!, 0) / 1000 / (pool * link.from.instances);
    return { mean, variance, miss: there?.miss ?? 0, missed: there?.missed };
  }

  #given(node: WiredNode, load: Load, scvs: Float64Array): Given {
    const { classes } = this.wiring.design;
    const incoming = node.in.flatMap((l) => this.#flows[l] ?? []);
    const rates = new Float64Array(classes.length);
    let [fills, drops] = [0, 0];
    const reads: { mix: KeyMix; rate: number }[] = [];
    const writes: { mix: KeyMix; rate: number }[] = [];
    for (const flow of incoming) {
      let [read, write] = [0, flow.drops];
      classes.forEach((one, cls) => {
        rates[cls] = rates[cls]! + flow.rates[cls]!;
        if (one.write) write += flow.rates[cls]!;
        else read += flow.rates[cls]!;
      });
      fills += flow.fills;
      drops += flow.drops;
      reads.push({ mix: flow.reads, rate: read });
      writes.push({ mix: flow.writes, rate: write });
    }
    const own = this.#mixes[node.index];
    const before = this.#served[node.index];
    const util = before === undefined || Number.isNaN(before.utilisation) ? 0 : before.utilisation;
    return {
      classes,
      instances: node.instances,
      far: node.far,
      incoming,
      callersReachOrigin: this.#reach[node.index]!.filter((_, i) => this.#flows[node.in[i]!] !== undefined),
      rates,
      fills,
      drops,
      inflowScv: mergedScv(
        inflowsOf(incoming).map(({ rate, scv }) => ({ rate, scv, of: 1 })),
        util,
      ),
      reads: own ?? (reads.length === 0 ? NO_KEYS : blend(reads)),
      writes: own ?? (writes.length === 0 ? NO_KEYS : blend(writes)),
      keys: this.keys,
      answers: node.out.map((l) => this.#answers[l] ?? this.#silent),
      before,
      source: { rate: load[node.index]!, scv: scvs[node.index]! },
      spreads: node.spreads,
      between: (i, j) => oneWay(placeOf(node, i), placeOf(node, j)) / 1e6,
    };
  }

  /** For each caller, whether it also has a link to where the node's first link leads; true when that leads nowhere. */
  #reachOrigin(node: WiredNode): boolean[] {
    const { links } = this.wiring;
    const origin = node.out[0] === undefined ? undefined : links[node.out[0]]!.to;
    return node.in.map((l) => origin === undefined || links[l]!.from.out.some((m) => links[m]!.to === origin));
  }
}

/** Calls of each class over several links. */
function added(flows: readonly Flow[], classes: number): Float64Array {
  const sum = new Float64Array(classes);
  for (const flow of flows) for (let cls = 0; cls < classes; cls++) sum[cls] = sum[cls]! + flow.rates[cls]!;
  return sum;
}
