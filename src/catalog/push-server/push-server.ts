/**
 * Push server: holds requests and connections of watchers open and tells them when what they watch has changed. It is told of a change by a
 * writing call (a service calls it after its write), reads the new version from its origin, and sends it: as the answer to a long poll, or
 * as a message over a connection that stays open. It keeps no data but the newest version it has seen of each key.
 */
import { SPAN } from '../../engine/clock.ts';
import { FIRST_RESEND, GIVES_UP_AFTER } from '../../engine/link.ts';
import { CONNECTION_LOST, causeOf, ERROR, NO_ROUTE, OK, REJECTED, TIMEOUT, TOO_MANY_CONNECTIONS } from '../../engine/outcome.ts';
import {
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  FLAGS,
  GENERATION,
  INSTANCE,
  KEY,
  KNOWN,
  LINK,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  SCRATCH_A,
  SESSION,
  SUBSCRIBE,
  TELL,
  VERSION,
  WRITE,
} from '../../engine/requests.ts';
import type { Letter, Station, StationContext } from '../../engine/station.ts';
import { HeldCalls } from '../../mechanisms/push/held.ts';
import { PUSHED } from '../../mechanisms/traffic/codes.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { PUSH_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof PUSH_PARAMETERS>;

/** A poll has been held for long enough; it is the turn of a call to be told; a message that got lost is sent again (`a`: its letter). */
const HELD_LONG = 0;
const TELLS = 1;
const AGAIN = 2;
const UNKNOWN = -1;

interface Message extends Letter {
  /** The call held here over which it goes, and its generation. */
  readonly held: number;
  readonly heldGeneration: number;
  /** Wait before it is sent again, ns. */
  readonly wait: number;
}

