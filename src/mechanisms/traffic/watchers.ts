/**
 * Those who want to know when something changes: each watches one key and has a version of it. They learn of a newer one by asking again and
 * again (polling), by a request that is answered only when there is news (long polling), or over a connection that stays open (a WebSocket
 * or a stream of events), over which a push server sends it. Versions are those that writers made at the store; how long somebody's
 * knowledge had been outdated when he learned of it is observed.
 */
import { CANCELLED, OK } from '../../engine/outcome.ts';
import { CALLER_HOLDS, FLAGS, GENERATION, KNOWN, OUTCOME, SUBSCRIBE, TAG, TELL, VERSION } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { Asker } from './asker.ts';
import { ASK, PING, PUSHED } from './codes.ts';
import { datasetBehind } from './reach.ts';

export interface WatchValues {
  readonly watchers: number;
  /** `polling`, `long-polling`, `websocket` or `push`. */
  readonly learnBy: string;
  readonly pollEvery: number;
  readonly pingEvery: number;
}

/** After a failure, and within which time the first requests of all begin, ns (chosen). */
const AGAIN_AFTER = 1000 * NS_PER_MS;
/** Pause before the next long poll, ns (chosen): a far end that does not hold them would be asked for ever within a moment. */
const SHORTEST_PAUSE = NS_PER_MS;
const NONE = -1;
/** Bit of a request's tag beside its watcher: it is a ping. */
const PINGS = 1;

export class Watchers {
  readonly #c: StationContext;
  readonly #asker: Asker;
  readonly #cls: number;
  readonly #link: number;
  readonly #dataset: number;
  readonly #spread: Stream;
  readonly #by: string;
  /** Per watcher: what it watches and knows; its open request with its generation. */
  readonly #keys: Int32Array;
  readonly #known: Int32Array;
  readonly #row: Int32Array;
  readonly #generation: Int32Array;
  /** Per watcher: 1 once its connection has been upgraded, and the moment of its next ping, ns; other pings are void. */
  readonly #upgraded: Uint8Array;
  readonly #pingDue: Float64Array;
  readonly #freshness = new Histogram();
  #values: WatchValues;
  #open = 0;
  #messages = 0;
  #learned = 0;

  constructor(context: StationContext, asker: Asker, values: WatchValues) {
    this.#c = context;
    this.#asker = asker;
    this.#values = values;
    this.#by = values.learnBy;
    const { sim, node, classes } = context;
    this.#spread = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/watchers`);
    const at = asker.sent.classes.findIndex((cls, i) => !classes[cls]!.write && asker.sent.routes[i]!.links.length > 0);
    this.#cls = asker.sent.classes[at] ?? NONE;
    this.#link = asker.sent.routes[at]?.links[0] ?? NONE;
    this.#dataset = this.#link < 0 ? NONE : datasetBehind(sim, this.#link);
    this.#keys = new Int32Array(values.watchers);
    this.#known = new Int32Array(values.watchers).fill(NONE);
    this.#row = new Int32Array(values.watchers).fill(NONE);
    this.#generation = new Int32Array(values.watchers);
    this.#upgraded = new Uint8Array(values.watchers);
    this.#pingDue = new Float64Array(values.watchers).fill(NONE);
  }

