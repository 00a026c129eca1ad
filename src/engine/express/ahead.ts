/** What is made ahead for a source: words of its stream, and of them requests that are all alike. */
import { biasOf, drawOtherwise } from './aside.ts';
import { fraction, imul, under, upper, whole, wide } from './bits.ts';
import type { i32 } from './stage.ts';
import {
  AHEAD,
  aliases,
  alikeKeys,
  alikePath,
  alikeSessions,
  alikeSpace,
  alikeSpaces,
  alikeTable,
  behindMade,
  cuts,
  drawn,
  drawnFrom,
  drawnKey,
  drawnPath,
  drawnSession,
  isAhead,
  made,
  usedBefore,
  WORDS,
  WORDS_BITS,
  words,
  wordsBefore,
  wordsUsed,
} from './stage.ts';

/** Makes a source's next requests, as its station would draw them one by one. */
export function drawRequests(source: i32): void {
  if (alikePath[source]! < 0 || isAhead[source] === 0) {
    drawOtherwise(source);
    return;
  }
  for (let i = source << 3; i < (source + 1) << 3; i++) wordsBefore[i] = words[i]!;
  usedBefore[source] = wordsUsed[source]!;
  drawAlike(source, source * AHEAD, (source + 1) * AHEAD);
  drawn[source] = 0;
  drawnFrom[source] = 0;
}

/** Draws requests of one class that all go one way into these places. */
export function drawAlike(source: i32, from: i32, end: i32): void {
  const path = alikePath[source]!;
  const sessions = alikeSessions[source]!;
  const keys = alikeKeys[source]!;
  const spaces = alikeSpaces[source]!;
  const space = alikeSpace[source]!;
  const table = alikeTable[source]!;
  for (let i = from; i < end; i++) {
    drawnPath[i] = path;
    drawnSession[i] = below(sessions, source);
    let key = 0;
    if (table < 0) key = below(keys, source);
    else if (keys > 1) key = rankBy(keys, table, source);
    else {
      nextWord(source);
      nextWord(source);
    }
    drawnKey[i] = (imul(key, spaces) + space) | 0;
  }
}

/** As Stream.below, for n up to 2,097,152. */
export function below(n: i32, source: i32): i32 {
  if (n <= 1) return 0;
  let word = nextWord(source);
  if (under(imul(word, n), n)) {
    const bias = biasOf(n);
    while (under(imul(word, n), bias)) word = nextWord(source);
  }
  return upper(word, n);
}

/** As Zipf does: a column, and which of its two parts. */
function rankBy(n: i32, table: i32, source: i32): i32 {
  const above = nextWord(source);
  const x = fraction(above, nextWord(source)) * wide(n);
  const column = whole(x);
  return x - wide(column) < cuts[(table + column) | 0]! ? column : aliases[(table + column) | 0]!;
}

/** The next word of a source's stream. */
export function nextWord(source: i32): i32 {
  let at = wordsUsed[source]!;
  if (at === WORDS) {
    for (let i = 0; i < 4; i++) words[(source << 3) + i] = behindMade[(source << 2) + i]!;
    makeWords(source);
    at = 0;
  }
  wordsUsed[source] = (at + 1) | 0;
  return made[((source << WORDS_BITS) + at) | 0]!;
}

/** Makes words from where the stream stands, and leaves it there. */
export function makeWords(source: i32): void {
  const at = source << 3;
  let a = words[at]!;
  let b = words[at + 1]!;
  let c = words[at + 2]!;
  let d = words[at + 3]!;
  const from = source << WORDS_BITS;
  for (let i = from; i < from + WORDS; i++) {
    const word = (((a + b) | 0) + d) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    d = (d + 1) | 0;
    made[i] = word;
  }
  behindMade[source << 2] = a;
  behindMade[(source << 2) + 1] = b;
  behindMade[(source << 2) + 2] = c;
  behindMade[(source << 2) + 3] = d;
  wordsUsed[source] = 0;
}
