/**
 * A client at work: requests at a rate, from a crowd, from a recorded trace, or from watchers of what changes; through the browsers' caches
 * where they have them, and over an access network that may let them wait. Several kinds are clients of this sort.
 */

import type { PlainSource } from '../../engine/express/plain.ts';
import { OK } from '../../engine/outcome.ts';
import { CLASS, FLAGS, KEY, KNOWN, MISS, OUTCOME, SESSION, TAG, TELL, VERSION } from '../../engine/requests.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Asker } from './asker.ts';
import { BrowserCache } from './browser-cache.ts';
import type { ClientValues } from './client-values.ts';
import { GIVE_UP, REPLAY, SET_OUT, USER } from './codes.ts';
import { Crowd } from './crowd.ts';
import { answeredShare, answerHere, giveUp } from './ends.ts';
import { ARRIVAL, OpenLoop } from './open-loop.ts';
import { Postponed } from './postponed.ts';
import { datasetBehind } from './reach.ts';
import { Replay } from './replay.ts';
import { Watchers } from './watchers.ts';

/** Least pause in ns of a user whose request was over at once (chosen): one who never thinks would ask for ever within a moment. */
const SHORTEST_PAUSE = NS_PER_MS;

/** How a session reaches the network: what it has to wait before its request can set out. */
export interface Access {
  /** ns from now; when it is more than the patience, the request is given up after that. Called once for each request. */
  wait(session: number): number;
  readonly patience: number;
  /** Something of a session crosses the network now. */
  used(session: number): void;
}

export class ClientStation implements Station {
  readonly asker: Asker;
  readonly c: StationContext;
  readonly #open: OpenLoop;
  readonly #replay: Replay;
  readonly #crowd: Crowd;
  readonly #quitting: Stream;
  readonly #watchers: Watchers | undefined;
  readonly #postponed: Postponed;
  readonly #access: Access | undefined;
  readonly #browser: BrowserCache | undefined;
  /** Per class: 1 where browsers may keep its answers. */
  readonly #kept: Uint8Array;
  /** Per link: the data set behind it, where browsers compare versions. */
  readonly #datasets: ReadonlyMap<number, number>;
  readonly #loop: string;
  #values: ClientValues;
  #plain: PlainSource | undefined;
  #asked = 0;
  #fromBrowser = 0;
  #confirmed = 0;

  constructor(context: StationContext, values: ClientValues, access?: Access) {
    this.c = context;
    const { sim, node, classes } = context;
    const name = sim.shape.streamNames[node];
    this.asker = new Asker(context, values);
    this.#values = values;
    this.#loop = values.loop;
    this.#open = new OpenLoop(sim, node, values);
    this.#replay = new Replay(sim, node, values);
    this.#crowd = new Crowd(sim, node, new Sampler(values.think, NS_PER_MS), new Stream(sim.shape.seed, `${name}/think`));
    this.#quitting = new Stream(sim.shape.seed, `${name}/quitting`);
    this.#postponed = new Postponed(sim, node);
    this.#access = access;
    this.#browser = values.browserCache ? new BrowserCache(values.browserEntries) : undefined;
    const chosen = values.browserClasses;
    this.#kept = Uint8Array.from(classes, (one) => (!one.write && (chosen.length === 0 || chosen.includes(one.id)) ? 1 : 0));
    this.#datasets = new Map(this.#browser === undefined ? [] : context.outgoing.map((link) => [link, datasetBehind(sim, link)]));
    this.#watchers = values.loop === 'watch' ? new Watchers(context, this.asker, values) : undefined;
  }

