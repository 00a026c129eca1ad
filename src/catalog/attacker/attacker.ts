/**
 * Attacker: floods. Of requests, which the target works on as on any other; of bytes, which fill wires and are thrown away where they end; of
 * half-open connections, which take the places of others until they are forgotten. What it sends is nobody's request: it is counted at
 * its own part and where it arrives, and in no figure about users.
 */
import { SPAN } from '../../engine/clock.ts';
import { FLAGS, HALF_OPEN, JUNK } from '../../engine/requests.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Asker } from '../../mechanisms/traffic/asker.ts';
import { answeredShare } from '../../mechanisms/traffic/ends.ts';
import { completeHostile } from '../../mechanisms/traffic/hostile.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { attackerEstimate } from './estimate.ts';
import { ATTACKER_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof ATTACKER_PARAMETERS>;

/** Bytes of the smallest message: a frame of Ethernet. */
const SMALLEST = 64;
/** Sessions of bots are nobody else's. */
const BOTS = 1 << 21;
/** The next message; `a` numbers them, earlier numbers are void. */
const SENDS = 0;

class Attacker implements Station {
  readonly #c: StationContext;
  readonly #asker: Asker;
  readonly #gaps: Stream;
  readonly #bots: Stream;
  readonly #marks: number;
  #values: Values;
  #number = 0;
  /** It has begun and sends nothing, since its rate is nothing. */
  #idle = false;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
    const { sim, node } = context;
    const name = sim.shape.streamNames[node];
    this.#asker = new Asker(context, { classes: values.classes, keys: values.keys, skew: 0 }, true);
    this.#gaps = new Stream(sim.shape.seed, `${name}/gaps`);
    this.#bots = new Stream(sim.shape.seed, `${name}/bots`);
    this.#marks = values.sort === 'bytes' ? JUNK : values.sort === 'connections' ? JUNK | HALF_OPEN : 0;
    this.#prepare();
  }

  start(): void {
    if (this.#asker.sends) this.#c.sim.wake(this.#c.node, Math.floor(this.#values.starts * NS_PER_MS), SENDS, this.#number);
  }

  wake(_what: number, number: number): void {
    const { sim } = this.#c;
    if (number !== this.#number || this.#over()) return;
    this.#plan();
    // The first event only begins the attack.
    if (number === 0 || !this.#asker.next()) return;
    const row = this.#asker.open(BOTS + this.#bots.below(this.#values.bots), 0);
    if (row < 0) return;
    const { ints } = sim.requests;
    ints[row + FLAGS] = ints[row + FLAGS]! | this.#marks;
    sim.calls.send(row);
  }

  arrive(): void {
    throw new Error('nothing calls an attacker');
  }

  answered(_row: number, child: number): void {
    completeHostile(this.#c.sim, child);
  }

  crash(): void {}
  restart(): void {}

  turned(): void {
    this.#asker.turned();
    if (this.#idle && !this.#over()) this.#plan();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#prepare();
    this.turned();
  }

  reweigh(link: number, weight: number): void {
    this.#asker.reweigh(link, weight);
  }

  figures(out: Float64Array, at: number): void {
    const { sim, far } = this.#c;
    out[at] = answeredShare(this.#c);
    let halfOpen = 0;
    if (this.#values.sort === 'connections') {
      for (const end of far) for (let i = 0; i < end.instances; i++) halfOpen += sim.siege.halfOpen(end.firstInstance + i);
    }
    out[at + 1] = this.#values.sort === 'connections' ? halfOpen : Number.NaN;
  }

  #prepare(): void {
    if (this.#values.sort !== 'connections') return;
    this.#c.sim.siege.places = this.#values.backlog;
    this.#c.sim.siege.forgottenAfter = Math.round(this.#values.forgotten * NS_PER_MS);
  }

  #over(): boolean {
    const { starts, lasts } = this.#values;
    return lasts > 0 && this.#c.sim.now >= (starts + lasts) * NS_PER_MS;
  }

  /** Messages a second. */
  #rate(): number {
    const { sim, node } = this.#c;
    return rateOf(this.#values, this.#bytes()) * sim.knobs.traffic[node]! * sim.surged[node]!;
  }

  /** Mean bytes of a message, by the weights of the classes sent. */
  #bytes(): number {
    const { shares, classes } = this.#asker.sent;
    const { bytesUp } = this.#c.sim.shape;
    let sum = 0;
    let before = 0;
    for (let i = 0; i < classes.length; i++) {
      sum += (shares[i]! - before) * bytesUp[classes[i]!]!;
      before = shares[i]!;
    }
    return sum;
  }

  #plan(): void {
    const { sim, node } = this.#c;
    const rate = this.#rate();
    this.#number++;
    this.#idle = rate === 0;
    if (this.#idle) return;
    sim.clock[SPAN] = Math.floor((this.#gaps.exponential() * NS_PER_S) / rate + 0.5);
    sim.wakeLater(node, SENDS, this.#number);
  }
}

/** Messages a second of all bots together, when one has so many bytes. */
function rateOf(values: Pick<Values, 'sort' | 'bots' | 'perBot' | 'bitrate'>, bytes: number): number {
  return values.sort === 'bytes' ? values.bitrate / Math.max(SMALLEST, bytes) : values.bots * values.perBot;
}

export const attacker = defineKind({
  id: 'attacker',
  name: 'Attacker',
  group: 'traffic',
  role: 'source',
  hostile: true,
  summary: 'Floods: of requests, of bytes, or of half-open connections.',
  about:
    'Many bots that want to keep others out. A flood of requests costs the target work and looks legitimate; a flood of bytes fills links that have a ' +
    'bandwidth; half-open connections take the places of others at the instances they reach. What users got is told apart: an attack counts in no ' +
    'figure about requests but those of the parts it crosses. Left out: forged addresses, SYN cookies, bots that adapt.',
  params: ATTACKER_PARAMETERS,
  links: { in: false, out: true },
  abilities: ['traffic'],
  face: ['rate', 'answered'],
  figures: [
    { id: 'answered', label: 'Got through', unit: 'ratio', help: 'Share of what it sent that was answered as if it were legitimate.' },
    { id: 'halfOpen', label: 'Half-open', unit: 'count', help: 'Half-open connections now at the instances of what it calls.' },
  ],
  estimate: attackerEstimate,
  build: (context, values) => new Attacker(context, values),
});
