/**
 * The express way: a simulation in which all is plain (open sources at random moments, workers with a line, calls over links
 * without delay) is done by one compact loop. It takes the state of the general way as it stands and puts it back so that nobody
 * can tell which way was taken; a law runs random scenarios both ways and wants one digest and one report. Where anything is
 * not plain, the general way goes on.
 */
import { EVENT, type Lane } from '../lane.ts';
import type { Sim } from '../sim.ts';
import { cast } from './aside.ts';
import { tellAlike } from './draws.ts';
import { slice } from './kernel.ts';
import { load } from './load.ts';
import { layPaths } from './paths.ts';
import type { PlainSource, PlainWork } from './plain.ts';
import * as S from './stage.ts';
import { store } from './store.ts';
import { settle } from './tally.ts';

let onStage: Express | undefined;

export class Express {
  /** Events done this way. */
  events = 0;
  readonly #sim: Sim;
  readonly works: (PlainWork | undefined)[] = [];
  readonly sources: PlainSource[] = [];
  readonly sourceNodes: number[] = [];
  /** The free places on the stage are those that were put back last. */
  kept = false;
  #fits: boolean | undefined;
  #laid = false;
  /** Lanes on the stage, the timeouts of links they were laid out for. */
  lanes: Lane[] = [];
  readonly #timeouts: number[] = [];

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  /** Does up to so many events before `until`, all of them or some; how many. */
  run(until: number, most: number): number {
    const sim = this.#sim;
    if (!this.#plain()) return 0;
    if (onStage !== this) this.#enter();
    if (!this.#laid && !this.#lay()) return 0;
    S.moments[S.UNTIL] = until;
    if (!load(sim, this)) return 0;
    const count = slice(most);
    store(sim, this);
    this.kept = true;
    this.events += count;
    return count;
  }

  /** Whether all is plain now. */
  #plain(): boolean {
    const sim = this.#sim;
    if (this.#fits === undefined) this.#fits = this.#fit();
    if (!this.#fits) return false;
    for (const link of sim.links) {
      if (!link.plain || (link.sole < 0 && link.chooser?.inTurn === undefined)) return false;
      if (link.timeout !== this.#timeouts[link.index]) this.#laid = false;
    }
    const { stations } = sim;
    let sources = 0;
    for (let i = 0; i < stations.length; i++) {
      const plain = stations[i]!.plain?.();
      if (plain === undefined) return false;
      if (plain.kind === 'work') {
        if (this.works[i] !== plain) {
          this.works[i] = plain;
          this.#laid = false;
        }
      } else {
        if (this.sources[sources] !== plain) {
          this.sources[sources] = plain;
          this.sourceNodes[sources] = i;
          this.#laid = false;
        }
        sources++;
      }
    }
    return sources > 0 && sources <= S.SOURCES && sources === this.sources.length;
  }

  /** Whether it has room on the stage and its calls go round nowhere. */
  #fit(): boolean {
    const sim = this.#sim;
    const { shape, links } = sim;
    if (
      S.workStreamOf(shape.nodes) > S.STREAMS ||
      shape.nodeOf.length > S.INSTANCES ||
      shape.classes >= S.CLASSES ||
      links.length > S.LINKS
    )
      return false;
    const targets = new Int32Array(shape.nodes);
    for (const node of shape.nodeOf) targets[node] = targets[node]! + 1;
    let paths = 0;
    let lanes = 3 * shape.nodeOf.length;
    for (const link of links) {
      paths += targets[link.to]! * shape.classes;
      lanes += shape.classes;
      if (link.sole < 0 && link.chooser?.inTurn === undefined) return false;
    }
    return paths <= S.PATHS && lanes <= S.LANES && acyclic(shape.nodes, links);
  }

  /** Brings what is counted here into the meter's trails, and all of it into its histograms. */
  settle(all: boolean): void {
    if (onStage === this) settle(all);
  }

  #enter(): void {
    if (onStage !== undefined) {
      onStage.settle(true);
      onStage.#leave();
    }
    onStage = this;
    this.#laid = false;
    this.kept = false;
    const { meter } = this.#sim;
    cast.sim = this.#sim;
    meter.settle = (all) => this.settle(all);
  }

  /** What stood on the stage stands on its own again. */
  #leave(): void {
    this.#laid = false;
    for (const lane of this.lanes) lane.moveOut();
    this.lanes = [];
  }

  /** Lays out lanes of links; false when there are too many, or too many pools. */
  #layLinks(): boolean {
    const { links, queue } = this.#sim;
    let pools = 0;
    for (const link of links) {
      link.wayLane(queue);
      link.expiryLane(queue);
      this.#timeouts[link.index] = link.timeout;
      pools += link.pool?.open.length ?? 0;
    }
    this.#takeLanes(queue.lanes);
    S.numbers[S.SOURCE_COUNT] = this.sources.length;
    S.numbers[S.CAREFUL] = links.some((link) => link.guarded > 0) ? 1 : 0;
    return pools <= S.POOLS && this.lanes.length === queue.lanes.length;
  }

