/** Connections of pools on the express way: which are open. Where one has none left, the general way goes on (FULL). */
import type { i32 } from './stage.ts';
import {
  FULL,
  moments,
  numbers,
  onBehalf,
  pathInstance,
  pathOf,
  pathPool,
  pathSource,
  poolHighest,
  poolOpen,
  poolRoom,
  UNTIL,
} from './stage.ts';

/** Which of all pools a call's connection is from. */
function poolFor(place: i32, path: i32): i32 {
  const parent = onBehalf[place]!;
  return (pathPool[path]! + (parent < 0 ? pathSource[path]! : pathInstance[pathOf[parent]!]!)) | 0;
}

export function takeConnection(place: i32, path: i32): void {
  const pool = poolFor(place, path);
  const open = (poolOpen[pool]! + 1) | 0;
  poolOpen[pool] = open;
  if (open > poolHighest[pool]!) poolHighest[pool] = open;
  if (open !== poolRoom[pool]) return;
  numbers[FULL] = (numbers[FULL]! + 1) | 0;
  moments[UNTIL] = 0;
}

export function giveConnection(place: i32, path: i32): void {
  const pool = poolFor(place, path);
  if (poolOpen[pool] === poolRoom[pool]) numbers[FULL] = (numbers[FULL]! - 1) | 0;
  poolOpen[pool] = (poolOpen[pool]! - 1) | 0;
}
