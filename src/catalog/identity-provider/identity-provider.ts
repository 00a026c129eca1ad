/**
 * Identity provider: the authentication server. It logs users in and checks their requests, by a session in a store, by a token that
 * needs no store, or by asking the issuer now and then. It answers its callers, or stands in the way and passes on what is in order.
 * How long a revoked user still gets in is what the methods differ in, and it is measured.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, NOT_AUTHORISED, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import {
  CAUSE,
  CLASS,
  DETACHED,
  FILL,
  FLAGS,
  INSTANCE,
  KEY,
  MISS,
  OUTCOME,
  SCRATCH_A,
  SESSION,
  TAG,
  WRITE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import { Cores } from '../../mechanisms/work/cores.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { identityEstimate } from './estimate.ts';
import { IDENTITY_PARAMETERS, SIGNATURE } from './parameters.ts';
import { Sessions } from './sessions.ts';

type Values = ValuesOf<typeof IDENTITY_PARAMETERS>;

const PASSWORD = 0;
const TYPED = 1;
const LOGGED_IN = 2;
const RENEWED = 3;
const VERIFIED = 4;
const TOLD = 5;
const PERMITTED = 6;

/** A child's tag: a question to the store, or the request passed on. */
const QUESTION = 1;

const NO_WORKERS = { workers: 1, queueLimit: 0, discipline: 'fifo' } as const;

interface Times {
  readonly renewal: Sampler;
  readonly lookUp: Sampler;
  readonly authorisation: Sampler;
  readonly password: Sampler;
  readonly mfaTime: Sampler;
}

