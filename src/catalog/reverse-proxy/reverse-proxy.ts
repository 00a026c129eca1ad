/**
 * Reverse proxy: one address before many servers. Its cores read each request, end TLS, serve what is static, and compress answers;
 * what it keeps is answered at once; the rest goes to one copy behind it in turn, and to another when that one fails. A slow client
 * holds nothing, or a worker all along.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, NO_ROUTE, OK, QUEUE_FULL, REFUSED, REJECTED, reasonOf, TIMEOUT, UNAVAILABLE } from '../../engine/outcome.ts';
import { CACHED, CAUSE, CLASS, FLAGS, INSTANCE, LINK, OUTCOME, SCRATCH_A, SCRATCH_B, TAG, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { answersOf } from '../../mechanisms/cache/answer-parameters.ts';
import { ANSWERED, Answers, PASSES } from '../../mechanisms/cache/answers.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import { Upstreams } from '../../mechanisms/relay/upstreams.ts';
import { Cores } from '../../mechanisms/work/cores.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { reverseEstimate } from './estimate.ts';
import { COMPRESSION, HANDSHAKE, REVERSE_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof REVERSE_PARAMETERS>;

const UPLOADED = 0;
const READ = 1;
const SQUEEZED = 2;
const TAKEN = 3;
const KILOBYTE = 1024;
/** ns of a core to encrypt a byte (AES-GCM with processor support: 0.3 s/GB). */
const ENCRYPTION = 0.3;

