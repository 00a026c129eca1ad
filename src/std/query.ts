/** How a request asks a store, beyond reading or writing one thing by its key: what a family of stores is good or bad at. */

/** By the words of documents. `key` is what is meant where nothing is said. */
export const QUERIES = ['key', 'range', 'join', 'traverse', 'search', 'aggregate'] as const;
export type Query = (typeof QUERIES)[number];

export function isQuery(word: string): word is Query {
  return QUERIES.some((query) => query === word);
}
