/**
 * What a source asks for: a class by weight, a link that takes it, a key by the class's own law or the source's, and who asks. It opens the
 * call; when it is sent is its source's business. Classes of one key space ask about the same keys: keys of all spaces are told apart by
 * taking turns (rank × spaces + space), so that they stay small numbers and a design without spaces has the keys it always had.
 */
import { SPAN } from '../../engine/clock.ts';
import type { PlainKeys } from '../../engine/express/plain.ts';
import { UNAVAILABLE } from '../../engine/outcome.ts';
import { CLASS, FLAGS, KEY, SESSION, TAG, WRITE } from '../../engine/requests.ts';
import type { FarEnd, RequestClass, StationContext } from '../../engine/station.ts';
import { draw, Stream } from '../../std/random.ts';
import { Zipf } from '../../std/zipf.ts';
import { reweighed } from '../balance/reweigh.ts';
import { type Mix, mixOf } from './mix.ts';

export interface AskingValues {
  readonly classes: readonly string[];
  readonly keys: number;
  readonly skew: number;
}

/** Sessions of those who come as somebody new each time: beyond any that a source numbers itself. */
const STRANGERS = 1 << 20;

/** What everybody asks for while a key is hot: the most popular one. */
const HOTTEST = 0;

/** How one class asks. */
interface Asking {
  readonly zipf: Zipf;
  readonly space: number;
  readonly hotShare: number;
  readonly sessionShare: number;
}

export class Asker {
  /** What was drawn last. */
  cls = 0;
  key = 0;
  /** It has something to send and somewhere to send it. */
  readonly sends: boolean;
  /** The draws of what is asked, for whoever draws beside it. */
  readonly luck: Stream;
  sent: Mix;
  readonly #c: StationContext;
  readonly #chosen: readonly string[];
  /** The surges of its mix, as text. */
  #surges = '';
  #far: readonly FarEnd[];
  readonly #asking: readonly Asking[];
  /** What it asks counts as nobody's request. */
  readonly #hostile: boolean;
  readonly #spaces: number;
  readonly #hot: Stream;
  readonly #strangers: Stream;
  /** Who asks about the key that a fault made hot. */
  readonly #struck: Stream;
  /** The link drawn last. */
  link = -1;
  #came = 0;

  constructor(context: StationContext, values: AskingValues, hostile = false) {
    this.#hostile = hostile;
    this.#c = context;
    const { sim, node, classes } = context;
    const name = sim.shape.streamNames[node];
    this.luck = new Stream(sim.shape.seed, `${name}/requests`);
    this.#hot = new Stream(sim.shape.seed, `${name}/hot-keys`);
    this.#struck = new Stream(sim.shape.seed, `${name}/hot-key`);
    this.#strangers = new Stream(sim.shape.seed, `${name}/strangers`);
    this.#chosen = values.classes;
    this.#far = context.far;
    this.sent = mixOf(classes, values.classes, context.far);
    this.sends = this.sent.classes.length > 0 && context.outgoing.length > 0;
    const spaces = ['', ...new Set(classes.flatMap(({ space }) => space ?? []))];
    this.#spaces = spaces.length;
    const laws = new Map<string, Zipf>();
    this.#asking = classes.map((one) => askingOf(one, values, spaces, laws));
  }

  /** A link's weight changed: shares of the links are counted anew. */
  reweigh(link: number, weight: number): void {
    this.#far = reweighed(this.#far, link, weight);
    this.#mix();
  }

