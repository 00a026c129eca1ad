/**
 * Repair: pieces that lie on a node given up for dead, or that missed writes, are made anew from those that are left. The most
 * endangered group comes first; a piece is moved chunk by chunk over the same disks that serve requests, no faster than it may.
 * Fragments are rebuilt from as many others as a read needs, which is what erasure coding costs. Nodes count from 0.
 */
import type { Sim } from '../../engine/sim.ts';
import { NS_PER_S } from '../../std/units.ts';
import type { DataNodes } from './data-nodes.ts';
import type { Groups } from './groups.ts';
import type { Asker, Op } from './op.ts';

export interface RepairSettings {
  /** ns without a sign of life until a node is given up. */
  readonly deadAfter: number;
  /** Of each repair; 0: none is done. */
  readonly bytesPerSecond: number;
  /** Pieces repaired at a time. */
  readonly parallel: number;
  /** Bytes of one piece at the beginning. */
  readonly pieceBytes: number;
}

/** Events of the station's own that belong here: a node is given up (`a`: node and its absence), a chunk may begin (`a`: which repair, which life). */
export const GIVEN_UP = 44;
export const CHUNK_DUE = 45;

/** What is moved at a time, bytes (chosen: enough not to seek all day). */
const CHUNK = 4_000_000;
/** After a failure a repair is tried again so much later, ns (chosen). */
const PAUSE = NS_PER_S;
const MANY = 4096;

class Course implements Asker {
  busy = false;
  life = 0;
  group = 0;
  piece = 0;
  target = 0;
  left = 0;
  reading = 0;
  begun = 0;
  readonly #repair: Repair;
  readonly number: number;

  constructor(repair: Repair, number: number) {
    this.#repair = repair;
    this.number = number;
  }

  opDone(op: Op): void {
    if (op.job === this.life) this.#repair.moved(this, op.write);
  }

  opFailed(op: Op): void {
    if (op.job === this.life) this.#repair.broke(this);
  }
}

export class Repair {
  settings: RepairSettings;
  /** Bytes written anew since the warm-up. */
  bytes = 0;
  /** Per node: 1 once it is given up, until it is back. */
  readonly dead: Uint8Array;
  readonly #sim: Sim;
  readonly #station: number;
  readonly #groups: Groups;
  readonly #nodes: DataNodes;
  readonly #lost: (group: number) => boolean;
  /** Per node: how often it went away, and whether it is. */
  readonly #absence: Int32Array;
  readonly #away: Uint8Array;
  /** Per piece: bytes of writes that it missed, beyond what it once had. */
  readonly #missing: Float64Array;
  readonly #courses: Course[] = [];

  /** `lost`: whether too few pieces of a group exist anywhere. */
  constructor(sim: Sim, station: number, groups: Groups, nodes: DataNodes, settings: RepairSettings, lost: (group: number) => boolean) {
    this.#sim = sim;
    this.#station = station;
    this.#groups = groups;
    this.#nodes = nodes;
    this.settings = settings;
    this.#lost = lost;
    this.dead = new Uint8Array(nodes.count);
    this.#absence = new Int32Array(nodes.count);
    this.#away = new Uint8Array(nodes.count);
    this.#missing = new Float64Array(groups.count * groups.width);
  }

