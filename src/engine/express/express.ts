/**
 * The express way: a simulation in which all is plain (open sources at random moments, workers with a line, calls over links
 * without delay) is done by one compact loop. It takes the state of the general way as it stands and puts it back so that nobody
 * can tell which way was taken; a law runs random scenarios both ways and wants one digest and one report. Where anything is
 * not plain, the general way goes on.
 */
import type { Sim } from '../sim.ts';
import { cast, firstChords } from './aside.ts';
import { load } from './load.ts';
import { slice } from './loop.ts';
import type { PlainSource, PlainWork } from './plain.ts';
import * as S from './stage.ts';
import { store } from './store.ts';
import { setLanes, settle, wind } from './tape.ts';

let onStage: Express | undefined;

export class Express {
  /** Events done this way. */
  events = 0;
  readonly #sim: Sim;
  readonly works: (PlainWork | undefined)[] = [];
  readonly sources: PlainSource[] = [];
  readonly sourceNodes: number[] = [];
  #fits: boolean | undefined;
  #laid = false;

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  /** Does up to so many events before `until`, all of them or some; how many. */
  run(until: number, most: number): number {
    const sim = this.#sim;
    if (!this.#plain()) return 0;
    if (onStage !== this) this.#enter();
    if (!this.#laid && !this.#lay()) return 0;
    if (!load(sim, this)) return 0;
    S.moments[S.UNTIL] = until;
    const count = slice(most);
    store(sim, this);
    this.events += count;
    return count;
  }

  /** Whether all is plain now. */
  #plain(): boolean {
    const sim = this.#sim;
    if (this.#fits === undefined) this.#fits = this.#fit();
    if (!this.#fits) return false;
    for (const link of sim.links) if (!link.plain || (link.sole < 0 && link.chooser?.inTurn === undefined)) return false;
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
      2 * shape.nodes + S.SOURCES > S.STREAMS ||
      shape.nodeOf.length > S.INSTANCES ||
      shape.classes >= S.CLASSES ||
      links.length > S.LINKS
    )
      return false;
    const targets = new Int32Array(shape.nodes);
    for (const node of shape.nodeOf) targets[node] = targets[node]! + 1;
    if (sim.meter.lanes.length > S.LANES) return false;
    let chords = 2 * shape.nodeOf.length;
    let places = 0;
    for (const link of links) {
      chords += targets[link.to]! * (shape.classes + 1) * 2;
      places += targets[link.to]! * (shape.classes + 1) * 2;
      if (link.sole < 0 && link.chooser?.inTurn === undefined) return false;
    }
    return chords <= S.CHORDS && places <= S.chords.length && acyclic(shape.nodes, links);
  }

  /** Brings what is counted here into the meter's histograms: all of it, or what belongs to the chart window. */
  settle(all: boolean): void {
    if (onStage !== this) return;
    const { shape, meter } = this.#sim;
    const instances = shape.nodeOf.length;
    const links = 3 * instances;
    wind();
    const news = all ? S.NEWS : S.NEWS_OF_WINDOW;
    if (S.numbers[news] === 0) return;
    S.numbers[S.NEWS_OF_WINDOW] = 0;
    S.numbers[news] = 0;
    if (all) settle(0, meter.lanes.length);
    else {
      settle(2 * instances, links);
      settle(links + shape.links, meter.lanes.length);
    }
  }

  #enter(): void {
    onStage?.settle(true);
    if (onStage !== undefined) onStage.#laid = false;
    onStage = this;
    this.#laid = false;
    const { meter, shape, links } = this.#sim;
    cast.sim = this.#sim;
    setLanes(meter.lanes);
    meter.settle = (all) => this.settle(all);
    S.chords.fill(-1);
    firstChords(shape.nodeOf.length);
    let at = 0;
    const row = (shape.classes + 1) * 2;
    const first = firsts(shape.nodeOf, shape.nodes);
    for (const link of links) {
      const targets = first[link.to + 1]! - first[link.to]!;
      S.chordAt[link.index] = at - first[link.to]! * row;
      at += targets * row;
      S.target0[link.index] = first[link.to]!;
      S.targets[link.index] = link.sole < 0 ? targets : 1;
      S.sourceInstance[link.index] = first[link.from]!;
    }
    S.numbers[S.CLASS_COUNT] = shape.classes;
  }

  /** Lays out what stations say of themselves; false when they plan more calls than there is room for. */
  #lay(): boolean {
    const { shape } = this.#sim;
    let planned = 0;
    for (const node of shape.nodeOf) for (const plan of this.works[node]?.plans ?? []) planned += plan.links.length;
    if (planned > S.CALLS) return false;
    this.#laid = true;
    cast.sources.length = 0;
    this.sources.forEach((source, i) => {
      cast.sources.push(source);
      S.sourceAt[i] = source.instance;
      S.comesAs[i] = (this.sourceNodes[i]! << 8) | source.arrival;
      S.gapStream[i] = 2 * shape.nodes + i;
      source.classes.forEach((cls, k) => {
        S.writes[cls] = source.writes[k]! ? 1 : 0;
      });
    });
    S.numbers[S.SOURCE_COUNT] = this.sources.length;
    let calls = 0;
    shape.nodeOf.forEach((node, i) => {
      const work = this.works[node];
      cast.works[i] = work;
      S.nodeOf[i] = node;
      if (work === undefined) return;
      S.doneAs[i] = (node << 8) | work.done;
      S.workStream[i] = 2 * node;
      S.choiceStream[i] = 2 * node + 1;
      S.workMean[i] = work.work.exponentialMean;
      S.holds[i] = work.held ? 1 : 0;
      work.plans.forEach((plan, cls) => {
        S.planFrom[i * S.CLASSES + cls] = calls;
        plan.links.forEach((link, k) => {
          S.callOver[calls] = link;
          S.chances[calls] = plan.chances[k]!;
          calls++;
        });
        S.planTo[i * S.CLASSES + cls] = calls;
      });
    });
    return true;
  }
}

/** First instance of each node, and one past the last. */
function firsts(nodeOf: Int32Array, nodes: number): Int32Array {
  const first = new Int32Array(nodes + 1);
  for (const node of nodeOf) first[node + 1] = first[node + 1]! + 1;
  for (let i = 0; i < nodes; i++) first[i + 1] = first[i + 1]! + first[i]!;
  return first;
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