  start(): void {
    if (!this.asker.sends) return;
    if (this.#watchers !== undefined) this.#watchers.start();
    else if (this.#loop === 'closed') this.#crowd.hire(this.#values.users, this.#values.rampUp * NS_PER_MS);
    else if (this.#loop === 'trace') this.#replay.start();
    else this.#open.start();
  }

  wake(what: number, a: number): void {
    if (what === USER) {
      if (this.#crowd.asks(a)) this.#request(a);
    } else if (what === REPLAY) {
      if (!this.#replay.wake(a)) return;
      this.#request(this.asker.luck.below(this.#values.sessions));
      this.#replay.plan();
    } else if (what === SET_OUT || what === GIVE_UP) this.#setOut(a, what);
    else if (this.#watchers?.wake(what, a) !== true && this.#open.wake(what, a)) {
      this.#request(this.asker.luck.below(this.#values.sessions));
      this.#open.plan();
    }
  }

  arrive(): void {
    throw new Error('nothing calls a client');
  }

  answered(_row: number, child: number): void {
    const { sim } = this.c;
    const { ints } = sim.requests;
    sim.complete(child);
    if (this.#access !== undefined) this.#access.used(ints[child + SESSION]!);
    if (this.#watchers !== undefined) this.#watchers.answered(child);
    else {
      if (this.#browser !== undefined) this.#remember(this.#browser, child);
      if (this.#loop === 'closed') this.#user(ints[child + TAG]!, ints[child + OUTCOME]!, 0);
    }
  }

  crash(): void {}
  restart(): void {}

  turned(): void {
    if (!this.asker.sends) return;
    this.asker.turned();
    if (this.#loop === 'open') this.#open.turned();
    else if (this.#loop === 'trace') this.#replay.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as unknown as ClientValues;
    this.#plain = undefined;
    if (!this.asker.sends) return;
    this.#crowd.think = new Sampler(this.#values.think, NS_PER_MS);
    if (this.#loop === 'closed') this.#crowd.hire(this.#values.users, 0);
    else if (this.#loop === 'trace') this.#replay.configure(this.#values);
    else if (this.#loop === 'open') this.#open.configure(this.#values);
    else this.#watchers?.configure(this.#values);
  }

  /** Plain while requests come at random moments at one rate, and nothing stands between them and the links. */
  plain(): PlainSource | undefined {
    const { asker } = this;
    const bare = this.#access === undefined && this.#browser === undefined && this.#watchers === undefined;
    if (!bare || this.#loop !== 'open' || !asker.isPlain() || !this.#open.isPlain()) return undefined;
    this.#plain ??= {
      kind: 'source',
      arrival: ARRIVAL,
      instance: this.c.firstInstance,
      loop: this.#open,
      mix: asker.luck,
      ahead: asker.drawsFromOne,
      laws: asker.drawsFromOne ? asker.plainKeys() : undefined,
      sessions: this.#values.sessions,
      keyOf: (cls) => asker.keyOf(cls),
      classes: asker.sent.classes,
      shares: asker.sent.shares,
      writes: asker.sent.classes.map((cls) => this.c.classes[cls]!.write),
      routes: asker.sent.routes,
    };
    return this.#plain;
  }

  reweigh(link: number, weight: number): void {
    this.asker.reweigh(link, weight);
    this.#plain = undefined;
  }

  forgetCounts(): void {
    this.#asked = 0;
    this.#fromBrowser = 0;
    this.#confirmed = 0;
    this.#crowd.left = 0;
    this.#watchers?.forgetCounts();
  }

  /** In the order of CLIENT_FIGURES in catalog/source-parameters. */
  figures(out: Float64Array, at: number): void {
    out[at] = answeredShare(this.c);
    out[at + 1] = this.#browser === undefined || this.#asked === 0 ? Number.NaN : this.#fromBrowser / this.#asked;
    out[at + 2] = this.#browser === undefined || this.#asked === 0 ? Number.NaN : this.#confirmed / this.#asked;
    out[at + 3] = this.#loop === 'closed' && this.#values.quits > 0 ? this.#crowd.left : Number.NaN;
    if (this.#watchers !== undefined) this.#watchers.figures(out, at + 4);
    else out.fill(Number.NaN, at + 4, at + 8);
  }

  /** A request of this user, or of this session of an open loop. */
  #request(user: number): void {
    const { asker } = this;
    if (!asker.next()) {
      if (this.#loop === 'closed') this.#user(user, OK, SHORTEST_PAUSE);
      return;
    }
    const session = asker.sessionOf(asker.cls, user);
    if (this.#browser !== undefined && this.#kept[asker.cls] === 1) {
      this.#asked++;
      if (this.#browser.look(session, this.#thing(asker.cls, asker.key), this.c.sim.now)) {
        this.#fromBrowser++;
        answerHere(this.c, asker.cls, this.#datasets.get(asker.link) ?? -1, asker.key, this.#browser.version, session);
        if (this.#loop === 'closed') this.#user(user, OK, SHORTEST_PAUSE);
        return;
      }
    }
    const row = asker.open(session, user);
    if (row < 0) return;
    const { ints } = this.c.sim.requests;
    if (this.#browser !== undefined && this.#kept[asker.cls] === 1) {
      ints[row + FLAGS] = ints[row + FLAGS]! | TELL;
      ints[row + KNOWN] = this.#browser.version;
    }
    if (this.#access === undefined) this.c.sim.calls.send(row);
    else this.#overTheAir(this.#access, row, session);
  }

  /** It sets out as soon as its session reaches the network, or is given up. */
  #overTheAir(access: Access, row: number, session: number): void {
    const wait = access.wait(session);
    if (wait === 0) {
      access.used(session);
      this.c.sim.calls.send(row);
    } else if (wait <= access.patience) this.#postponed.hold(row, wait, SET_OUT);
    else this.#postponed.hold(row, access.patience, GIVE_UP);
  }

  #setOut(place: number, what: number): void {
    const row = this.#postponed.take(place);
    if (row < 0) return;
    const { ints } = this.c.sim.requests;
    if (what === SET_OUT) {
      this.#access?.used(ints[row + SESSION]!);
      this.c.sim.calls.send(row);
      return;
    }
    const user = ints[row + TAG]!;
    giveUp(this.c, row);
    if (this.#loop === 'closed') this.#user(user, -1, 0);
  }

  /** A user's request is over, with this outcome: thinks and asks again, or has had enough. */
  #user(user: number, outcome: number, atLeast: number): void {
    if (outcome !== OK && this.#values.quits > 0 && this.#quitting.chance(this.#values.quits)) this.#crowd.leaves(user);
    else this.#crowd.answered(user, atLeast);
  }

  /** An answer came over the network: its browser keeps it, and drops what it changed. */
  #remember(browser: BrowserCache, row: number): void {
    const { sim, classes } = this.c;
    const { ints } = sim.requests;
    if (ints[row + OUTCOME] !== OK) return;
    const [session, key, cls] = [ints[row + SESSION]!, ints[row + KEY]!, ints[row + CLASS]!];
    if (classes[cls]!.write) {
      for (let other = 0; other < classes.length; other++) browser.drop(session, this.#thing(other, key));
    } else if (this.#kept[cls] === 1 && (ints[row + FLAGS]! & MISS) === 0) {
      if (ints[row + VERSION] === ints[row + KNOWN]) this.#confirmed++;
      browser.keep(session, this.#thing(cls, key), ints[row + VERSION]!, sim.now + this.#values.browserTtl * NS_PER_MS);
    }
  }

  /** One number for what a class asks about a key: each class has its own answer. */
  #thing(cls: number, key: number): number {
    return key * this.c.classes.length + cls;
  }
}
