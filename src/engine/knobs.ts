/**
 * Knobs: everything about instances, links and sources that a fault may turn. They are recomputed as a whole from the
 * faults active at a moment, so overlapping faults compose and the end of one never heals another. A knob says what
 * is wrong, never what happens then: symptoms emerge where stations and links read their knobs.
 */

/** Ways of being down: reached processes say so at once, a dead machine says nothing. */
export const UP = 0;
export const DOWN_REFUSING = 1;
export const DOWN_SILENT = 2;

export class Knobs {
  /** Per instance: UP, DOWN_REFUSING or DOWN_SILENT. */
  readonly down: Uint8Array;
  /** Per instance: 1 while it accepts calls and never answers them. */
  readonly hung: Uint8Array;
  /** Per instance: factor on every duration of work, ≥ 0; 1 is healthy. */
  readonly slow: Float64Array;
  /** Per instance: ns added to every piece of work. */
  readonly added: Float64Array;
  /** Per instance: share of calls answered with an error, 0…1. */
  readonly errors: Float64Array;
  /** Per node: 1 while replication out of it is paused. */
  readonly replicationPaused: Uint8Array;
  /** Per node: factor on the rate of a traffic source, ≥ 0. */
  readonly traffic: Float64Array;
  /** Per link: share of messages lost in addition to the link's own loss, 0…1. */
  readonly loss: Float64Array;
  /** Per link: ns added to each one-way delay. */
  readonly delay: Float64Array;
  /** Per link: mean of an exponential delay in ns added to each message (jitter). */
  readonly jitter: Float64Array;
  /** Per link: 1 while no message passes. */
  readonly severed: Uint8Array;
  /** Active cuts: for each, the side of every instance (0 not concerned, 1 or 2); no message passes between 1 and 2. */
  readonly cuts: Uint8Array[] = [];
  /** 1 when no knob is turned, so that none needs to be read; 0 is always safe. Set through `Sim.calm`. */
  calm = 0;

  constructor(instances: number, nodes: number, links: number) {
    this.down = new Uint8Array(instances);
    this.hung = new Uint8Array(instances);
    this.slow = new Float64Array(instances);
    this.added = new Float64Array(instances);
    this.errors = new Float64Array(instances);
    this.replicationPaused = new Uint8Array(nodes);
    this.traffic = new Float64Array(nodes);
    this.loss = new Float64Array(links);
    this.delay = new Float64Array(links);
    this.jitter = new Float64Array(links);
    this.severed = new Uint8Array(links);
    this.rest();
  }

  /** All healthy: the start of every recomputation. */
  rest(): void {
    this.down.fill(UP);
    this.hung.fill(0);
    this.slow.fill(1);
    this.added.fill(0);
    this.errors.fill(0);
    this.replicationPaused.fill(0);
    this.traffic.fill(1);
    this.loss.fill(0);
    this.delay.fill(0);
    this.jitter.fill(0);
    this.severed.fill(0);
    this.cuts.length = 0;
    this.calm = 0;
  }

  /** Whether a cut lies between two instances. */
  parted(a: number, b: number): boolean {
    for (let i = 0; i < this.cuts.length; i++) {
      const side = this.cuts[i]!;
      if (side[a]! + side[b]! === 3 && side[a] !== 0 && side[b] !== 0) return true;
    }
    return false;
  }
}

/** Two independent chances combined: the share that at least one of them hits. */
export function either(a: number, b: number): number {
  return a + b - a * b;
}