class ReverseProxy implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #answers: Answers;
  readonly #upstreams: Upstreams;
  readonly #cores: Cores;
  readonly #time: Stream;
  readonly #connections: Stream;
  readonly #holds: boolean;
  #values: Values;
  #work: Sampler;
  #serving: Sampler;
  #static: readonly boolean[] = [];
  /** Bytes of an answer by class as they leave, and ns of a core that making them so takes. */
  readonly #leaves: Float64Array;
  #squeeze: Float64Array;
  #again = 0;
  #saved = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#holds = values.buffering === 'held';
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#connections = new Stream(sim.shape.seed, `${name}/connections`);
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#serving = new Sampler(values.staticTime, NS_PER_MS);
    this.#leaves = Float64Array.from(sim.shape.bytesDown);
    this.#squeeze = new Float64Array(context.classes.length);
    this.#cores = new Cores(instances, values.cores);
    this.#upstreams = new Upstreams(context, upstreamsOf(values));
    this.#relay = new Relay(context, workersOf(values), (row) => this.#upload(row));
    this.#answers = new Answers(context, answersOf(values, values.staleIfError), (row, outcome, cause) =>
      this.#respond(row, outcome, cause),
    );
    this.#apply();
  }

  arrive(row: number): void {
    if (this.#holds) this.#relay.admit(row);
    else this.#upload(row);
  }

  wake(what: number, row: number): void {
    if (what === UPLOADED) this.#read(row);
    else if (what === READ) this.#serve(row);
    else if (what === SQUEEZED) this.#download(row);
    else this.#finish(row);
  }

  answered(row: number, child: number): void {
    if (!this.#relay.awaits(row)) return;
    const { ints } = this.#sim.requests;
    const [outcome, cause, link, target] = [ints[child + OUTCOME]!, ints[child + CAUSE]!, ints[child + LINK]!, ints[child + INSTANCE]!];
    const failed = this.#failed(outcome, cause);
    if (target >= 0) this.#upstreams.told(ints[row + INSTANCE]!, link, target, !failed, this.#sim.now);
    const tries = ints[child + TAG]! + 1;
    const repeatable = (ints[row + FLAGS]! & WRITE) === 0 || outcome === REFUSED;
    if (failed && repeatable && tries < this.#values.tries) {
      this.#again++;
      this.#send(row, tries, target);
    } else this.#answers.settle(row, child);
  }

  crash(instance: number): void {
    this.#relay.crash(instance);
    this.#answers.clear(instance);
    this.#upstreams.forget(instance);
    this.#cores.clear(instance - this.#c.firstInstance);
  }

  restart(): void {}

  strike(ability: Ability, instance: number): void {
    if (ability === 'flush') this.#answers.flush(instance);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#work = new Sampler(next.time, NS_PER_MS);
    this.#serving = new Sampler(next.staticTime, NS_PER_MS);
    this.#upstreams.settings = upstreamsOf(next);
    this.#answers.configure(answersOf(next, next.staleIfError));
    this.#apply();
    this.#relay.configure(workersOf(next));
  }

  forgetCounts(): void {
    this.#answers.forgetCounts();
    this.#upstreams.ejections = 0;
    this.#cores.taken = 0;
    this.#again = 0;
    this.#saved = 0;
    this.#since = this.#sim.now;
  }

  figures(out: Float64Array, at: number): void {
    const { hits, misses, collapsed, stale } = this.#answers;
    const passed = (this.#sim.now - this.#since) * this.#cores.count * this.#c.instances;
    out[at] = passed > 0 ? Math.min(1, this.#cores.taken / passed) : Number.NaN;
    out[at + 1] = hits + misses > 0 ? hits / (hits + misses) : Number.NaN;
    out[at + 2] = collapsed;
    out[at + 3] = stale;
    out[at + 4] = this.#saved;
    out[at + 5] = this.#again;
    out[at + 6] = this.#upstreams.ejections;
  }

  /** A slow client takes its time to send a request. */
  #upload(row: number): void {
    const { clientRate } = this.#values;
    const bytes = this.#sim.shape.bytesUp[this.#sim.requests.ints[row + CLASS]!]!;
    if (clientRate > 0 && bytes > 0) this.#later(row, UPLOADED, Math.ceil((bytes * NS_PER_S) / clientRate));
    else this.#read(row);
  }

  /** A core reads it, after the handshake of a new connection. */
  #read(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    if (!this.#cores.hasRoom(i, this.#sim.now)) {
      if (this.#holds) this.#relay.release(row);
      this.#relay.refuse(row, REJECTED, QUEUE_FULL);
      return;
    }
    const { tls, perConnection } = this.#values;
    let ns = this.#work.sampleNanos(this.#time);
    const handshake = HANDSHAKE[tls] ?? 0;
    if (handshake > 0 && this.#connections.chance(1 / perConnection)) ns += handshake * NS_PER_MS;
    if (this.#static[ints[row + CLASS]!] === true) ns += this.#serving.sampleNanos(this.#time);
    this.#later(row, READ, this.#cores.put(i, this.#sim.now, this.#sim.work(instance, ns)));
  }

  #serve(row: number): void {
    const cls = this.#sim.requests.ints[row + CLASS]!;
    if (this.#static[cls] === true) {
      this.#respond(row, OK, 0);
      return;
    }
    const found = this.#answers.ask(row);
    if (found === ANSWERED) this.#respond(row, OK, 0);
    else if (found === PASSES) this.#send(row, 0, -1);
  }

  #send(row: number, tries: number, not: number): void {
    const { ints } = this.#sim.requests;
    if (this.#relay.routes[ints[row + CLASS]!]!.links.length === 0) {
      this.#answers.fail(row, UNAVAILABLE, causeOf(NO_ROUTE, this.#c.node));
      return;
    }
    const child = this.#relay.open(row);
    if (child < 0) return;
    ints[child + TAG] = tries;
    ints[child + INSTANCE] = this.#upstreams.pick(ints[row + INSTANCE]!, ints[child + LINK]!, not, this.#sim.now);
    this.#sim.calls.send(child);
  }

  /** Whether a copy behind it counts as failed. A crash looks like a connection that was cut. */
  #failed(outcome: number, cause: number): boolean {
    if (outcome === OK) return false;
    if (this.#values.retryOn === 'failure' || outcome === REFUSED || outcome === TIMEOUT) return true;
    return reasonOf(cause) === 'crashed';
  }

  /** An answer is there: a core encrypts it, and compresses it unless it was kept. */
  #respond(row: number, outcome: number, cause: number): void {
    const { ints } = this.#sim.requests;
    ints[row + SCRATCH_A] = outcome;
    ints[row + SCRATCH_B] = cause;
    const cls = ints[row + CLASS]!;
    const instance = ints[row + INSTANCE]!;
    if (outcome === OK) this.#saved += this.#sim.shape.bytesDown[cls]! - this.#leaves[cls]!;
    const kept = (ints[row + FLAGS]! & CACHED) !== 0;
    const squeezing = outcome === OK && !kept ? this.#squeeze[cls]! : 0;
    const encrypting = this.#values.tls === 'none' ? 0 : this.#leaves[cls]! * ENCRYPTION;
    const ns = this.#sim.work(instance, Math.round(squeezing + encrypting));
    if (squeezing + encrypting > 0) this.#later(row, SQUEEZED, this.#cores.put(instance - this.#c.firstInstance, this.#sim.now, ns));
    else this.#download(row);
  }

  /** A slow client takes its time to take an answer in: beyond buffering it holds the worker, not the server behind. */
  #download(row: number): void {
    const { clientRate } = this.#values;
    const bytes = this.#leaves[this.#sim.requests.ints[row + CLASS]!]!;
    if (clientRate > 0 && bytes > 0) this.#later(row, TAKEN, Math.ceil((bytes * NS_PER_S) / clientRate));
    else this.#finish(row);
  }

  #finish(row: number): void {
    const { ints } = this.#sim.requests;
    if (this.#holds) this.#relay.release(row);
    this.#sim.calls.answer(row, ints[row + SCRATCH_A]!, ints[row + SCRATCH_B]!);
  }

  #later(row: number, what: number, ns: number): void {
    this.#sim.clock[SPAN] = ns;
    this.#sim.wakeRow(this.#c.node, what, row);
  }

  /** Puts settings into force that are looked up by class. */
  #apply(): void {
    const { cores, backlog, compression, compressed } = this.#values;
    const { bytesDown } = this.#sim.shape;
    this.#cores.resize(cores);
    this.#cores.room = backlog * NS_PER_MS;
    this.#static = this.#c.classes.map(({ id }) => this.#values.static.includes(id));
    const [left, ms] = COMPRESSION[compression] ?? [1, 0];
    this.#c.classes.forEach(({ id }, cls) => {
      const text = compressed.length === 0 || compressed.includes(id);
      this.#leaves[cls] = text ? Math.round(bytesDown[cls]! * left) : bytesDown[cls]!;
      this.#squeeze[cls] = text ? (bytesDown[cls]! / KILOBYTE) * ms * NS_PER_MS : 0;
    });
    const fewer = compression === 'none' ? undefined : this.#leaves;
    for (const link of this.#c.incoming) this.#sim.links[link]!.answerBytes = fewer;
  }
}