  start(): void {
    if (this.#link < 0) return;
    const over = this.#by === 'polling' ? this.#values.pollEvery * NS_PER_MS : AGAIN_AFTER;
    for (let w = 0; w < this.#keys.length; w++) {
      this.#keys[w] = this.#asker.keyOf(this.#cls);
      this.#c.sim.wake(this.#c.node, Math.floor(this.#spread.uniform() * over), ASK, w);
    }
  }

  configure(values: WatchValues): void {
    this.#values = values;
  }

  /** True when the event was one of its own. */
  wake(what: number, a: number): boolean {
    if (what === ASK) this.#ask(a);
    else if (what === PUSHED) this.#hear(a);
    else if (what === PING) this.#ping(a);
    else return false;
    return true;
  }

  /** A request of a watcher is over; its row says how. */
  answered(row: number): void {
    const { ints } = this.#c.sim.requests;
    const w = ints[row + TAG]! >> 1;
    const ok = ints[row + OUTCOME] === OK;
    if (ok) this.#learn(w, ints[row + VERSION]!);
    if ((ints[row + TAG]! & PINGS) !== 0) {
      // A connection is of no use any more when nothing comes back to a ping.
      if (!ok) this.#hangUp(w);
      return;
    }
    this.#row[w] = NONE;
    this.#open--;
    if (this.#by === 'polling') return;
    if (ok && this.#by === 'websocket' && this.#upgraded[w] === 0) {
      this.#upgraded[w] = 1;
      this.#ask(w);
      return;
    }
    this.#upgraded[w] = 0;
    this.#c.sim.wake(this.#c.node, ok ? SHORTEST_PAUSE : AGAIN_AFTER, ASK, w);
  }

  forgetCounts(): void {
    this.#freshness.clear();
    this.#messages = 0;
    this.#learned = 0;
  }

  /** Freshness p50 and p99 in ms, messages for each update learned, connections open now. */
  figures(out: Float64Array, at: number): void {
    const none = this.#freshness.count === 0;
    out[at] = none ? Number.NaN : this.#freshness.quantile(0.5) / NS_PER_MS;
    out[at + 1] = none ? Number.NaN : this.#freshness.quantile(0.99) / NS_PER_MS;
    out[at + 2] = this.#learned === 0 ? Number.NaN : this.#messages / this.#learned;
    out[at + 3] = this.#open;
  }

  #ask(w: number): void {
    const { sim, node } = this.#c;
    if (this.#by === 'polling') sim.wake(node, Math.max(SHORTEST_PAUSE, Math.floor(this.#values.pollEvery * NS_PER_MS)), ASK, w);
    if (this.#row[w]! >= 0) return;
    const stays = this.#by === 'push' || (this.#by === 'websocket' && this.#upgraded[w] === 1);
    const row = this.#send(w, this.#by === 'websocket' && !stays ? NONE : this.#known[w]!, 0);
    if (row < 0) return;
    const { ints } = sim.requests;
    if (stays) ints[row + FLAGS] = ints[row + FLAGS]! | SUBSCRIBE;
    this.#row[w] = row;
    this.#generation[w] = ints[row + GENERATION]!;
    this.#open++;
    if (stays && this.#by === 'websocket' && this.#values.pingEvery > 0) this.#pingLater(w);
    sim.calls.send(row);
  }

  /** Opens a request of a watcher, who says which version it has. */
  #send(w: number, known: number, mark: number): number {
    const { sim, firstInstance } = this.#c;
    sim.offer(firstInstance);
    const row = this.#asker.openFor(this.#link, this.#cls, this.#keys[w]!, w, 2 * w + mark);
    if (row < 0) return row;
    const { ints } = sim.requests;
    ints[row + FLAGS] = ints[row + FLAGS]! | TELL;
    ints[row + KNOWN] = known;
    this.#messages++;
    return row;
  }

  #pingLater(w: number): void {
    const { sim, node } = this.#c;
    const every = Math.floor(this.#values.pingEvery * NS_PER_MS);
    this.#pingDue[w] = sim.now + every;
    sim.wake(node, every, PING, w);
  }

  #ping(w: number): void {
    if (this.#pingDue[w] !== this.#c.sim.now || this.#upgraded[w] === 0 || this.#values.pingEvery === 0) return;
    const row = this.#send(w, NONE, PINGS);
    if (row < 0) return;
    this.#pingLater(w);
    this.#c.sim.calls.send(row);
  }

  /** A push arrived; it may be for a connection that is no more. */
  #hear(packed: number): void {
    const { sim } = this.#c;
    const nodes = sim.shape.nodes;
    const letter = sim.stations[packed % nodes]?.letter?.(Math.floor(packed / nodes));
    if (letter === undefined) return;
    const { ints } = sim.requests;
    const { row, generation, version } = letter;
    if (ints[row + GENERATION] !== generation || !sim.requests.has(row, CALLER_HOLDS)) return;
    this.#messages++;
    this.#learn(ints[row + TAG]! >> 1, version);
  }

  #learn(w: number, version: number): void {
    const known = this.#known[w]!;
    if (version <= known) return;
    this.#known[w] = version;
    if (known < 0) return;
    const { sim } = this.#c;
    this.#learned++;
    if (this.#dataset >= 0) this.#freshness.record(sim.now - sim.history.supersededAt(this.#dataset, this.#keys[w]!, known, sim.now));
  }

  /** The connection of a watcher seems dead: it calls it off and connects again. */
  #hangUp(w: number): void {
    const { sim, node } = this.#c;
    const row = this.#row[w]!;
    if (row < 0 || sim.requests.ints[row + GENERATION] !== this.#generation[w]) return;
    this.#row[w] = NONE;
    this.#open--;
    this.#upgraded[w] = 0;
    sim.requests.ints[row + OUTCOME] = CANCELLED;
    sim.complete(row);
    sim.calls.abandon(row);
    sim.wake(node, AGAIN_AFTER, ASK, w);
  }
}
