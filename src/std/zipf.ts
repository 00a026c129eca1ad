/**
 * Popularity by Zipf's law: rank r of n is drawn with probability proportional to 1 / r^s.
 *
 * Both methods are exact. Up to 65,536 ranks an alias table (Walker 1977, built as in Vose 1991) answers from a single
 * uniform number; beyond that, tables would cost megabytes per cache, so rejection-inversion (Hörmann and Derflinger
 * 1996, "Rejection-inversion to generate variates from monotone discrete distributions") needs none.
 */
import { assert } from './assert.ts';
import { exp, ln, pow } from './math.ts';
import type { Stream } from './random.ts';

const ALIAS_MAX = 65536;
/** Tables that are kept, since one design is run many times in a study (chosen; a table has 12 bytes a rank). */
const TABLES_KEPT = 8;

interface Table {
  readonly n: number;
  readonly s: number;
  readonly cut: Float64Array;
  readonly alias: Int32Array;
}

const NO_TABLE: Table = { n: 0, s: 0, cut: new Float64Array(0), alias: new Int32Array(0) };
/** The last used first. Nothing writes into a table once it is built. */
const tables: Table[] = [];

/** The probabilities of ranks 0…n−1. Costs n calls of pow. */
export function zipfProbabilities(n: number, s: number): Float64Array {
  const weights = new Float64Array(n);
  let total = 0;
  // Summed from the smallest, which loses least.
  for (let i = n - 1; i >= 0; i--) {
    weights[i] = pow(i + 1, -s);
    total += weights[i]!;
  }
  for (let i = 0; i < n; i++) weights[i] = weights[i]! / total;
  return weights;
}

/** A sampler of ranks, 0 being the most popular. */
export class Zipf {
  readonly n: number;
  readonly s: number;
  /** Its alias table: each column keeps a share for itself and gives the rest to another; empty where there is none. */
  readonly cut: Float64Array;
  readonly alias: Int32Array;
  private readonly first: number;
  private readonly last: number;
  private readonly near: number;

  /** `n` ranks, whole, 1…2^32; exponent `s` from 0 (uniform) to 10. */
  constructor(n: number, s: number) {
    assert(
      Number.isInteger(n) && n >= 1 && n <= 4294967296 && s >= 0 && s <= 10,
      'zipf needs 1 to 2^32 ranks and an exponent from 0 to 10',
    );
    this.n = n;
    this.s = s;
    const table = s > 0 && n <= ALIAS_MAX;
    const { cut, alias } = table ? tableOf(n, s) : NO_TABLE;
    this.cut = cut;
    this.alias = alias;
    this.first = integral(1.5, s) - 1;
    this.last = integral(n + 0.5, s);
    this.near = 2 - inverse(integral(2.5, s) - pow(2, -s), s);
  }

  /** A rank, 0…n−1. */
  sample(stream: Stream): number {
    if (this.cut.length > 0) {
      stream.spin();
      const x = stream.spun * this.n;
      const i = Math.floor(x);
      return x - i < this.cut[i]! ? i : this.alias[i]!;
    }
    return this.s === 0 ? stream.below(this.n) : this.reject(stream);
  }

  private reject(stream: Stream): number {
    for (;;) {
      const u = this.last + stream.uniform() * (this.first - this.last);
      const x = inverse(u, this.s);
      const k = Math.min(this.n, Math.max(1, Math.floor(x + 0.5)));
      if (k - x <= this.near || u >= integral(k + 0.5, this.s) - pow(k, -this.s)) return k - 1;
    }
  }
}

/** The alias table of n ranks under s: one built lately, or a new one. */
function tableOf(n: number, s: number): Table {
  const at = tables.findIndex((one) => one.n === n && one.s === s);
  const table = at < 0 ? { n, s, cut: new Float64Array(n), alias: new Int32Array(n) } : tables[at]!;
  if (at < 0) buildAlias(zipfProbabilities(n, s), table.cut, table.alias);
  else tables.splice(at, 1);
  tables.unshift(table);
  tables.length = Math.min(tables.length, TABLES_KEPT);
  return table;
}

/** Each column i keeps the share cut[i] for itself and gives the rest to alias[i]. */
function buildAlias(probabilities: Float64Array, cut: Float64Array, alias: Int32Array): void {
  const n = probabilities.length;
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < n; i++) {
    cut[i] = probabilities[i]! * n;
    alias[i] = i;
    (cut[i]! < 1 ? small : large).push(i);
  }
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!;
    const rich = large[large.length - 1]!;
    alias[poor] = rich;
    cut[rich] = cut[rich]! - (1 - cut[poor]!);
    if (cut[rich]! < 1) {
      large.pop();
      small.push(rich);
    }
  }
  // What is left differs from 1 by rounding only.
  for (const i of small) cut[i] = 1;
  for (const i of large) cut[i] = 1;
}

/** The integral of t^-s from 1 to x: (x^(1-s) - 1)/(1-s), ln x at s = 1, without loss between the two. */
function integral(x: number, s: number): number {
  const logarithm = ln(x);
  const t = (1 - s) * logarithm;
  return logarithm * (Math.abs(t) > 0.01 ? (exp(t) - 1) / t : 1 + (t / 2) * (1 + (t / 3) * (1 + (t / 4) * (1 + t / 5))));
}

/** The x at which the integral reaches u. */
function inverse(u: number, s: number): number {
  const t = Math.max(-1, u * (1 - s));
  return exp(u * (Math.abs(t) > 0.01 ? ln(1 + t) / t : 1 - t * (1 / 2 - t * (1 / 3 - t * (1 / 4 - t * (1 / 5 - t * (1 / 6 - t / 7)))))));
}
