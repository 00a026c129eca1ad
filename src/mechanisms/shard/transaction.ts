/** A write over several shards: its parts and how far each of them is. What is known to whom, and when, is in `two-phase`. */

/** How far a part is: not locked, locked by a process that works on it, prepared as its group holds, or nothing to it any more. */
export const [FREE, WORKING, PREPARED, OVER] = [0, 1, 2, 3];
/** How far its leader is. */
export const [PREPARING, COMMITTING, ENDED] = [0, 1, 2];

export interface Part {
  readonly shard: number;
  readonly key: number;
  /** The version that the write makes of it, from its decision on; 0 before. */
  version: number;
  state: number;
  voted: boolean;
  /** The instance that was asked to prepare; the one that does. -1: none. */
  asked: number;
  at: number;
  /** When it is looked at again, ns. */
  due: number;
}

/** The part of an own key, and those of other shards. */
export type Parts = readonly [Part, ...Part[]];

export interface Transaction {
  readonly number: number;
  readonly row: number;
  readonly generation: number;
  /** Who leads it, or did. */
  readonly instance: number;
  /** Its own first, which is done by committing. */
  readonly parts: Parts;
  phase: number;
  /** A majority of its own shard holds its decision: it is to be done, whoever leads. */
  decided: boolean;
  /** Who led it is gone, and nobody has answered yet how it ended. */
  orphan: boolean;
}

export interface Spread {
  shardOf(key: number): number;
  shards(): number;
}

/** A key and the next ones that belong to other shards, one of each, sought at even distances among so many keys. */
export function partsOf(key: number, { keys, touches }: { readonly keys: number; readonly touches: number }, spread: Spread): Parts {
  const blank = { version: 0, state: FREE, voted: false, asked: -1, at: -1, due: 0 };
  const parts: [Part, ...Part[]] = [{ shard: spread.shardOf(key), key, ...blank }];
  const most = Math.min(touches, spread.shards());
  const step = Math.max(1, Math.floor(keys / most));
  for (let tried = 1; tried < keys && parts.length < most; tried++) {
    // Round by round, each round begins one further on.
    const other = (key + tried * step + Math.floor((tried * step) / keys)) % keys;
    const shard = spread.shardOf(other);
    if (!parts.some((part) => part.shard === shard)) parts.push({ shard, key: other, ...blank });
  }
  return parts;
}