  /** Lanes move onto the stage, when there is room for all. */
  #takeLanes(lanes: readonly Lane[]): void {
    for (const lane of this.lanes) lane.moveOut();
    this.lanes = [];
    if (S.SOURCES + lanes.length > S.FRONTS || lanes.some(({ mask }) => mask >= S.LANE_ROOM)) return;
    for (const lane of lanes) {
      const at = (this.sources.length + this.lanes.length) << S.LANE_BITS;
      const end = at + S.LANE_ROOM;
      lane.moveInto(S.laneTimes.subarray(at, end), S.laneSaid.subarray(at * EVENT, end * EVENT));
      this.lanes.push(lane);
    }
    cast.lanes = this.lanes;
  }

  /** Lays out what stations say of themselves; false when they plan more calls than there is room for. */
  #lay(): boolean {
    const { shape, links } = this.#sim;
    const planned = Array.from(this.works, (work) => (work?.plans ?? []).reduce((sum, plan) => sum + plan.links.length, 0));
    const calls = links.reduce((sum, { to }) => sum + planned[to]! * shape.nodeOf.filter((node) => node === to).length, 0);
    if (calls > S.CALLS) return false;
    cast.sources.length = 0;
    this.sources.forEach((source, i) => {
      cast.sources.push(source);
      S.sourceAt[i] = source.instance;
      S.frontAs[i] = (this.sourceNodes[i]! << 8) | source.arrival;
      S.gapStream[i] = S.gapStreamOf(i);
      source.classes.forEach((cls, k) => {
        S.writes[cls] = source.writes[k]! ? 1 : 0;
      });
    });
    if (!this.#layLinks()) return false;
    shape.nodeOf.forEach((node, i) => {
      const work = this.works[node];
      cast.works[i] = work;
      S.nodeOf[i] = node;
      if (work === undefined) return;
      S.doneAs[i] = (node << 8) | work.done;
      const exponential = work.work.exponentialMean >= 0;
      S.workStream[i] = exponential ? S.workStreamOf(node) : -1;
      S.scale[S.workStreamOf(node)] = exponential ? work.work.exponentialMean : -1;
      S.scale[S.choiceStreamOf(node)] = -1;
      S.choiceStream[i] = S.choiceStreamOf(node);
      S.holds[i] = work.held ? 1 : 0;
    });
    this.settle(true);
    layPaths(this.#sim, this);
    tellAlike(this.sources);
    this.#laid = true;
    return true;
  }
}

/** Whether no way along links leads back to where it began. */
function acyclic(nodes: number, links: readonly { readonly from: number; readonly to: number }[]): boolean {
  const depth = new Int32Array(nodes);
  for (let round = 0; round <= nodes; round++) {
    let deeper = false;
    for (const { from, to } of links) {
      if (depth[to]! > depth[from]!) continue;
      depth[to] = depth[from]! + 1;
      deeper = true;
    }
    if (!deeper) return Math.max(...depth) < 60;
  }
  return false;
}
