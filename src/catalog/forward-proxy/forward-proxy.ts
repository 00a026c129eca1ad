/**
 * Forward proxy: the way out of a network. It filters what its users ask for, keeps answers, and can make equal requests that come
 * at the same time into one. A worker reads each request; none is held while the far end is busy.
 */
import { BLOCKED_BY_RULE, causeOf, NO_ROUTE, OK, REJECTED, TOO_MANY_CONNECTIONS, UNAVAILABLE } from '../../engine/outcome.ts';
import { CLASS, INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { answersOf } from '../../mechanisms/cache/answer-parameters.ts';
import { ANSWERED, Answers, PASSES } from '../../mechanisms/cache/answers.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import type { WorkerSettings } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { forwardEstimate } from './estimate.ts';
import { FORWARD_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof FORWARD_PARAMETERS>;

class ForwardProxy implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #answers: Answers;
  readonly #time: Stream;
  /** Requests that each copy has passed on and that are not answered. */
  readonly #out: Int32Array;
  #values: Values;
  #work: Sampler;
  #blocked: readonly boolean[];
  #denied = 0;
  #passed = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#blocked = context.classes.map(({ id }) => values.blocked.includes(id));
    this.#out = new Int32Array(instances);
    this.#relay = new Relay(context, workersOf(values), (row, instance) => this.#begin(row, instance));
    this.#answers = new Answers(context, answersOf(values, 0), (row, outcome, cause) => sim.calls.answer(row, outcome, cause));
  }

  arrive(row: number): void {
    this.#relay.admit(row);
  }

  wake(_what: number, row: number): void {
    const { ints } = this.#sim.requests;
    this.#relay.release(row);
    const cls = ints[row + CLASS]!;
    if (this.#blocked[cls] === true) {
      this.#denied++;
      this.#relay.refuse(row, REJECTED, BLOCKED_BY_RULE);
      return;
    }
    const found = this.#answers.ask(row);
    if (found === ANSWERED) this.#sim.calls.answer(row, OK, 0);
    else if (found === PASSES) this.#pass(row, cls);
  }

  answered(row: number, child: number): void {
    if (!this.#relay.awaits(row)) return;
    const i = this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
    this.#out[i] = this.#out[i]! - 1;
    this.#answers.settle(row, child);
  }

  crash(instance: number): void {
    this.#relay.crash(instance);
    this.#answers.clear(instance);
    this.#out[instance - this.#c.firstInstance] = 0;
  }

  restart(): void {}

  strike(ability: Ability, instance: number): void {
    if (ability === 'flush') this.#answers.flush(instance);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#work = new Sampler(next.time, NS_PER_MS);
    this.#blocked = this.#c.classes.map(({ id }) => next.blocked.includes(id));
    this.#answers.configure(answersOf(next, 0));
    this.#relay.configure(workersOf(next));
  }

  forgetCounts(): void {
    this.#answers.forgetCounts();
    this.#denied = 0;
    this.#passed = 0;
  }

  figures(out: Float64Array, at: number): void {
    const { hits, misses, collapsed, entries } = this.#answers;
    out[at] = hits + misses > 0 ? hits / (hits + misses) : Number.NaN;
    out[at + 1] = entries;
    out[at + 2] = collapsed;
    out[at + 3] = this.#denied;
    out[at + 4] = this.#passed;
  }

  #begin(row: number, instance: number): void {
    this.#sim.workTakes(instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, 0, row);
  }

  #pass(row: number, cls: number): void {
    const i = this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
    const { connections } = this.#values;
    if (connections > 0 && this.#out[i]! >= connections) {
      this.#answers.fail(row, REJECTED, causeOf(TOO_MANY_CONNECTIONS, this.#c.node));
      return;
    }
    if (this.#relay.routes[cls]!.links.length === 0) {
      this.#answers.fail(row, UNAVAILABLE, causeOf(NO_ROUTE, this.#c.node));
      return;
    }
    this.#out[i] = this.#out[i]! + 1;
    this.#passed++;
    this.#relay.pass(row);
  }
}

function workersOf({ workers, queueLimit }: Values): WorkerSettings {
  return { workers, queueLimit, discipline: 'fifo' };
}

export const forwardProxy = defineKind({
  id: 'forward-proxy',
  name: 'Forward proxy',
  group: 'edge',
  role: 'relay',
  summary: 'The way out for clients or services: filters what they ask for, and keeps answers.',
  about:
    'A worker reads each request; the filter denies some classes; what is kept and not too old is answered at once, by key and class, on each copy for ' +
    'itself. The rest goes on over the link of its class. Equal requests that miss at the same time can be made one: the others wait for its answer, and ' +
    'share its failure. A write that passes makes what is kept of its key old. Left out here: answers that say themselves how long they may be kept, asking ' +
    'whether an answer is still good, authentication of users.',
  params: FORWARD_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush'],
  face: ['rate', 'hitRatio'],
  figures: [
    { id: 'hitRatio', label: 'hit', unit: 'ratio', help: 'Look-ups that found an answer, since the warm-up.' },
    { id: 'entries', label: 'answers', unit: 'count', help: 'Answers kept now.' },
    {
      id: 'collapsed',
      label: 'Waited for another',
      unit: 'count',
      help: 'Requests that were not passed on since an equal one was on its way.',
    },
    { id: 'blocked', label: 'Blocked by the filter', unit: 'count', help: 'Requests that the filter denied.' },
    { id: 'passed', label: 'Passed on', unit: 'count', help: 'Requests that went to the far end.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: forwardEstimate,
  build: (context, values) => new ForwardProxy(context, values),
});
