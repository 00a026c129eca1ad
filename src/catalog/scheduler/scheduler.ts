/**
 * Scheduler: starts work at set times, as cron does. Several copies stand ready so that one that dies is no loss; a lock with a lease
 * sees to it that one of them starts a run. Its calls are made on nobody's behalf: they load what they reach and count there.
 */
import { UP } from '../../engine/knobs.ts';
import { causeOf, NO_ROUTE, OK, UNAVAILABLE } from '../../engine/outcome.ts';
import { CLASS, FLAGS, KEY, OUTCOME, SESSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { controllerEstimate } from '../estimate-controller.ts';
import { defineKind } from '../kind.ts';
import { SCHEDULER_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof SCHEDULER_PARAMETERS>;

const DUE = 0;
const LEASE_ENDS = 1;
const NEVER = Number.POSITIVE_INFINITY;

class Scheduler implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  #values: Values;
  /** Which copy holds the lock, and when it is free, because that copy cannot renew it, ns. */
  #holder = 0;
  #freeAt = NEVER;
  /** Runs that were due while nobody could. */
  #owed = 0;
  #runs = 0;
  #missed = 0;
  #twice = 0;
  #failed = 0;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sim = context.sim;
    this.#values = values;
  }

  start(): void {
    this.#sim.wake(this.#c.node, this.#period(), DUE, 0);
  }

  /** Nobody can call it: its links only go out. */
  arrive(row: number): void {
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(NO_ROUTE, this.#c.node));
  }

  answered(_row: number, child: number): void {
    if (this.#sim.requests.ints[child + OUTCOME] !== OK) this.#failed++;
  }

  wake(what: number): void {
    if (what === DUE) {
      this.#sim.wake(this.#c.node, this.#period(), DUE, 0);
      this.#due();
    } else if (this.#sim.now === this.#freeAt) this.#makeUp();
  }

  crash(): void {}

  restart(): void {}

  /** Somebody may have become unable to go on, or able again. */
  turned(): void {
    if (this.#can(this.#holder)) {
      this.#freeAt = NEVER;
      this.#makeUp();
    } else if (this.#freeAt === NEVER) {
      const lease = Math.round(this.#values.lease * NS_PER_MS);
      this.#freeAt = this.#sim.now + lease;
      this.#sim.wake(this.#c.node, lease, LEASE_ENDS, 0);
    } else this.#makeUp();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
  }

  forgetCounts(): void {
    this.#runs = 0;
    this.#missed = 0;
    this.#twice = 0;
    this.#failed = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#runs;
    out[at + 1] = this.#missed;
    out[at + 2] = this.#twice;
    out[at + 3] = this.#failed;
  }

  #period(): number {
    return Math.round(this.#values.period * NS_PER_MS);
  }

  #due(): void {
    if (this.#values.who === 'each') {
      let count = 0;
      for (let i = 0; i < this.#c.instances; i++) {
        if (!this.#can(i)) continue;
        count++;
        this.#run(i);
      }
      this.#twice += Math.max(0, count - 1);
      if (count === 0) this.#miss();
      return;
    }
    const copy = this.#whoever();
    if (copy < 0) this.#miss();
    else this.#run(copy);
  }

  #miss(): void {
    this.#missed++;
    this.#owed++;
  }

  /** The copy that may start a run now, or -1: the one that holds the lock, or another once its lease has run out. */
  #whoever(): number {
    if (this.#can(this.#holder)) return this.#holder;
    if (this.#sim.now < this.#freeAt) return -1;
    for (let i = 0; i < this.#c.instances; i++) {
      if (!this.#can(i)) continue;
      this.#holder = i;
      this.#freeAt = NEVER;
      return i;
    }
    return -1;
  }

  #makeUp(): void {
    if (this.#owed === 0) return;
    const copy = this.#values.who === 'each' ? this.#firstAble() : this.#whoever();
    if (copy < 0) return;
    const { catchUp } = this.#values;
    const runs = catchUp === 'all' ? this.#owed : catchUp === 'one' ? 1 : 0;
    this.#owed = 0;
    for (let k = 0; k < runs; k++) this.#run(copy);
  }

  #firstAble(): number {
    for (let i = 0; i < this.#c.instances; i++) if (this.#can(i)) return i;
    return -1;
  }

  #can(i: number): boolean {
    const { down, hung } = this.#sim.knobs;
    return down[this.#c.firstInstance + i] === UP && hung[this.#c.firstInstance + i] === 0;
  }

  #run(i: number): void {
    this.#runs++;
    for (const { link, plan } of this.#c.far) {
      const cls = plan.classes[0] ?? 0;
      for (let k = 0; k < this.#values.calls; k++) {
        const row = this.#sim.calls.open(link, -1, this.#c.firstInstance + i);
        if (row < 0) return;
        const { ints } = this.#sim.requests;
        ints[row + CLASS] = cls;
        ints[row + KEY] = k;
        ints[row + SESSION] = k;
        if (this.#c.classes[cls]!.write) ints[row + FLAGS] = ints[row + FLAGS]! | WRITE;
        this.#sim.calls.send(row);
      }
    }
  }
}

export const scheduler = defineKind({
  id: 'scheduler',
  name: 'Scheduler',
  group: 'operations',
  role: 'control',
  summary: 'Starts work at set times, once, whichever of its copies is alive.',
  about:
    'Cron with a spare. With each period one copy starts a run: so many calls over each of its links, all at once, which is a load that users ' +
    'feel. A lock with a lease keeps two copies from doing the same; while the copy that holds it is dead nothing runs until the lease is over. ' +
    'Runs that were missed are skipped or made up for. The calls are no users’ requests and do not count among those. Left out here: the ' +
    'lock’s own service (see Coordination), runs that overlap, time zones.',
  params: SCHEDULER_PARAMETERS,
  links: { in: false, out: true },
  makesCalls: true,
  abilities: [],
  face: ['runs', 'missed'],
  figures: [
    { id: 'runs', label: 'Runs', unit: 'count', help: 'Runs that were started.' },
    { id: 'missed', label: 'Missed', unit: 'count', help: 'Runs that were due while no copy could start them.' },
    { id: 'twice', label: 'Twice', unit: 'count', help: 'Runs that were started again by another copy.' },
    { id: 'failed', label: 'Failed', unit: 'count', help: 'Calls of its runs that failed.' },
  ],
  estimate: controllerEstimate,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 1 }],
  build: (context, values) => new Scheduler(context, values),
});
