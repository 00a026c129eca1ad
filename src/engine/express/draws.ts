/**
 * Draws a source's next requests, as its station would draw them one by one: who asks, of which class, over which link, about which key.
 * Where keys are drawn from tables or evenly, the words of the stream are made here; else the stream itself draws.
 */
import { draw } from '../../std/random.ts';
import { spin } from './luck.ts';
import type { PlainKeys, PlainSource } from './plain.ts';
import { BLOCK, drawnKey, drawnPath, drawnSession, firstPath, SOURCES, words, wordsUsed } from './stage.ts';

const TWO_M32 = 2.3283064365386963e-10;
const TWO_M53 = 1.1102230246251565e-16;
const TWO_32 = 4294967296;
const NONE = new Float64Array(0);
/** Words made at once. */
const WORDS_BITS = 8;
const WORDS = 1 << WORDS_BITS;
/** By source: words made ahead, and 1 while there are any. The stream's state on the stage is that before them. */
const made = new Int32Array(SOURCES * WORDS);
/** Where the stream stands behind them. */
const ahead = new Int32Array(SOURCES * 4);
const isAhead = new Uint8Array(SOURCES);

/** Where a source's stream stood: its words in `state` from eight times the source's number, and those used of the ones made. */
export const mark = (source: PlainSource, number: number, state: Int32Array): number => {
  if (!drawsFromWords(source)) {
    source.mix.lend(NONE, 0, state, number << 3);
    return 0;
  }
  begin(source, number);
  for (let i = number << 3; i < (number + 1) << 3; i++) state[i] = words[i]!;
  return wordsUsed[number]!;
};

/** Goes back to a mark. */
export const goBack = (source: PlainSource, number: number, state: Int32Array, at: number): void => {
  if (!drawsFromWords(source)) {
    source.mix.takeBack(NONE, 0, BLOCK, state, number << 3);
    return;
  }
  for (let i = number << 3; i < (number + 1) << 3; i++) words[i] = state[i]!;
  makeWords(number);
  wordsUsed[number] = at;
};

/** The stream itself moves on behind the words that were used. */
export const settleDraws = (source: PlainSource, number: number): void => {
  if (isAhead[number] === 0) return;
  isAhead[number] = 0;
  for (let i = wordsUsed[number]!; i > 0; i--) spin(number << 3);
  source.mix.takeBack(NONE, 0, BLOCK, words, number << 3);
};

const drawsFromWords = ({ laws, sessions }: PlainSource): boolean => laws !== undefined && sessions <= 2097152;

const begin = (source: PlainSource, number: number): void => {
  if (isAhead[number] === 1) return;
  isAhead[number] = 1;
  source.mix.lend(NONE, 0, words, number << 3);
  makeWords(number);
};

/** Makes words from where the stream stands, and leaves it there. */
const makeWords = (number: number): void => {
  const at = number << 3;
  let a = words[at]!;
  let b = words[at + 1]!;
  let c = words[at + 2]!;
  let d = words[at + 3]!;
  const from = number << WORDS_BITS;
  for (let i = from; i < from + WORDS; i++) {
    const word = (((a + b) | 0) + d) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    d = (d + 1) | 0;
    made[i] = word;
  }
  ahead[number << 2] = a;
  ahead[(number << 2) + 1] = b;
  ahead[(number << 2) + 2] = c;
  ahead[(number << 2) + 3] = d;
  wordsUsed[number] = 0;
};

/** The next word of a source's stream. */
const nextWord = (number: number): number => {
  const at = wordsUsed[number]!;
  if (at === WORDS) return wordOfNextBlock(number);
  wordsUsed[number] = (at + 1) | 0;
  return made[((number << WORDS_BITS) + at) | 0]!;
};

/** Moves on to the words behind those made. */
const wordOfNextBlock = (number: number): number => {
  for (let i = 0; i < 4; i++) words[(number << 3) + i] = ahead[(number << 2) + i]!;
  makeWords(number);
  wordsUsed[number] = 1;
  return made[number << WORDS_BITS]!;
};

/** Draws so many requests into these places. */
export const drawInto = (source: PlainSource, number: number, from: number, count: number): void => {
  if (drawsFromWords(source)) drawFromWords(source, number, from, count);
  else drawFromStream(source, from, count);
};

const drawFromStream = (source: PlainSource, from: number, count: number): void => {
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
};

const drawFromWords = (source: PlainSource, number: number, from: number, count: number): void => {
  const { sessions, classes, shares, routes, laws } = source;
  const route = routes[0]!;
  if (classes.length === 1 && route.links.length === 1) {
    drawAlike(sessions, (firstPath[route.links[0]!]! + classes[0]!) | 0, laws![classes[0]!]!, number, from, (from + count) | 0);
    return;
  }
  const several = classes.length > 1;
  for (let i = from; i < from + count; i++) {
    drawnSession[i] = below(sessions, number);
    const which = several ? share(shares, number) : 0;
    const cls = classes[which]!;
    const { links, shares: parts } = routes[which]!;
    const link = links.length === 1 ? links[0]! : links[share(parts, number)]!;
    drawnPath[i] = firstPath[link]! + cls;
    drawnKey[i] = keyBy(laws![cls]!, number);
  }
};

/** Draws requests of one class that all go one way. */
const drawAlike = (sessions: number, path: number, law: PlainKeys, number: number, from: number, end: number): void => {
  const { n, cut, alias, spaces, space } = law;
  const evenly = cut.length === 0;
  for (let i = from; i < end; i++) {
    drawnPath[i] = path;
    drawnSession[i] = below(sessions, number);
    drawnKey[i] = (evenly ? below(n, number) : rankBy(n, cut, alias, number)) * spaces + space;
  }
};

/** A key by its law. */
const keyBy = ({ n, cut, alias, spaces, space }: PlainKeys, number: number): number =>
  (cut.length === 0 ? below(n, number) : rankBy(n, cut, alias, number)) * spaces + space;

/** As Zipf does: a column, and which of its two parts. */
const rankBy = (n: number, cut: Float64Array, alias: Int32Array, number: number): number => {
  const x = uniform(number) * n;
  const column = Math.floor(x);
  return x - column < cut[column]! ? column : alias[column]!;
};

/** As Stream.uniform. */
const uniform = (number: number): number => {
  const high = nextWord(number);
  return ((high >>> 5) * 67108864 + (nextWord(number) >>> 6)) * TWO_M53;
};

/** As Stream.below, for n up to 2,097,152. */
const below = (n: number, at: number): number => {
  if (n <= 1) return 0;
  let product = (nextWord(at) >>> 0) * n;
  let whole = Math.floor(product * TWO_M32);
  let rest = product - whole * TWO_32;
  if (rest < n) {
    const bias = TWO_32 % n;
    while (rest < bias) {
      product = (nextWord(at) >>> 0) * n;
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