  /** Faults began or ended somewhere: more or less may be asked of some classes. */
  turned(): void {
    const { surges } = this.#c.sim.knobs;
    if (surges.size === 0 && this.#surges === '') return;
    const now = [...surges].join();
    if (now === this.#surges) return;
    this.#surges = now;
    this.#mix();
  }

  #mix(): void {
    const { surges } = this.#c.sim.knobs;
    const weighed = this.#c.classes.map(({ id, weight }, i) => ({ id, weight: weight * (surges.get(i) ?? 1) }));
    const sent = mixOf(weighed, this.#chosen, this.#far);
    // Where nothing is left to send, nothing is sent: the rate is 0, and the mix is not asked.
    if (sent.classes.length > 0) this.sent = sent;
  }

  /** All it asks is asked by the sessions that its source names, and every class has somewhere to go. */
  isPlain(): boolean {
    return (
      this.sends &&
      !this.#hostile &&
      this.#asking.every((one) => one.sessionShare === 1) &&
      this.sent.routes.every((r) => r.links.length > 0)
    );
  }

  /** All draws of a request come from one stream. */
  get drawsFromOne(): boolean {
    return this.#asking.every((one) => one.hotShare === 0);
  }

  /** How keys are drawn by class, where all of them are drawn from tables, or evenly among at most 2 million. */
  plainKeys(): PlainKeys[] | undefined {
    const plain = this.#asking.every(({ zipf }) => zipf.cut.length > 0 || (zipf.s === 0 && zipf.n <= 2097152));
    if (!plain) return undefined;
    return this.#asking.map(({ zipf: { n, cut, alias }, space }) => ({ n, cut, alias, spaces: this.#spaces, space }));
  }

  /** Draws what is asked next. False when no link takes it: then it has ended, as unavailable. */
  next(): boolean {
    const { sim, firstInstance } = this.#c;
    const sent = this.sent;
    const at = sent.classes.length === 1 ? 0 : draw(sent.shares, this.luck);
    this.cls = sent.classes[at]!;
    const route = sent.routes[at]!;
    if (this.#hostile) sim.meter.entered(firstInstance);
    else sim.offer(firstInstance);
    const link = route.links.length === 1 ? route.links[0]! : route.links[draw(route.shares, this.luck)];
    if (link === undefined) {
      if (this.#hostile) {
        sim.clock[SPAN] = 0;
        sim.meter.left(firstInstance, UNAVAILABLE);
      } else sim.refuseAtSource(this.cls, firstInstance);
      return false;
    }
    this.link = link;
    this.key = this.keyOf(this.cls);
    return true;
  }

  /** A key as this class asks for them. */
  keyOf(cls: number): number {
    const { zipf, space, hotShare } = this.#asking[cls]!;
    let rank = hotShare > 0 && this.#hot.chance(hotShare) ? HOTTEST : zipf.sample(this.luck);
    const struck = this.#c.sim.knobs.hotKey[this.#c.node]!;
    if (struck > 0 && this.#struck.chance(struck)) rank = HOTTEST;
    return rank * this.#spaces + space;
  }

  /** The key with this rank in a class's key space. */
  keyAt(cls: number, rank: number): number {
    return rank * this.#spaces + this.#asking[cls]!.space;
  }

  /** Who asks, where the source says that it is this session: the session, or somebody new. */
  sessionOf(cls: number, session: number): number {
    const share = this.#asking[cls]!.sessionShare;
    if (share === 1 || this.#strangers.chance(share)) return session;
    this.#came = (this.#came + 1) % STRANGERS;
    return STRANGERS + this.#came;
  }

  /** Opens a call for what was drawn; the source knows it again by the tag. -1 when the simulation is full. */
  open(session: number, tag: number): number {
    return this.openFor(this.link, this.cls, this.key, session, tag);
  }

  /** The same for something else than what was drawn. */
  openFor(link: number, cls: number, key: number, session: number, tag: number): number {
    const { sim, firstInstance, classes } = this.#c;
    const row = sim.calls.open(link, -1, firstInstance);
    if (row < 0) return row;
    const { ints } = sim.requests;
    ints[row + CLASS] = cls;
    ints[row + KEY] = key;
    ints[row + SESSION] = session;
    ints[row + TAG] = tag;
    if (classes[cls]!.write) ints[row + FLAGS] = ints[row + FLAGS]! | WRITE;
    return row;
  }
}

function askingOf(one: RequestClass, values: AskingValues, spaces: readonly string[], laws: Map<string, Zipf>): Asking {
  const n = one.keys ?? values.keys;
  const s = one.skew ?? values.skew;
  const zipf = laws.get(`${n} ${s}`) ?? new Zipf(n, s);
  laws.set(`${n} ${s}`, zipf);
  return { zipf, space: spaces.indexOf(one.space ?? ''), hotShare: one.hotShare ?? 0, sessionShare: one.sessionShare ?? 1 };
}
