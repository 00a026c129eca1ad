/**
 * Lays out the paths of a simulation on the stage: every link with each of its targets and each class, with its plan there, and the
 * chords and lanes in which the times of calls along it are counted.
 */
import type { Histogram } from '../../stats/histogram.ts';
import type { Lane } from '../lane.ts';
import type { Sim } from '../sim.ts';
import type { Express } from './express.ts';
import * as S from './stage.ts';
import { setLanes } from './tally.ts';

export function layPaths(sim: Sim, express: Express): void {
  const { shape, links, meter } = sim;
  const instances = shape.nodeOf.length;
  const first = firsts(shape.nodeOf, shape.nodes);
  const lanes: Histogram[][] = meter.lanes.slice(0, 3 * instances).map((one) => [one]);
  const chords: number[][] = [];
  for (let i = 0; i < instances; i++) chords.push([instances + i], [i]);
  const frontOf = (lane: Lane | undefined) => (lane === undefined ? -1 : express.sources.length + express.lanes.indexOf(lane));
  let path = 0;
  let pools = 0;
  for (const link of links) {
    const source = express.sources[express.sourceNodes.indexOf(link.from)]?.instance ?? -1;
    const vias: number[] = [];
    const way = frontOf(link.wayLane(sim.queue));
    const expiry = frontOf(link.expiryLane(sim.queue));
    const pool = link.pool === undefined ? S.NO_POOL : pools - link.pool.firstCaller;
    pools += link.pool?.open.length ?? 0;
    for (let cls = 0; cls < shape.classes; cls++) {
      if (source < 0 && cls > 0) vias.push(vias[0]!);
      else {
        vias.push(lanes.length);
        lanes.push(lanesOfLink(sim, link.index, source, cls));
      }
    }
    S.firstPath[link.index] = path;
    S.firstTarget[link.index] = first[link.to]!;
    S.targets[link.index] = link.sole < 0 ? first[link.to + 1]! - first[link.to]! : 1;
    for (let instance = first[link.to]!; instance < first[link.to + 1]!; instance++) {
      for (let cls = 0; cls < shape.classes; cls++) {
        S.pathInstance[path] = instance;
        S.pathLink[path] = link.index;
        S.pathClass[path] = cls;
        S.pathSource[path] = source;
        S.pathVia[path] = vias[cls]! * S.STRIDE;
        const stay = 2 * instances + instance;
        const told = way >= 0 ? [stay] : [stay, vias[cls]!];
        S.pathWay[path] = way;
        S.pathExpiry[path] = expiry;
        S.pathPool[path] = pool;
        chords.push(told, [...told, instances + instance], [vias[cls]!], []);
        path++;
      }
    }
  }
  S.numbers[S.PATH_COUNT] = path;
  S.numbers[S.CLASS_COUNT] = shape.classes;
  S.numbers[S.OWNS] = instances;
  S.numbers[S.STAYS] = 2 * instances;
  S.numbers[S.CHORDS_OF_PATHS] = 2 * instances;
  setLanes(lanes, chords);
  layPlans(express);
}

/** What the times of calls over a link are counted for: the link; at its source whole stays, and the class. */
function lanesOfLink({ meter, shape, links }: Sim, link: number, source: number, cls: number): Histogram[] {
  const instances = shape.nodeOf.length;
  const told = [meter.lanes[3 * instances + link]!];
  if (source >= 0) told.push(meter.lanes[2 * instances + source]!, meter.lanes[3 * instances + links.length + cls]!);
  return told;
}

/** The calls of the plan that a path leads to. */
function layPlans(express: Express): void {
  let calls = 0;
  for (let path = 0; path < S.numbers[S.PATH_COUNT]!; path++) {
    const cls = S.pathClass[path]!;
    const plan = express.works[S.nodeOf[S.pathInstance[path]!]!]?.plans[cls];
    S.planFrom[path] = calls;
    if (plan !== undefined) {
      plan.links.forEach((link, k) => {
        S.callPath[calls] = S.firstPath[link]! + cls;
        S.chances[calls] = plan.chances[k]!;
        calls++;
      });
    }
    S.planTo[path] = calls;
  }
}

/** First instance of each node, and one past the last. */
function firsts(nodeOf: Int32Array, nodes: number): Int32Array {
  const first = new Int32Array(nodes + 1);
  for (const node of nodeOf) first[node + 1] = first[node + 1]! + 1;
  for (let i = 0; i < nodes; i++) first[i + 1] = first[i + 1]! + first[i]!;
  return first;
}
