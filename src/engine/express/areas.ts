/**
 * The areas of levels over time, which the express way does not keep: of a call that came and went between two looks a level's area has
 * the time it stayed, and those times are summed up anyway; of one that is still there, what stands here. See Meter for area(t) = t·N − S.
 */
import type { Sim } from '../sim.ts';
import { rankAt } from './heap.ts';
import * as S from './stage.ts';

/** By instance: the sum of moments since when calls are there, wait in the line, have a worker. */
export const standing = new Float64Array(S.INSTANCES * 3);
export const IS_THERE = 0;
export const IN_LINE = 1;
export const AT_WORK = 2;

/** Sums up how everything on the stage stands now. */
export function addStanding(sim: Sim, places: number): void {
  const instances = sim.shape.nodeOf.length;
  standing.fill(0, 0, 3 * instances);
  for (let place = 0; place < places; place++) {
    const path = S.pathOf[place]!;
    if (path < 0) continue;
    const instance = S.pathInstance[path]!;
    if (S.whereabouts[place] === S.THERE) {
      add(instance, IS_THERE, S.arrived[place]!);
      if (S.holds[instance] === 1) add(instance, AT_WORK, S.begun[place]!);
    }
    if (S.onBehalf[place]! < 0) add(S.pathSource[path]!, IS_THERE, S.pathWay[path]! < 0 ? S.arrived[place]! : S.sentAt[place]!);
  }
  for (let instance = 0; instance < instances; instance++) {
    for (let place = S.first[instance]!; place >= 0; place = S.behind[place]!) {
      add(instance, IN_LINE, S.arrived[place]!);
      if (S.holds[instance] === 1) add(instance, AT_WORK, -S.begun[place]!);
    }
  }
  for (let at = 0; at < S.numbers[S.PENDING]!; at++) {
    const place = S.placeOfRank[rankAt(at)]!;
    const instance = S.pathInstance[S.pathOf[place]!]!;
    if (S.holds[instance] === 0) add(instance, AT_WORK, S.begun[place]!);
  }
}

function add(instance: number, level: number, moment: number): void {
  const at = instance * 3 + level;
  standing[at] = standing[at]! + moment;
}