class PushServer implements Station {
  readonly #c: StationContext;
  readonly #held: HeldCalls;
  /** By key: the newest version seen; whether a read of it is under way (1), and has to be repeated (2). */
  readonly #versions = new Map<number, number>();
  readonly #reading = new Map<number, 1 | 2>();
  /** Messages under way by number. */
  readonly #letters = new Map<number, Message>();
  #lastLetter = 0;
  #values: Values;
  #freeAt = 0;
  #pushed = 0;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
    this.#held = new HeldCalls(context.sim.requests);
  }

  arrive(row: number): void {
    const { sim, node, outgoing } = this.#c;
    const { ints } = sim.requests;
    const key = ints[row + KEY]!;
    if (outgoing.length === 0) sim.calls.answer(row, ERROR, causeOf(NO_ROUTE, node));
    else if ((ints[row + FLAGS]! & WRITE) !== 0) {
      sim.calls.answer(row, OK, 0);
      this.#refresh(key, ints[row + CLASS]!);
    } else if (this.#held.count >= this.#values.connections) sim.calls.answer(row, REJECTED, causeOf(TOO_MANY_CONNECTIONS, node));
    else {
      // The version that who asks has, or has been told.
      ints[row + SCRATCH_A] = sim.requests.has(row, TELL) ? ints[row + KNOWN]! : UNKNOWN;
      this.#held.add(key, row);
      const version = this.#versions.get(key) ?? UNKNOWN;
      if (version === UNKNOWN) this.#refresh(key, ints[row + CLASS]!);
      else this.#settle(row, version);
    }
  }

  answered(_row: number, child: number): void {
    const { ints } = this.#c.sim.requests;
    const [key, cls] = [ints[child + KEY]!, ints[child + CLASS]!];
    const again = this.#reading.get(key) === 2;
    this.#reading.delete(key);
    if (ints[child + OUTCOME] === OK) {
      const version = Math.max(this.#versions.get(key) ?? UNKNOWN, ints[child + VERSION]!);
      this.#versions.set(key, version);
      for (const row of this.#held.of(key)) this.#settle(row, version);
    } else if (this.#versions.get(key) === undefined) {
      // Nothing is known of it yet, so those who asked hear that it failed.
      for (const row of this.#held.of(key)) this.#end(row, ints[child + OUTCOME]!, ints[child + CAUSE]!);
    }
    if (again) this.#refresh(key, cls);
  }

  wake(what: number, a: number): void {
    const { sim } = this.#c;
    if (what === AGAIN) {
      const letter = this.#letters.get(a);
      this.#letters.delete(a);
      if (letter !== undefined) this.#send(letter.held, letter.heldGeneration, letter.version, letter.wait * 2);
      return;
    }
    const key = sim.requests.ints[a + KEY]!;
    const version = this.#versions.get(key) ?? UNKNOWN;
    if (what === TELLS) this.#tell(a, version);
    else if (!sim.requests.has(a, SUBSCRIBE)) {
      sim.requests.ints[a + VERSION] = version;
      this.#end(a, OK, 0);
    }
  }

  crash(): void {
    this.#held.clear();
    this.#versions.clear();
    this.#reading.clear();
    this.#letters.clear();
    this.#freeAt = 0;
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
  }

  letter(number: number): Letter | undefined {
    const letter = this.#letters.get(number);
    this.#letters.delete(number);
    return letter;
  }

  forgetCounts(): void {
    this.#pushed = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#held.count;
    out[at + 1] = this.#pushed;
  }

  /** Reads the newest version of a key from the origin; while a read is under way another one follows it. */
  #refresh(key: number, cls: number): void {
    const { sim, firstInstance, outgoing } = this.#c;
    if (this.#reading.has(key)) {
      this.#reading.set(key, 2);
      return;
    }
    this.#reading.set(key, 1);
    const row = sim.calls.open(outgoing[0]!, -1, firstInstance);
    if (row < 0) return;
    const { ints } = sim.requests;
    ints[row + CLASS] = cls;
    ints[row + KEY] = key;
    ints[row + SESSION] = 0;
    ints[row + FLAGS] = ints[row + FLAGS]! | TELL;
    ints[row + KNOWN] = UNKNOWN;
    sim.calls.send(row);
  }

  /** Whoever has an older version is told; a poll without news is held, and one that does not say what it has is answered. */
  #settle(row: number, version: number): void {
    const { sim, node } = this.#c;
    const { ints } = sim.requests;
    if (version > ints[row + SCRATCH_A]!) {
      // One after the other.
      this.#freeAt = Math.max(this.#freeAt, sim.now) + this.#values.sending * NS_PER_MS;
      ints[row + SCRATCH_A] = version;
      sim.clock[SPAN] = Math.floor(this.#freeAt - sim.now + 0.5);
      sim.wakeRow(node, TELLS, row);
    } else if (!sim.requests.has(row, SUBSCRIBE)) {
      sim.clock[SPAN] = Math.floor(this.#values.holdFor * NS_PER_MS);
      sim.wakeRow(node, HELD_LONG, row);
    }
  }

  #tell(row: number, version: number): void {
    const { ints } = this.#c.sim.requests;
    this.#pushed++;
    if ((ints[row + FLAGS]! & SUBSCRIBE) !== 0) this.#send(row, ints[row + GENERATION]!, version, FIRST_RESEND);
    else {
      ints[row + VERSION] = version;
      this.#end(row, OK, 0);
    }
  }

  /** Sends a message over a call that stays open, back the way that the call came. What is lost on the way is sent again, as TCP does. */
  #send(held: number, heldGeneration: number, version: number, wait: number): void {
    const { sim, node } = this.#c;
    const r = sim.requests;
    if (r.ints[held + GENERATION] !== heldGeneration) return;
    const way = this.#wayBack(held);
    if (way === 'gone') {
      this.#end(held, OK, 0);
      return;
    }
    if (way === 'lost' && wait > GIVES_UP_AFTER / 2) {
      this.#end(held, TIMEOUT, causeOf(CONNECTION_LOST, node));
      return;
    }
    this.#lastLetter = (this.#lastLetter + 1) % 1_000_000;
    const number = this.#lastLetter;
    const row = way === 'lost' ? held : way.row;
    this.#letters.set(number, { row, generation: r.ints[row + GENERATION]!, version, held, heldGeneration, wait });
    if (way === 'lost') sim.wake(node, wait, AGAIN, number);
    else {
      this.#carry(held, way.row);
      sim.wake(sim.shape.nodeOf[r.ints[way.row + ORIGIN]!]!, way.delay, PUSHED, number * sim.shape.nodes + node);
    }
  }

  /** The links from one call back to another learn that the event scheduled next is the arrival of what they carry. */
  #carry(from: number, to: number): void {
    const { sim } = this.#c;
    const { ints } = sim.requests;
    for (let row = from; ; row = ints[row + PARENT]!) {
      sim.links[ints[row + LINK]!]!.carries(sim.now, sim.queue);
      if (row === to) return;
    }
  }

  /** The outermost call and the time to it; or that a message is lost on the way, or that nobody is there any more. */
  #wayBack(held: number): 'gone' | 'lost' | { readonly row: number; readonly delay: number } {
    const { sim } = this.#c;
    const r = sim.requests;
    const { ints } = r;
    let delay = 0;
    for (let row = held; ; row = ints[row + PARENT]!) {
      if (!r.has(row, CALLER_HOLDS)) return 'gone';
      const link = sim.links[ints[row + LINK]!]!;
      const [from, to] = [ints[row + INSTANCE]!, ints[row + ORIGIN]!];
      if (sim.knobs.hung[from] === 1 || link.loses(sim.knobs, 1) || sim.knobs.strays(from, to, link.stream)) return 'lost';
      delay += link.delay(sim.now, sim.distance(from, to), sim.shape.bytesDown[ints[row + CLASS]!]!, 1, sim.knobs);
      delay += sim.knobs.late(from, to, link.stream);
      const parent = ints[row + PARENT]!;
      if (parent < 0) return { row, delay };
      if (ints[parent + GENERATION] !== ints[row + PARENT_GENERATION]) return 'gone';
    }
  }

  #end(row: number, outcome: number, cause: number): void {
    this.#held.remove(this.#c.sim.requests.ints[row + KEY]!, row);
    this.#c.sim.calls.answer(row, outcome, cause);
  }
}

export const pushServer = defineKind({
  id: 'push-server',
  name: 'Push server',
  group: 'messages',
  role: 'compute',
  summary: 'Holds connections of watchers and tells them what has changed.',
  about:
    'The far end of long polls, WebSockets and streams of events. A service calls it after a write (a class that writes), it reads the new version ' +
    'over its link to the store or a service, and tells those who watch the key. It loses its connections when it crashes; watchers connect again. ' +
    'Left out: several copies that tell each other, messages kept for those who were away (they learn the newest version when they are back).',
  params: PUSH_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['connectionsHeld', 'rate'],
  figures: [
    { id: 'connectionsHeld', label: 'Connections', unit: 'count', help: 'Requests and connections held open now.' },
    { id: 'pushed', label: 'Told', unit: 'count', help: 'Messages and answers with news sent to watchers.' },
  ],
  build: (context, values) => new PushServer(context, values),
});
