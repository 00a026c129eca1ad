/**
 * Draws a source's next requests, as its station would draw them one by one: who asks, of which class, over which link, about which key.
 * Where keys are drawn from tables or evenly, the words of the stream are made here; else the stream itself draws.
 */
import { draw } from '../../std/random.ts';
import { spin } from './luck.ts';
import type { PlainSource } from './plain.ts';
import { BLOCK, drawnKey, drawnPath, drawnSession, firstPath, words } from './stage.ts';

const TWO_M32 = 2.3283064365386963e-10;
const TWO_M53 = 1.1102230246251565e-16;
const TWO_32 = 4294967296;
const NONE = new Float64Array(0);

/** Draws so many requests into these places. Words are made on the stage, as those of stream `stream`. */
export const drawInto = (source: PlainSource, stream: number, from: number, count: number): void => {
  const { mix, sessions, classes, shares, routes, laws } = source;
  if (laws !== undefined && sessions <= 2097152) {
    mix.lend(NONE, 0, words, stream << 3);
    drawFromWords(source, stream << 3, from, count);
    mix.takeBack(NONE, 0, BLOCK, words, stream << 3);
    return;
  }
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
};

const drawFromWords = ({ sessions, classes, shares, routes, laws }: PlainSource, at: number, from: number, count: number): void => {
  const several = classes.length > 1;
  for (let i = from; i < from + count; i++) {
    drawnSession[i] = below(sessions, at);
    const which = several ? share(shares, at) : 0;
    const cls = classes[which]!;
    const route = routes[which]!;
    const link = route.links.length === 1 ? route.links[0]! : route.links[share(route.shares, at)]!;
    drawnPath[i] = firstPath[link]! + cls;
    const law = laws![cls]!;
    let rank = 0;
    if (law.cut.length === 0) rank = below(law.n, at);
    else {
      const x = uniform(at) * law.n;
      const column = Math.floor(x);
      rank = x - column < law.cut[column]! ? column : law.alias[column]!;
    }
    drawnKey[i] = rank * law.spaces + law.space;
  }
};

/** As Stream.uniform. */
const uniform = (at: number): number => {
  const high = spin(at);
  return ((high >>> 5) * 67108864 + (spin(at) >>> 6)) * TWO_M53;
};

/** As Stream.below, for n up to 2,097,152. */
const below = (n: number, at: number): number => {
  if (n <= 1) return 0;
  let product = (spin(at) >>> 0) * n;
  let whole = Math.floor(product * TWO_M32);
  let rest = product - whole * TWO_32;
  if (rest < n) {
    const bias = TWO_32 % n;
    while (rest < bias) {
      product = (spin(at) >>> 0) * n;
      whole = Math.floor(product * TWO_M32);
      rest = product - whole * TWO_32;
    }
  }
  return whole;
};

/** As draw. */
const share = (shares: Float64Array, at: number): number => {
  const u = uniform(at);
  let i = 0;
  while (i < shares.length - 1 && u >= shares[i]!) i++;
  return i;
};
