/**
 * Draining: a target that was taken out gets nothing new, and what is open there may go on for a while. When the while is over,
 * connections to it end and with them the calls that are still open.
 */
import { CONNECTION_LOST, causeOf, ERROR } from '../../engine/outcome.ts';
import { CALLER_HOLDS, GENERATION, INSTANCE, LINK, ORIGIN, PARENT, PARENT_GENERATION, ROW, STARTED, THERE } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import type { Front } from './front.ts';
import type { Target } from './targets.ts';

export class Draining {
  readonly #c: StationContext;
  readonly #targets: readonly Target[];
  readonly #what: number;
  readonly #front: Front;
  /** Moment at which each target's open calls are cut off; -1: it is not draining. */
  readonly #until: Float64Array;

  constructor(context: StationContext, targets: readonly Target[], what: number, front: Front) {
    this.#c = context;
    this.#targets = targets;
    this.#what = what;
    this.#front = front;
    this.#until = new Float64Array(targets.length).fill(-1);
  }

  begin(target: number, ns: number): void {
    if (this.#until[target]! >= 0) return;
    const { sim, node } = this.#c;
    this.#until[target] = sim.now + ns;
    sim.wake(node, ns, this.#what, target);
  }

  /** It is wanted again. */
  cease(target: number): void {
    this.#until[target] = -1;
  }

  /** The while of a target is over. */
  event(target: number): void {
    const { sim, node, firstInstance, instances } = this.#c;
    if (this.#until[target] !== sim.now) return;
    this.#front.forgetTarget(target);
    const { link, instance } = this.#targets[target]!;
    const r = sim.requests;
    const open: number[] = [];
    for (let row = 0; row < r.end; row += ROW) {
      if (!r.has(row, CALLER_HOLDS) || r.ints[row + LINK] !== link) continue;
      const copy = r.ints[row + ORIGIN]! - firstInstance;
      if (copy >= 0 && copy < instances && (instance < 0 || r.ints[row + INSTANCE] === instance)) open.push(row);
    }
    r.inTurn(open).sort((x, y) => r.times[(x >> 1) + STARTED]! - r.times[(y >> 1) + STARTED]!);
    for (const row of open) {
      const parent = r.ints[row + PARENT]!;
      const asked = parent >= 0 && r.ints[parent + GENERATION] === r.ints[row + PARENT_GENERATION] && r.has(parent, THERE);
      sim.calls.abandon(row);
      if (asked) this.#front.answer(parent, ERROR, causeOf(CONNECTION_LOST, node));
    }
  }
}
