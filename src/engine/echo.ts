/** Requests that arrive twice: a second row that nobody waits for follows the first one to the same instance, and is served like it. */
import { copyAsked } from './asked.ts';
import { DELIVER } from './calls.ts';
import type { Link } from './link.ts';
import {
  ATTEMPT,
  CALLER_HOLDS,
  CLASS,
  DEADLINE,
  FLAGS,
  HALF_OPEN,
  HAS_DEADLINE,
  INSTANCE,
  JUNK,
  OPERATION,
  ORIGIN,
  SERVER_HOLDS,
  SUBSCRIBE,
  TELLS_DEADLINE,
} from './requests.ts';
import { ENGINE, type Sim } from './sim.ts';

/** Not said twice: what a flood is made of, and calls that stay open. */
const ONCE = JUNK | HALF_OPEN | SUBSCRIBE;
const TIMED = HAS_DEADLINE | TELLS_DEADLINE;

/** A request sets out while a fault makes some of its link's arrive twice. The second one may get lost like any message. */
export function mayArriveTwice(sim: Sim, row: number, link: Link): void {
  const { requests: r, knobs, now } = sim;
  const { ints } = r;
  const { disorder, index } = link;
  if (r.has(row, ONCE) || disorder.uniform() >= knobs.twice[index]!) return;
  const from = ints[row + ORIGIN]!;
  const to = ints[row + INSTANCE]!;
  if (link.loses(knobs, 0, disorder) || knobs.strays(from, to, disorder)) return;
  const bytes = sim.shape.bytesUp[ints[row + CLASS]!]!;
  const way = link.delay(now, sim.distance(from, to), bytes, 0, knobs, disorder) + knobs.late(from, to, disorder);
  const delay = way + knobs.twiceAfter[index]!;
  const copy = r.take();
  if (copy < 0) return;
  copyAsked(r, row, copy);
  ints[copy + ATTEMPT] = ints[row + ATTEMPT]!;
  ints[copy + INSTANCE] = to;
  r.times[(copy >> 1) + DEADLINE] = r.times[(row >> 1) + DEADLINE]!;
  ints[copy + FLAGS] = (ints[copy + FLAGS]! & ~(CALLER_HOLDS | OPERATION)) | (ints[row + FLAGS]! & TIMED) | SERVER_HOLDS;
  link.carries(now, sim.queue);
  sim.queue.push(now + delay, ENGINE, DELIVER, copy, 0);
}