class IdentityProvider implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #sources: Sources;
  readonly #sessions: Sessions;
  readonly #cores: Cores;
  readonly #luck: Stream;
  /** The link to a store of sessions; where it has links to other parts too, it passes requests on. */
  readonly #store: number;
  readonly #passes: boolean;
  #values: Values;
  #times: Times;
  #forbidden: readonly boolean[];
  #logins = 0;
  #denied = 0;
  #letIn = 0;
  #longest = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances, far } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#times = timesOf(values);
    this.#forbidden = context.classes.map(({ id }) => values.forbidden.includes(id));
    this.#luck = new Stream(sim.shape.seed, `${name}/work`);
    this.#sources = new Sources(context);
    this.#sessions = new Sessions(instances, new Stream(sim.shape.seed, `${name}/revocations`));
    this.#sessions.revoke(values.revocations, 0);
    this.#cores = new Cores(instances, values.cores);
    this.#cores.room = values.backlog * NS_PER_MS;
    this.#store = far.find(isStore)?.link ?? -1;
    const others = far.filter((end) => !isStore(end));
    this.#passes = others.length > 0;
    this.#relay = new Relay({ ...context, far: others }, NO_WORKERS, () => {});
  }

  arrive(row: number): void {
    const { now } = this.#sim;
    const copy = this.#copyOf(row);
    if (!this.#cores.hasRoom(copy, now)) {
      this.#relay.refuse(row, REJECTED, QUEUE_FULL);
      return;
    }
    this.#sessions.lookUntil(now);
    const slot = this.#sessions.of(this.#sources.of(row));
    this.#sim.requests.ints[row + SCRATCH_A] = slot;
    const { method } = this.#values;
    if (!this.#sessions.isLoggedIn(slot)) this.#compute(row, PASSWORD, this.#times.password);
    else if (method === 'token') {
      if (this.#sessions.hasToken(slot, now)) this.#verify(row);
      else this.#compute(row, RENEWED, this.#times.renewal);
    } else if (method === 'introspection' && this.#sessions.keeps(slot, copy, now)) this.#admit(row);
    else this.#ask(row);
  }

  wake(what: number, row: number): void {
    const { now } = this.#sim;
    const slot = this.#sim.requests.ints[row + SCRATCH_A]!;
    this.#sessions.lookUntil(now);
    const revoked = this.#sessions.revokedAt(slot) >= 0;
    if (what === VERIFIED) this.#admit(row);
    else if (what === PERMITTED) this.#permit(row);
    else if (revoked) this.#deny(row);
    else if (what === TOLD) this.#wasTold(row);
    else if (what === PASSWORD && this.#values.mfa) this.#later(row, TYPED, this.#times.mfaTime.sampleNanos(this.#luck));
    else if (what === TYPED) this.#compute(row, LOGGED_IN, this.#times.password);
    else this.#logIn(row, slot, what);
  }

  answered(row: number, child: number): void {
    if (!this.#relay.awaits(row)) return;
    const { ints } = this.#sim.requests;
    if (ints[child + TAG] !== QUESTION) {
      this.#relay.passBack(row, child);
      return;
    }
    this.#sessions.lookUntil(this.#sim.now);
    if (ints[child + OUTCOME] !== OK) this.#sim.calls.answer(row, ints[child + OUTCOME]!, ints[child + CAUSE]!);
    else if (this.#sessions.revokedAt(ints[row + SCRATCH_A]!) >= 0) this.#deny(row);
    else if ((ints[child + FLAGS]! & MISS) !== 0) this.#compute(row, PASSWORD, this.#times.password);
    else this.#wasTold(row);
  }

  crash(instance: number): void {
    this.#cores.clear(instance - this.#c.firstInstance);
    this.#sessions.forget(instance - this.#c.firstInstance);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#times = timesOf(next);
    this.#forbidden = this.#c.classes.map(({ id }) => next.forbidden.includes(id));
    this.#sessions.lookUntil(this.#sim.now);
    this.#sessions.revoke(next.revocations, this.#sim.now);
    this.#cores.resize(next.cores);
    this.#cores.room = next.backlog * NS_PER_MS;
  }

  forgetCounts(): void {
    this.#sessions.lookUntil(this.#sim.now);
    this.#sessions.revoked = 0;
    this.#cores.taken = 0;
    this.#logins = 0;
    this.#denied = 0;
    this.#letIn = 0;
    this.#longest = 0;
    this.#since = this.#sim.now;
  }

  figures(out: Float64Array, at: number): void {
    // Who is hit does not depend on when it is looked: users come and go only after a look.
    this.#sessions.lookUntil(this.#sim.now);
    const passed = (this.#sim.now - this.#since) * this.#cores.count * this.#c.instances;
    out[at] = passed > 0 ? Math.min(1, this.#cores.taken / passed) : Number.NaN;
    out[at + 1] = this.#logins;
    out[at + 2] = this.#denied;
    out[at + 3] = this.#sessions.revoked;
    out[at + 4] = this.#letIn;
    out[at + 5] = this.#longest / NS_PER_MS;
  }

  #verify(row: number): void {
    this.#onCore(row, VERIFIED, Math.round((SIGNATURE[this.#values.signature] ?? 0) * NS_PER_MS));
  }

  /** Asks the store, or takes as long as asking somewhere else does; no core is taken meanwhile. */
  #ask(row: number): void {
    if (this.#store < 0) this.#later(row, TOLD, this.#times.lookUp.sampleNanos(this.#luck));
    else this.#call(row, 0);
  }

  /** A call about the user's session, whatever the request itself is about. */
  #call(row: number, flags: number): void {
    const { ints } = this.#sim.requests;
    const child = this.#sim.calls.open(this.#store, row, ints[row + INSTANCE]!);
    if (child < 0) return;
    ints[child + KEY] = ints[row + SESSION]!;
    ints[child + TAG] = QUESTION;
    ints[child + FLAGS] = (ints[child + FLAGS]! & ~WRITE) | flags;
    this.#sim.calls.send(child);
  }

  /** The store knows the user, who is in order. */
  #wasTold(row: number): void {
    const { method, kept } = this.#values;
    if (method === 'introspection' && kept > 0) {
      this.#sessions.keep(this.#sim.requests.ints[row + SCRATCH_A]!, this.#copyOf(row), this.#sim.now + kept * NS_PER_MS);
    }
    this.#admit(row);
  }

  #logIn(row: number, slot: number, what: number): void {
    const { method, tokenLife } = this.#values;
    if (what !== RENEWED) {
      this.#logins++;
      if (method !== 'token' && this.#store >= 0) this.#call(row, FILL | DETACHED);
    }
    this.#sessions.logIn(slot, method === 'token' ? this.#sim.now + tokenLife * NS_PER_MS : Infinity);
    this.#admit(row);
  }

  /** The user is taken to be in order. Whether that is so, only we know. */
  #admit(row: number): void {
    const since = this.#sessions.revokedAt(this.#sim.requests.ints[row + SCRATCH_A]!);
    if (since >= 0) {
      this.#letIn++;
      this.#longest = Math.max(this.#longest, this.#sim.now - since);
    }
    const ns = this.#times.authorisation.sampleNanos(this.#luck);
    if (ns === 0) this.#permit(row);
    else this.#onCore(row, PERMITTED, ns);
  }

  #permit(row: number): void {
    if (this.#forbidden[this.#sim.requests.ints[row + CLASS]!] === true) this.#deny(row);
    else if (this.#passes) this.#relay.pass(row);
    else this.#sim.calls.answer(row, OK, 0);
  }

  #deny(row: number): void {
    this.#denied++;
    this.#sim.calls.answer(row, REJECTED, causeOf(NOT_AUTHORISED, this.#c.node));
  }

  #compute(row: number, what: number, work: Sampler): void {
    this.#onCore(row, what, work.sampleNanos(this.#luck));
  }

  #onCore(row: number, what: number, ns: number): void {
    const work = this.#sim.work(this.#sim.requests.ints[row + INSTANCE]!, ns);
    this.#later(row, what, this.#cores.put(this.#copyOf(row), this.#sim.now, work));
  }

  #later(row: number, what: number, ns: number): void {
    this.#sim.clock[SPAN] = ns;
    this.#sim.wakeRow(this.#c.node, what, row);
  }

  #copyOf(row: number): number {
    return this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
  }
}