  /** A piece did not get a write of so many bytes: it is not current until it has it. */
  missed(group: number, piece: number, bytes: number): void {
    const at = group * this.#groups.width + piece;
    this.#groups.current[at] = 0;
    this.#missing[at] = this.#missing[at]! + Math.max(1, bytes);
    if (this.#well(this.#groups.holder[at]!)) this.look();
  }

  /** All that lay on a node is gone; the node itself may serve. */
  wiped(node: number): void {
    const { width, count } = this.#groups;
    for (let g = 0; g < count; g++) {
      const piece = this.#groups.pieceAt(g, node);
      if (piece < 0) continue;
      this.#groups.current[g * width + piece] = 0;
      this.#missing[g * width + piece] = this.settings.pieceBytes;
    }
    this.look();
  }

  /** Nothing of a group is left: what comes from now on is all there is, and is where it should be. */
  anew(group: number): void {
    const { width, current } = this.#groups;
    current.fill(1, group * width, (group + 1) * width);
    this.#missing.fill(0, group * width, (group + 1) * width);
  }

  /** Knobs were turned: who is away is noted, and who is back is taken up again. `reached`: whether the store hears of a node. */
  turned(reached: (node: number) => boolean): void {
    for (let node = 0; node < this.#nodes.count; node++) {
      const away = reached(node) ? 0 : 1;
      if (away === this.#away[node]) continue;
      this.#away[node] = away;
      if (away === 1) {
        this.#absence[node] = this.#absence[node]! + 1;
        this.#sim.wake(this.#station, this.settings.deadAfter, GIVEN_UP, node * MANY + (this.#absence[node]! % MANY));
      } else this.dead[node] = 0;
    }
    this.look();
  }

  wake(what: number, a: number): void {
    const which = Math.floor(a / MANY);
    if (what === GIVEN_UP) {
      if (this.#away[which] === 0 || this.#absence[which]! % MANY !== a % MANY) return;
      this.dead[which] = 1;
      this.look();
      return;
    }
    const course = this.#courses[which]!;
    if (course.life % MANY !== a % MANY) return;
    if (!course.busy) this.look();
    else if (course.left <= 0) this.#finish(course);
    else this.#chunk(course);
  }

  /** Begins with what is most endangered, as long as there are hands. */
  look(): void {
    if (this.settings.bytesPerSecond <= 0) return;
    while (this.#courses.length < this.settings.parallel) this.#courses.push(new Course(this, this.#courses.length));
    for (const course of this.#courses) {
      if (course.busy || course.number >= this.settings.parallel) continue;
      if (!this.#take(course)) return;
    }
  }

  /** A part of a chunk is through. */
  moved(course: Course, write: boolean): void {
    if (!write) {
      course.reading--;
      if (course.reading === 0) this.#put(course);
      return;
    }
    const bytes = Math.min(CHUNK, course.left);
    course.left -= bytes;
    this.bytes += bytes;
    const due = course.begun + Math.round((bytes / this.settings.bytesPerSecond) * NS_PER_S);
    this.#sim.wake(this.#station, Math.max(0, due - this.#sim.now), CHUNK_DUE, course.number * MANY + (course.life % MANY));
  }

  /** Something it needs has failed: given back, and looked at again a little later. */
  broke(course: Course): void {
    course.life++;
    course.busy = false;
    this.#sim.wake(this.#station, PAUSE, CHUNK_DUE, course.number * MANY + (course.life % MANY));
  }

  readonly #well = (node: number): boolean => this.#nodes.responds(node) && this.dead[node] === 0;

  /** Gives a free hand the piece that most needs it; false when nothing can be done. */
  #take(course: Course): boolean {
    const { count, width, need, holder, current } = this.#groups;
    let fewest = width;
    let found = -1;
    let to = -1;
    for (let g = 0; g < count; g++) {
      const whole = this.#groups.whole(g, this.#well);
      if (whole >= fewest || whole < need || this.#lost(g)) continue;
      for (let p = 0; p < width; p++) {
        const at = g * width + p;
        const node = holder[at]!;
        if ((current[at] === 1 && this.dead[node] === 0) || this.#taken(g)) continue;
        // A node that is there gets what it lacks; what a dead one had goes to another.
        const target = this.#well(node) ? node : this.dead[node] === 1 ? this.#groups.spare(g, this.#well) : -1;
        if (target < 0) continue;
        [fewest, found, to] = [whole, at, target];
        break;
      }
    }
    if (found < 0) return false;
    course.busy = true;
    course.group = Math.floor(found / width);
    course.piece = found % width;
    course.target = to;
    course.left = holder[found] === to ? this.#missing[found]! : this.settings.pieceBytes;
    if (holder[found] === to) this.#missing[found] = 0;
    this.#chunk(course);
    return true;
  }

  #taken(group: number): boolean {
    return this.#courses.some((course) => course.busy && course.group === group);
  }

  /** Reads the next chunk from as many pieces as it takes. */
  #chunk(course: Course): void {
    const { width, need, holder, current } = this.#groups;
    const from = this.#nodes.instanceOf(course.target);
    const bytes = Math.min(CHUNK, course.left);
    course.begun = this.#sim.now;
    course.reading = 0;
    const life = course.life;
    for (let p = 0; p < width && course.reading < need; p++) {
      const at = course.group * width + p;
      const node = holder[at]!;
      if (p === course.piece || current[at] === 0 || !this.#well(node)) continue;
      course.reading++;
      const op = this.#nodes.begin(course, node, from, bytes, this.#nodes.way(from, node), this.#nodes.wayBack(from, node));
      op.write = false;
      op.job = life;
    }
    if (course.reading < need) this.broke(course);
  }

  #put(course: Course): void {
    const bytes = Math.min(CHUNK, course.left);
    const op = this.#nodes.begin(course, course.target, this.#nodes.instanceOf(course.target), bytes, 0, 0);
    op.write = true;
    op.job = course.life;
  }

  /** The piece is there; what was written meanwhile follows. */
  #finish(course: Course): void {
    const at = course.group * this.#groups.width + course.piece;
    if (this.#groups.holder[at] !== course.target) {
      this.#groups.holder[at] = course.target;
      // What the dead node had missed, the copy has.
      if (this.#groups.current[at] === 1) this.#missing[at] = 0;
    }
    if (this.#missing[at]! > 0 && this.#groups.current[at] === 0) {
      course.left = this.#missing[at]!;
      this.#missing[at] = 0;
      this.#chunk(course);
      return;
    }
    this.#groups.current[at] = 1;
    course.busy = false;
    course.life++;
    this.look();
  }
}
