/**
 * Draws a source's next requests, as its station would draw them one by one: who asks, of which class, over which link, about which key.
 * Where keys are drawn from tables or evenly, the words of the stream are made all at once and used up in one loop; that the stream
 * stands behind the last one used, and not behind the last one made, costs a second walk over them.
 */
import { draw, type Stream } from '../../std/random.ts';
import type { PlainSource } from './plain.ts';
import { AHEAD, BLOCK, drawnKey, drawnPath, drawnSession, firstPath } from './stage.ts';

const TWO_M32 = 2.3283064365386963e-10;
const TWO_M53 = 1.1102230246251565e-16;
const TWO_32 = 4294967296;
const NONE = new Float64Array(0);

/** Words made at once: a request takes seven at most, but for draws that are made again, for which there are some more. */
const MORE = 32;
const RAW = 7 * AHEAD + MORE;
const raw = new Int32Array(RAW);
const state = new Int32Array(8);
/** How many of them are used. */
let used = 0;

/** Draws so many requests into these places. */
export function drawInto(source: PlainSource, from: number, count: number): void {
  if (count === 0) return;
  if (source.laws !== undefined && drawFromWords(source, from, count)) return;
  const { mix, sessions, classes, shares, routes } = source;
  const several = classes.length > 1;
  for (let i = from; i < from + count; i++) {
    drawnSession[i] = mix.below(sessions);
    const at = several ? draw(shares, mix) : 0;
    const cls = classes[at]!;
    const route = routes[at]!;
    const link = route.links.length === 1 ? route.links[0]! : route.links[draw(route.shares, mix)]!;
    drawnPath[i] = firstPath[link]! + cls;
    drawnKey[i] = source.keyOf(cls);
  }
}

/** False, and nothing has happened, when there were not enough words. */
function drawFromWords(source: PlainSource, from: number, count: number): boolean {
  const { mix, sessions, classes, shares, routes, laws } = source;
  if (sessions > 2097152 || laws === undefined) return false;
  mix.lend(NONE, 0, state, 0);
  const several = classes.length > 1;
  const each = 3 + (several ? 2 : 0) + (routes.some(({ links }) => links.length > 1) ? 2 : 0);
  const made = count * each + MORE;
  makeWords(made);
  used = 0;
  for (let i = from; i < from + count; i++) {
    if (used > made - each - 1) return false;
    drawnSession[i] = below(sessions);
    const at = several ? share(shares) : 0;
    const cls = classes[at]!;
    const route = routes[at]!;
    const link = route.links.length === 1 ? route.links[0]! : route.links[share(route.shares)]!;
    drawnPath[i] = firstPath[link]! + cls;
    const law = laws[cls]!;
    let rank = 0;
    if (law.cut.length === 0) rank = below(law.n);
    else {
      const x = uniform() * law.n;
      const column = Math.floor(x);
      rank = x - column < law.cut[column]! ? column : law.alias[column]!;
    }
    drawnKey[i] = rank * law.spaces + law.space;
  }
  if (used > made) return false;
  goBehind(mix);
  return true;
}

/** The stream stands behind the words that were used. */
function goBehind(mix: Stream): void {
  mix.lend(NONE, 0, state, 0);
  makeWords(used);
  mix.takeBack(NONE, 0, BLOCK, state, 0);
}

/** Makes so many words from the state, and leaves it behind them. */
function makeWords(count: number): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let i = 0; i < count; i++) {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    raw[i] = t;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

/** As Stream.uniform. */
function uniform(): number {
  const at = used;
  used = at + 2;
  return ((raw[at]! >>> 5) * 67108864 + (raw[at + 1]! >>> 6)) * TWO_M53;
}

/** As Stream.below, for n up to 2,097,152. */
function below(n: number): number {
  if (n <= 1) return 0;
  let product = (raw[used++]! >>> 0) * n;
  let whole = Math.floor(product * TWO_M32);
  let rest = product - whole * TWO_32;
  if (rest < n) {
    const bias = TWO_32 % n;
    while (rest < bias && used < RAW - 6) {
      product = (raw[used++]! >>> 0) * n;
      whole = Math.floor(product * TWO_M32);
      rest = product - whole * TWO_32;
    }
  }
  return whole;
}

/** As draw. */
function share(shares: Float64Array): number {
  const u = uniform();
  let i = 0;
  while (i < shares.length - 1 && u >= shares[i]!) i++;
  return i;
}