function upstreamsOf({ maxFails, failTime }: Values) {
  return { maxFails, failTime: failTime * NS_PER_MS };
}

function workersOf({ workers, queueLimit }: Values) {
  return { workers, queueLimit, discipline: 'fifo' } as const;
}

export const reverseProxy = defineKind({
  id: 'reverse-proxy',
  name: 'Reverse proxy',
  group: 'balance',
  role: 'relay',
  summary: 'One address before many servers: ends TLS, keeps and compresses answers, serves what is static, and tries another copy.',
  about:
    'Cores read each request and pay for handshakes, encryption and compression. What is static it serves itself; what it keeps is answered at once, by key ' +
    'and class, on each copy for itself, and an old answer may stand in while servers fail. The rest goes to the copies behind its links in turn; one that ' +
    'fails is left out for a while, and a request that can be repeated goes to another. Slow clients cost memory only, or hold a worker each. Compressed ' +
    'answers have fewer bytes on the links to it. Left out here: active checks (see the load balancer), slow uploads that reach the server early, answers ' +
    'that say themselves how long they may be kept.',
  params: REVERSE_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush'],
  face: ['rate', 'coresTaken'],
  figures: [
    { id: 'coresTaken', label: 'Cores taken', unit: 'ratio', help: 'Share of its cores that works, on average.' },
    { id: 'hitRatio', label: 'hit', unit: 'ratio', help: 'Look-ups that found an answer, since the warm-up.' },
    {
      id: 'collapsed',
      label: 'Waited for another',
      unit: 'count',
      help: 'Requests that were not passed on since an equal one was on its way.',
    },
    { id: 'stale', label: 'Old answers stood in', unit: 'count', help: 'Requests that got an answer past its time instead of a failure.' },
    { id: 'saved', label: 'Bytes saved', unit: 'bytes', help: 'Bytes that compression took from answers.' },
    { id: 'triedAgain', label: 'Tried again', unit: 'count', help: 'Times that a request was passed to another copy after a failure.' },
    { id: 'ejections', label: 'Left out', unit: 'count', help: 'Times that a copy behind it was left out.' },
  ],
  slots: (values) => (values.buffering === 'held' ? values.workers : 0),
  costs: (values) => [{ price: 'vcpu', each: 'instance', amount: values.cores }],
  estimate: reverseEstimate,
  build: (context, values) => new ReverseProxy(context, values),
});
