/**
 * Transfers: what a request reads or writes, block by block. A read asks the nearest node that has a copy, or as many nodes as
 * fragments are needed, and turns to others when one fails; a write goes to all pieces of the block's group and is done when
 * enough of them have it. A piece that misses a write is not current any more, until it is repaired.
 */
import { CLASS, GENERATION, KEY, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { mix32 } from '../../std/random.ts';
import { NS_PER_S } from '../../std/units.ts';
import type { DataNodes } from './data-nodes.ts';
import type { Groups } from './groups.ts';
import type { Asker, Op } from './op.ts';

export interface TransferSettings {
  readonly blockBytes: number;
  /** Of one connection. */
  readonly networkBytesPerSecond: number;
  /** Writes pass from node to node (a pipeline); else who writes sends to all. */
  readonly chain: boolean;
  /** Pieces that must have a write before it is done, when all are well; and without which it is refused. */
  readonly writeNeeds: number;
  readonly writeLeast: number;
  /** Pieces asked for beyond those that are needed. */
  readonly spare: number;
  /** Work to give a block back from fragments of which some carry parity, bytes a second. */
  readonly decodeBytesPerSecond: number;
}

export interface TransferListener {
  /** Whether a node is thought to be well. */
  trusts(node: number): boolean;
  /** A write did not reach a piece of a group, of so many bytes. */
  missed(group: number, piece: number, bytes: number): void;
  transferred(row: number): void;
  /** `lost`: too few pieces exist at all; else they cannot be reached now. */
  failed(row: number): void;
}

/** Event of the station's own that belongs here: a block is given back from fragments; `a` names the transfer and its stage. */
export const DECODED = 40;
const STAGES = 512;

class Job {
  row = -1;
  generation = 0;
  write = false;
  /** Which transfer it is of all; copies take turns by it. */
  turn = 0;
  /** Instance that reads or writes. */
  from = 0;
  block = 0;
  blocks = 0;
  bytes = 0;
  group = 0;
  /** Counts blocks, over all uses: what belongs to an earlier one is void. */
  stage = 0;
  asked = 0;
  out = 0;
  have = 0;
  needs = 0;
  parity = false;
}

export class Transfers implements Asker {
  settings: TransferSettings;
  /** Reads that had to use parity, since the warm-up. */
  decoded = 0;
  readonly #sim: Sim;
  readonly #station: number;
  readonly #groups: Groups;
  readonly #nodes: DataNodes;
  readonly #listener: TransferListener;
  readonly #jobs: Job[] = [];
  readonly #free: number[] = [];
  #turn = 0;

  constructor(sim: Sim, station: number, groups: Groups, nodes: DataNodes, settings: TransferSettings, listener: TransferListener) {
    this.#sim = sim;
    this.#station = station;
    this.#groups = groups;
    this.#nodes = nodes;
    this.settings = settings;
    this.#listener = listener;
  }

  /** The group in which a block of a key lies. */
  groupOf(key: number, block: number): number {
    return mix32(mix32(0x51ed270b, key), block) % this.#groups.count;
  }

  /** How many blocks so many bytes take. */
  blocksOf(bytes: number): number {
    return Math.max(1, Math.ceil(bytes / this.settings.blockBytes));
  }

  /** Begins to read or write so many bytes for a call that is held here, by instance `from` of the simulation. */
  begin(row: number, from: number, bytes: number, write: boolean): void {
    const at = this.#free.pop() ?? this.#jobs.push(new Job()) - 1;
    const job = this.#jobs[at]!;
    job.row = row;
    job.generation = this.#sim.requests.ints[row + GENERATION]!;
    job.write = write;
    job.from = from;
    job.bytes = bytes;
    job.blocks = this.blocksOf(bytes);
    job.block = -1;
    job.turn = this.#turn++;
    this.#nextBlock(job, at);
  }

  opDone(op: Op): void {
    const job = this.#jobOf(op);
    if (job === undefined) return;
    job.out--;
    job.have++;
    // A further copy is as good as the first; fragments beyond those of the data carry parity.
    if (!job.write && this.#groups.need > 1 && op.piece >= this.#groups.need) job.parity = true;
    this.#look(job, op.job);
  }

  opFailed(op: Op): void {
    const wrote = this.#jobs[op.job]!;
    if (op.write) this.#listener.missed(op.group, op.piece, op.bytes);
    const job = this.#jobOf(op);
    if (job === undefined || wrote !== job) return;
    job.out--;
    if (!job.write) this.#ask(job, op.job);
    this.#look(job, op.job);
  }

  wake(a: number): void {
    const at = Math.floor(a / STAGES);
    const job = this.#jobs[at]!;
    if (job.row < 0 || job.stage % STAGES !== a % STAGES || !this.#lives(job, at)) return;
    this.#nextBlock(job, at);
  }

  /** The transfer that an operation belongs to, unless it is over, or that block is. */
  #jobOf(op: Op): Job | undefined {
    const job = this.#jobs[op.job]!;
    return job.row >= 0 && job.stage === op.stageOfJob && this.#lives(job, op.job) ? job : undefined;
  }

  /** Whether the call is still held here; the transfer ends with it. */
  #lives(job: Job, at: number): boolean {
    const r = this.#sim.requests;
    if (r.ints[job.row + GENERATION] === job.generation && r.has(job.row, THERE)) return true;
    this.#release(job, at);
    return false;
  }

  #nextBlock(job: Job, at: number): void {
    job.block++;
    job.stage++;
    if (job.block === job.blocks) {
      const { row } = job;
      this.#release(job, at);
      this.#listener.transferred(row);
      return;
    }
    job.group = this.groupOf(this.#sim.requests.ints[job.row + KEY]!, job.block);
    job.asked = 0;
    job.out = 0;
    job.have = 0;
    job.parity = false;
    if (job.write) this.#write(job, at);
    else {
      job.needs = this.#groups.need;
      const wanted = job.needs + this.settings.spare;
      for (let k = 0; k < wanted; k++) this.#ask(job, at);
    }
    this.#look(job, at);
  }

  /** The block is there, or cannot be any more. */
  #look(job: Job, at: number): void {
    if (job.have >= job.needs && job.needs > 0) {
      if (!job.parity) this.#nextBlock(job, at);
      else {
        job.parity = false;
        job.needs = 0;
        this.decoded++;
        const ns = Math.round((this.#blockBytes(job) / this.settings.decodeBytesPerSecond) * NS_PER_S);
        this.#sim.wake(this.#station, ns, DECODED, at * STAGES + (job.stage % STAGES));
      }
      return;
    }
    if (job.needs === 0 || job.have + job.out >= job.needs) return;
    // A write goes on with those that are left, as long as they are enough to keep it.
    if (job.write && job.have + job.out >= this.settings.writeLeast) {
      job.needs = job.have + job.out;
      this.#look(job, at);
      return;
    }
    const { row } = job;
    this.#release(job, at);
    this.#listener.failed(row);
  }

  /** Asks one more node for a piece: the nearest copy, or the first fragment, of those that were not asked. */
  #ask(job: Job, at: number): void {
    const { holder, current, width, need } = this.#groups;
    let best = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < width; k++) {
      // Copies that are equally near take turns.
      const piece = need === 1 ? (k + job.turn + job.block) % width : k;
      const node = holder[job.group * width + piece]!;
      if ((job.asked & (1 << piece)) !== 0 || current[job.group * width + piece] === 0 || !this.#listener.trusts(node)) continue;
      const distance = need === 1 ? this.#nodes.distance(job.from, node) : piece;
      if (distance >= nearest) continue;
      best = piece;
      nearest = distance;
    }
    if (best < 0) return;
    const node = holder[job.group * width + best]!;
    const bytes = Math.ceil(this.#blockBytes(job) / need);
    this.#begin(job, at, best, bytes, this.#nodes.way(job.from, node), this.#nodes.wayBack(job.from, node) + this.#sending(bytes));
  }

  /** Sends the block's pieces to all nodes that keep the group, by a pipeline or each by itself. */
  #write(job: Job, at: number): void {
    const { holder, current, width, need } = this.#groups;
    const bytes = Math.ceil(this.#blockBytes(job) / need);
    const { chain } = this.settings;
    let last = job.from;
    let way = this.#sending(chain ? bytes : bytes * width);
    let back = 0;
    for (let piece = 0; piece < width; piece++) {
      const node = holder[job.group * width + piece]!;
      if (current[job.group * width + piece] === 0 || !this.#listener.trusts(node)) {
        this.#listener.missed(job.group, piece, bytes);
        continue;
      }
      const sender = chain ? last : job.from;
      const hop = this.#nodes.way(sender, node);
      const hopBack = this.#nodes.wayBack(sender, node);
      if (chain) {
        way += hop;
        back += hopBack;
        last = this.#nodes.instanceOf(node);
      }
      this.#begin(job, at, piece, bytes, chain ? way : way + hop, chain ? back : hopBack);
    }
    job.needs = job.out < this.settings.writeLeast ? this.settings.writeLeast : Math.min(this.settings.writeNeeds, job.out);
  }

  #begin(job: Job, at: number, piece: number, bytes: number, there: number, back: number): void {
    const node = this.#groups.holder[job.group * this.#groups.width + piece]!;
    job.asked |= 1 << piece;
    job.out++;
    const op = this.#nodes.begin(this, node, job.from, bytes, there, back);
    op.write = job.write;
    op.job = at;
    op.stageOfJob = job.stage;
    op.group = job.group;
    op.piece = piece;
  }

  #blockBytes(job: Job): number {
    const { blockBytes } = this.settings;
    return Math.max(0, Math.min(blockBytes, job.bytes - job.block * blockBytes));
  }

  #sending(bytes: number): number {
    return Math.round((bytes / this.settings.networkBytesPerSecond) * NS_PER_S);
  }

  #release(job: Job, at: number): void {
    job.row = -1;
    job.stage++;
    this.#free.push(at);
  }
}

/** Bytes that a call of a class brings or takes away. */
export function payloadOf(sim: Sim, row: number, write: boolean): number {
  const cls = sim.requests.ints[row + CLASS]!;
  return (write ? sim.shape.bytesUp : sim.shape.bytesDown)[cls]!;
}
