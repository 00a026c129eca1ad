/**
 * Groups of blocks, and which data node holds which piece of each. All blocks of a group lie on the same nodes (Ceph's
 * placement groups), so what must be known of a million objects is a small table. A piece is a copy, or with erasure coding
 * one of k + m fragments of which any k give the block back. A piece is `current` when it has every write of its group.
 */
import { ranking } from './placement.ts';

/** Groups for each data node (chosen: shares of nodes then differ by about a tenth). */
const PER_NODE = 32;
const MOST_GROUPS = 4096;

/** How many pieces a node holds, on the average. */
export function piecesOnNode(nodes: number, width: number): number {
  return (Math.min(MOST_GROUPS, PER_NODE * nodes) * width) / nodes;
}

export interface Coding {
  /** Pieces of a group, and how many of them are needed to read it. */
  readonly width: number;
  readonly need: number;
}

export class Groups {
  readonly count: number;
  readonly width: number;
  readonly need: number;
  readonly nodes: number;
  /** Per group and piece: the data node that holds it. */
  readonly holder: Int16Array;
  /** Per group and piece: 1 while it has all writes of its group. */
  readonly current: Uint8Array;
  readonly #order: readonly (readonly number[])[];

  constructor(nodes: number, coding: Coding, racks: readonly number[]) {
    this.nodes = nodes;
    this.width = coding.width;
    this.need = coding.need;
    this.count = Math.min(MOST_GROUPS, PER_NODE * nodes);
    this.holder = new Int16Array(this.count * this.width);
    this.current = new Uint8Array(this.count * this.width).fill(1);
    this.#order = Array.from({ length: this.count }, (_, group) => ranking(group, racks));
    for (let g = 0; g < this.count; g++) for (let p = 0; p < this.width; p++) this.holder[g * this.width + p] = this.#order[g]![p]!;
  }

  /** The piece of a group that a node holds, or -1. */
  pieceAt(group: number, node: number): number {
    for (let p = 0; p < this.width; p++) if (this.holder[group * this.width + p] === node) return p;
    return -1;
  }

  /** How many pieces of a group are there and current, on nodes for which `well` says so. */
  whole(group: number, well: (node: number) => boolean): number {
    let count = 0;
    for (let at = group * this.width; at < (group + 1) * this.width; at++) {
      if (this.current[at] === 1 && well(this.holder[at]!)) count++;
    }
    return count;
  }

  /** The node that should take over a piece: the first the group prefers that is well and holds no piece of it. -1: none. */
  spare(group: number, well: (node: number) => boolean): number {
    for (const node of this.#order[group]!) if (well(node) && this.pieceAt(group, node) < 0) return node;
    return -1;
  }
}
