/**
 * Lays out the paths of a simulation on the stage: every link with each of its targets and each class, with its plan there, and the
 * chords and lanes in which the times of calls along it are counted.
 */
import type { Histogram } from '../../stats/histogram.ts';
import type { Trail } from '../../stats/trail.ts';
import type { Lane } from '../lane.ts';
import type { Sim } from '../sim.ts';
import type { Express } from './express.ts';
import * as S from './stage.ts';
import { type LaneOf, setLanes } from './tally.ts';

export function layPaths(sim: Sim, express: Express): void {
  const { shape, links } = sim;
  const first = firsts(shape.nodeOf, shape.nodes);
  const frontOf = (lane: Lane | undefined) => (lane === undefined ? -1 : express.sources.length + express.lanes.indexOf(lane));
  let path = 0;
  let pools = 0;
  for (const link of links) {
    const source = express.sources[express.sourceNodes.indexOf(link.from)]?.instance ?? -1;
    const way = frontOf(link.wayLane(sim.queue));
    const expiry = frontOf(link.expiryLane(sim.queue));
    const pool = link.pool === undefined ? S.NO_POOL : pools - link.pool.firstCaller;
    pools += link.pool?.open.length ?? 0;
    S.firstPath[link.index] = path;
    S.firstTarget[link.index] = first[link.to]!;
    S.targets[link.index] = link.sole < 0 ? first[link.to + 1]! - first[link.to]! : 1;
    for (let instance = first[link.to]!; instance < first[link.to + 1]!; instance++) {
      for (let cls = 0; cls < shape.classes; cls++) {
        S.pathInstance[path] = instance;
        S.pathLink[path] = link.index;
        S.pathClass[path] = cls;
        S.pathSource[path] = source;
        S.pathWay[path] = way;
        S.pathExpiry[path] = expiry;
        S.pathPool[path] = pool;
        S.pathMannered[path] = way >= 0 || expiry >= 0 || link.pool !== undefined ? 1 : 0;
        path++;
      }
    }
  }
  S.numbers[S.PATH_COUNT] = path;
  S.numbers[S.CLASS_COUNT] = shape.classes;
  layChords(sim);
  layPlans(express);
}

/** What the times under each chord are counted for: in a lane for each chord, where there is room for so many, else in up to three. */
function layChords(sim: Sim): void {
  const instances = sim.shape.nodeOf.length;
  const paths = S.numbers[S.PATH_COUNT]!;
  const told = new Map<number, (readonly string[])[]>();
  const kinds = new Map<string, LaneOf>();
  const kind = (name: string, lane: LaneOf): readonly string[] => {
    kinds.set(name, lane);
    return [name];
  };
  const own = (i: number) => kind(`own ${i}`, laneOf(sim, [instances + i]));
  const stay = (i: number) => kind(`stay ${i}`, laneOf(sim, [2 * instances + i]));
  for (let i = 0; i < instances; i++) {
    told.set(S.OWN_CHORDS + 2 * i, [own(i)]);
    told.set(S.OWN_CHORDS + 2 * i + 1, [kind(`wait ${i}`, laneOf(sim, [i]))]);
  }
  for (let path = 0; path < paths; path++) {
    const via = kind(`via ${viaOf(path)}`, laneOf(sim, lanesOfLink(sim, path)));
    const left = [stay(S.pathInstance[path]!), ...(S.pathWay[path]! < 0 ? [via] : [])];
    told.set(4 * path, left);
    told.set(4 * path + 1, [...left, own(S.pathInstance[path]!)]);
    if (S.pathWay[path]! >= 0) told.set(4 * path + 2, [via]);
  }
  const joined = told.size <= S.LANES;
  const names = new Map<string, number>();
  const lanes: LaneOf[] = [];
  const numberOf = (parts: readonly string[]): number => {
    const name = parts.join();
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, lanes.length);
    lanes.push(joinLanes(parts.map((part) => kinds.get(part)!)));
    return lanes.length - 1;
  };
  const chords = new Map<number, readonly number[]>();
  for (const [chord, parts] of told) chords.set(chord, joined ? [numberOf(parts.flat())] : parts.map(numberOf));
  setLanes(lanes, chords);
}

/** Paths of a link at whose source times are counted by class: one for each class; of other links one. */
function viaOf(path: number): string {
  return S.pathSource[path]! < 0 ? `${S.pathLink[path]!}` : `${S.pathLink[path]!}/${S.pathClass[path]!}`;
}

/** What the times of calls over a link are counted for: the link; at its source whole stays, and the class. */
function lanesOfLink({ shape, links }: Sim, path: number): number[] {
  const instances = shape.nodeOf.length;
  const source = S.pathSource[path]!;
  const link = 3 * instances + S.pathLink[path]!;
  return source < 0 ? [link] : [link, 2 * instances + source, 3 * instances + links.length + S.pathClass[path]!];
}

function laneOf({ meter }: Sim, numbers: readonly number[]): LaneOf {
  const trails = numbers.map((lane) => meter.trails[lane]).filter((trail) => trail !== undefined);
  return { histograms: numbers.map((lane) => meter.lanes[lane]!), trails };
}

function joinLanes(lanes: readonly LaneOf[]): LaneOf {
  const histograms: Histogram[] = lanes.flatMap((lane) => lane.histograms);
  const trails: Trail[] = lanes.flatMap((lane) => lane.trails);
  return { histograms, trails };
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