function isStore(end: FarEnd): boolean {
  return end.role === 'store' || end.role === 'cache';
}

function timesOf(values: Values): Times {
  const { renewal, lookUp, authorisation, password, mfaTime } = values;
  const sampler = (d: Values['password']): Sampler => new Sampler(d, NS_PER_MS);
  return {
    renewal: sampler(renewal),
    lookUp: sampler(lookUp),
    authorisation: sampler(authorisation),
    password: sampler(password),
    mfaTime: sampler(mfaTime),
  };
}

export const identityProvider = defineKind({
  id: 'identity-provider',
  name: 'Identity provider',
  group: 'compute',
  role: 'compute',
  summary: 'Logs users in and checks their requests, by session, by signed token, or by asking the issuer.',
  about:
    'A service or a gateway calls it for each request, or it stands in the way and passes on what is in order over its links to other parts. A user logs in ' +
    'with the first request: a password, perhaps a second factor. Later ones are checked: a session is looked up in the store that a link leads to; a signed ' +
    'token takes computing only and ends after its life; introspection asks, and may keep what it was told. Users are revoked at a rate; requests of theirs ' +
    'that still get in are counted, and for how long. Each request that finds no log-in logs in for itself. Left out here: invalid passwords, log-out, ' +
    'lists of revoked tokens, permissions of single users.',
  params: IDENTITY_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'letIn'],
  figures: [
    { id: 'coresTaken', label: 'Cores taken', unit: 'ratio', help: 'Share of its cores that works, on average.' },
    { id: 'logins', label: 'Log-ins', unit: 'count', help: 'Users who logged in since the warm-up.' },
    { id: 'denied', label: 'Denied', unit: 'count', help: 'Requests of users who were revoked, and forbidden ones.' },
    { id: 'revoked', label: 'Users revoked', unit: 'count', help: 'Users who lost their rights since the warm-up.' },
    { id: 'letIn', label: 'Let in though revoked', unit: 'count', help: 'Requests that got in after their user was revoked.' },
    {
      id: 'revocationDelay',
      label: 'Revocation delay',
      unit: 'ms',
      help: 'Longest time after a revocation at which its user still got in.',
    },
  ],
  costs: (values) => [{ price: 'vcpu', each: 'instance', amount: values.cores }],
  estimate: identityEstimate,
  build: (context, values) => new IdentityProvider(context, values),
});
