/**
 * Fuzzy search over short names: the letters of the query must appear in order; beginnings of words and unbroken runs
 * count more, gaps count less. Pure.
 */

export interface FuzzyMatch {
  /** Higher is better; comparable between names for one query. */
  readonly score: number;
  /** Which letters of the name were met, ascending. */
  readonly at: readonly number[];
}

const WORD_START = 8;
const RUN = 5;
const GAP = 0.2;
/** All letters in one unbroken run beat letters gathered from several words. */
const WHOLE = 15;

/** Matches a query against a name; undefined when a letter is missing. An empty query matches everything equally. */
export function fuzzy(query: string, name: string): FuzzyMatch | undefined {
  const wanted = [...query.toLowerCase()].filter((letter) => letter.trim() !== '');
  if (wanted.length === 0) return { score: 0, at: [] };
  const letters = [...name.toLowerCase()];
  // Every place where the first letter stands is tried: the greedy first hit is often inside another word.
  let best: FuzzyMatch | undefined;
  letters.forEach((letter, start) => {
    if (letter !== wanted[0]) return;
    const match = matchFrom(wanted, letters, start);
    if (match !== undefined && (best === undefined || match.score > best.score)) best = match;
  });
  return best;
}

function matchFrom(wanted: readonly string[], letters: readonly string[], start: number): FuzzyMatch | undefined {
  const at: number[] = [];
  let score = 0;
  let from = start;
  for (const letter of wanted) {
    const next = nextPlace(letter, letters, from, at.at(-1));
    if (next === undefined) return undefined;
    const last = at.at(-1);
    if (isWordStart(letters, next)) score += WORD_START;
    if (last !== undefined) score += next === last + 1 ? RUN : -GAP * (next - last);
    at.push(next);
    from = next + 1;
  }
  if (at.every((place, i) => place === start + i)) score += WHOLE;
  return { score: score - GAP * start - letters.length / 100, at };
}

/** The letter right after the last one when it fits, else the next beginning of a word, else wherever it stands next. */
function nextPlace(letter: string, letters: readonly string[], from: number, last: number | undefined): number | undefined {
  if (last !== undefined && letters[last + 1] === letter) return last + 1;
  let anywhere: number | undefined;
  for (let i = from; i < letters.length; i++) {
    if (letters[i] !== letter) continue;
    if (isWordStart(letters, i) || last === undefined) return i;
    anywhere ??= i;
  }
  return anywhere;
}

function isWordStart(letters: readonly string[], i: number): boolean {
  return i === 0 || /[\s\-–:/(]/.test(letters[i - 1] ?? '');
}
