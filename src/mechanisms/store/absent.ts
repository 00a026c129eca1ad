/** Keys that a store does not have at first: a share of all of them, told by their hash, until somebody writes them. */
import { mix32 } from '../../std/random.ts';

const ALL = 4294967296;

export function isAbsent(key: number, share: number): boolean {
  return share > 0 && mix32(key, 2) < share * ALL;
}
