/**
 * Draws a source's next requests, as its station would draw them one by one: who asks, of which class, over which link, about which key.
 * Where keys are drawn from tables or evenly, the words of the stream are made here; else the stream itself draws.
 */
import { draw } from '../../std/random.ts';
import { below, drawAlike, makeWords, nextWord } from './ahead.ts';
import { spin } from './luck.ts';
import type { PlainKeys, PlainSource } from './plain.ts';
import {
  aliases,
  alikeKeys,
  alikePath,
  alikeSessions,
  alikeSpace,
  alikeSpaces,
  alikeTable,
  BLOCK,
  cuts,
  drawnKey,
  drawnPath,
  drawnSession,
  firstPath,
  isAhead,
  TABLES,
  words,
  wordsUsed,
} from './stage.ts';

const TWO_M53 = 1.1102230246251565e-16;
const NONE = new Float64Array(0);

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

/** Tells the stage whose requests are all alike, and how. To be called when paths are laid. */
export const tellAlike = (sources: readonly PlainSource[]): void => {
  let room = 0;
  sources.forEach((source, number) => {
    const [cls, route] = [source.classes[0]!, source.routes[0]!];
    const law = source.laws?.[cls];
    alikePath[number] = -1;
    if (!drawsFromWords(source) || !source.ahead || source.classes.length > 1 || route.links.length > 1 || law === undefined) return;
    if (room + law.cut.length > TABLES) return;
    alikePath[number] = firstPath[route.links[0]!]! + cls;
    alikeSessions[number] = source.sessions;
    alikeKeys[number] = law.n;
    alikeSpaces[number] = law.spaces;
    alikeSpace[number] = law.space;
    alikeTable[number] = law.cut.length > 0 ? room : -1;
    cuts.set(law.cut, room);
    aliases.set(law.alias, room);
    room += law.cut.length;
  });
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
  if (alikePath[number]! >= 0) {
    drawAlike(number, from, (from + count) | 0);
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

/** As draw. */
const share = (shares: Float64Array, at: number): number => {
  const u = uniform(at);
  let i = 0;
  while (i < shares.length - 1 && u >= shares[i]!) i++;
  return i;
};
