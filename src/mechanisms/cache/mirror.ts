/**
 * Copies of a cache's nodes: whatever a leader fills, drops or forgets is told to its copies, without waiting for them. Messages take
 * the way between the two instances; those to a copy that is down, hung or cut off are lost, and then it must copy everything before
 * it may lead or answer again (as a replica of Redis does). So a copy may know less, or older things, than its leader.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';
import type { CacheMemory } from './memory.ts';
import type { Placing } from './placing.ts';

interface News {
  readonly thing: number;
  /** -1: the entry is dropped; -2: all entries are. */
  readonly version: number;
  readonly until: number;
  readonly size: number;
  readonly absent: number;
  readonly mark: number;
}

const DROPPED = -1;
const CLEARED = -2;
const PER_INSTANCE = 512;

export class Mirror {
  /** ns that a full copy takes. */
  copying: number;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #memories: readonly CacheMemory[];
  readonly #placing: Placing;
  readonly #arrives: number;
  readonly #copied: number;
  readonly #news: News[][];
  /** Counts the lives of each instance: news and copies for an earlier one are void. */
  readonly #lives: Int32Array;
  readonly #copyUnderWay: Uint8Array;

  constructor(
    sim: Sim,
    place: { readonly node: number; readonly firstInstance: number },
    memories: readonly CacheMemory[],
    placing: Placing,
    wakes: { readonly arrives: number; readonly copied: number },
    copying: number,
  ) {
    this.#sim = sim;
    this.#node = place.node;
    this.#first = place.firstInstance;
    this.#memories = memories;
    this.#placing = placing;
    this.#arrives = wakes.arrives;
    this.#copied = wakes.copied;
    this.copying = copying;
    this.#news = memories.map(() => []);
    this.#lives = new Int32Array(memories.length);
    this.#copyUnderWay = new Uint8Array(memories.length);
  }

  /** Instance `i` filled an entry at this place of its memory. */
  filled(i: number, thing: number, version: number, slot: number, size: number): void {
    const { until, absent, mark } = this.#memories[i]!;
    this.#tell(i, { thing, version, until: until[slot]!, size, absent: absent[slot]!, mark: mark[slot]! });
  }

  dropped(i: number, thing: number): void {
    this.#tell(i, { thing, version: DROPPED, until: 0, size: 0, absent: 0, mark: 0 });
  }

  cleared(i: number): void {
    this.#tell(i, { thing: 0, version: CLEARED, until: 0, size: 0, absent: 0, mark: 0 });
  }

  /** An instance died with all it knew. */
  crash(i: number): void {
    this.#lives[i]!++;
    this.#news[i]!.length = 0;
    this.#copyUnderWay[i] = 0;
    this.#placing.unready[i] = 1;
  }

  /** To be asked when an instance is back, or the network may have changed: whoever missed something copies everything. */
  review(): void {
    const { unready, settings } = this.#placing;
    for (let i = 0; i < unready.length; i++) {
      if (unready[i] === 0 || this.#copyUnderWay[i] === 1 || !this.#up(i)) continue;
      const leader = this.#leaderAt(i);
      if (leader !== i && !this.#reaches(leader, i)) {
        // With nobody to copy from it begins with nothing.
        if (this.#placing.lost[leader] === 0 || this.#up(leader)) continue;
      }
      this.#copyUnderWay[i] = 1;
      const empty = leader === i || settings.copies === 1;
      this.#sim.wake(this.#node, empty ? 0 : this.copying, this.#copied, this.#lives[i]! * PER_INSTANCE + i);
    }
  }

  /** News has arrived. */
  arrive(a: number): void {
    const i = a % PER_INSTANCE;
    if (Math.floor(a / PER_INSTANCE) !== this.#lives[i]) return;
    const news = this.#news[i]!.shift();
    if (news === undefined || this.#placing.unready[i] === 1) return;
    const memory = this.#memories[i]!;
    if (news.version === CLEARED) memory.clear();
    else if (news.version === DROPPED) memory.drop(news.thing);
    else {
      const slot = memory.fill(news.thing, news.version, news.until, news.size);
      if (slot < 0) return;
      memory.absent[slot] = news.absent;
      memory.mark[slot] = news.mark;
    }
  }

  /** A full copy is done. */
  copied(a: number): void {
    const i = a % PER_INSTANCE;
    if (Math.floor(a / PER_INSTANCE) !== this.#lives[i]) return;
    this.#copyUnderWay[i] = 0;
    const leader = this.#leaderAt(i);
    if (leader !== i && this.#reaches(leader, i)) this.#memories[i]!.copy(this.#memories[leader]!);
    this.#placing.unready[i] = 0;
    this.#placing.elect(Math.floor(i / this.#placing.settings.copies));
  }

  #tell(from: number, news: News): void {
    const { copies } = this.#placing.settings;
    const node = Math.floor(from / copies);
    for (let i = node * copies; i < (node + 1) * copies; i++) {
      if (i === from) continue;
      if (!this.#up(i) || !this.#reaches(from, i)) {
        this.#placing.unready[i] = 1;
        continue;
      }
      this.#news[i]!.push(news);
      const way = this.#sim.apart(this.#first + from, this.#first + i);
      this.#sim.wake(this.#node, way, this.#arrives, this.#lives[i]! * PER_INSTANCE + i);
    }
  }

  #leaderAt(i: number): number {
    const { copies } = this.#placing.settings;
    const node = Math.floor(i / copies);
    return node * copies + this.#placing.lead[node]!;
  }

  #up(i: number): boolean {
    return this.#sim.knobs.down[this.#first + i] === UP && this.#sim.knobs.hung[this.#first + i] === 0;
  }

  #reaches(from: number, to: number): boolean {
    return this.#up(from) && !this.#sim.knobs.parted(this.#first + from, this.#first + to);
  }
}
