/**
 * A log-linear histogram of durations: every power of two from 1 ns to 2^43 ns (2.4 h) is cut into 128 equal buckets.
 *
 * The bucket is read from the number's own bits (exponent and the first seven bits of the fraction), which costs a shift
 * and a subtraction. A reported quantile is the middle of its bucket, at most 1/256 (0.4 %) from the recorded value.
 * Histograms add up exactly, so percentiles over windows, instances or runs are computed from merged counts and never
 * averaged.
 *
 * Storage grows with the range seen: an unused histogram owns nothing, a typical one a few kilobytes, the widest 22 KB.
 * Not a sketch with bounded rank error, and not made for negative numbers.
 */

const SUB_BITS = 7;
const SUB = 1 << SUB_BITS;
/** Shifts the high word of a double so that exponent and seven fraction bits remain. */
const SHIFT = 20 - SUB_BITS;
/** Bucket number of 1 ns, and one past the last bucket below 2^43 ns. */
const FIRST = 1023 << SUB_BITS;
const END = (1023 + 43) << SUB_BITS;
/** The largest value that is told apart; larger ones are counted in `over`. */
export const HISTOGRAM_LIMIT = 8796093022208;

/** The slot of all that is over (see slotOf). */
const SLOT_OVER = END - FIRST + 1;

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);
const NONE = new Uint32Array(0);
const one = new Float64Array(1);
const COUNT = 0;
const SUM = 1;
const MIN = 2;
const MAX = 3;
const ZERO = 4;
const OVER = 5;

/** Bucket number of a value in [1, limit). */
export function bucketOf(x: number): number {
  float[0] = x;
  return word[1]! >> SHIFT;
}

/**
 * Adds a number to the counts of slots from…end of a list, each at its slot + `shift`. Four at a time: what a round of such a loop costs
 * beside its work is as much as the work.
 */
export function addAll(slots: Uint16Array, from: number, end: number, counts: Uint32Array, shift: number, more: number): void {
  let i = from;
  for (; i + 3 < end; i += 4) {
    const a = (slots[i]! + shift) | 0;
    const b = (slots[i + 1]! + shift) | 0;
    const c = (slots[i + 2]! + shift) | 0;
    const d = (slots[i + 3]! + shift) | 0;
    counts[a] = (counts[a]! + more) | 0;
    counts[b] = (counts[b]! + more) | 0;
    counts[c] = (counts[c]! + more) | 0;
    counts[d] = (counts[d]! + more) | 0;
  }
  for (; i < end; i++) counts[slots[i]! + shift] = (counts[slots[i]! + shift]! + more) | 0;
}

/** Adds so many counts from a place on to others. Without asking which are empty: what is asked cannot be foreseen, and costs more than the addition. */
function addRange(from: Uint32Array, at: number, many: number, to: Uint32Array, place: number): void {
  const shift = (place - at) | 0;
  const end = at + many;
  let i = at;
  for (; i + 3 < end; i += 4) {
    const k = i + shift;
    to[k] = (to[k]! + from[i]!) | 0;
    to[k + 1] = (to[k + 1]! + from[i + 1]!) | 0;
    to[k + 2] = (to[k + 2]! + from[i + 2]!) | 0;
    to[k + 3] = (to[k + 3]! + from[i + 3]!) | 0;
  }
  for (; i < end; i++) to[i + shift] = (to[i + shift]! + from[i]!) | 0;
}

/** The smallest value of a bucket. */
function lowerEdge(bucket: number): number {
  word[0] = 0;
  word[1] = bucket << SHIFT;
  return float[0]!;
}

/** Counts of values ≥ 0, in whole or fractional nanoseconds. */
export class Histogram {
  /** counts[i] belongs to bucket base + i. */
  private counts = NONE;
  private base = FIRST;
  private readonly totals = new Float64Array([0, 0, Infinity, -Infinity, 0, 0]);

  /** Adds one value. Below 1 ns (zero above all) it has a bucket of its own; from 2^43 ns on it counts as `over`. */
  record(x: number): void {
    const totals = this.totals;
    totals[COUNT] = totals[COUNT]! + 1;
    totals[SUM] = totals[SUM]! + x;
    if (x < totals[MIN]!) totals[MIN] = x;
    if (x > totals[MAX]!) totals[MAX] = x;
    float[0] = x;
    const i = (word[1]! >> SHIFT) - this.base;
    if (i >= 0 && i < this.counts.length) this.counts[i] = this.counts[i]! + 1;
    else this.recordOutside(x);
  }

  /**
   * Adds values that were counted elsewhere, all of them within [1, limit): `from[at + b]` is how many fell into bucket `lowest` + b;
   * how many there are, their sum, the smallest and the largest stand in `totals` from its place.
   */
  addCounts(from: Uint32Array, at: number, lowest: number, totals: Float64Array, place: number): void {
    const low = bucketOf(totals[place + 2]!);
    const high = bucketOf(totals[place + 3]!);
    this.cover(low & -SUB, (high & -SUB) + SUB);
    const { base, counts, totals: mine } = this;
    const shift = at - lowest;
    if (mine[COUNT] === 0) counts.set(from.subarray(shift + low, shift + high + 1), low - base);
    else addRange(from, shift + low, high - low + 1, counts, low - base);
    mine[COUNT] = mine[COUNT]! + totals[place]!;
    mine[SUM] = mine[SUM]! + totals[place + 1]!;
    mine[MIN] = Math.min(mine[MIN]!, totals[place + 2]!);
    mine[MAX] = Math.max(mine[MAX]!, totals[place + 3]!);
  }

  /** Where a value ≥ 0 stands in a list of slots: 0 below 1 ns, else its bucket, counted from 1; the last is for all that is over. */
  static slotOf(x: number): number {
    if (x < 1) return 0;
    return x < HISTOGRAM_LIMIT ? bucketOf(x) - FIRST + 1 : SLOT_OVER;
  }

  /**
   * Adds values that are told by their slots (sign 1), or takes away such as were added before (sign -1): how many there are, their
   * sum, the smallest and the largest stand in `totals` from a place. After taking away, `between` says what is left between.
   */
  addSlots(slots: Uint16Array, from: number, totals: Float64Array, place: number, sign: number): void {
    const count = totals[place]!;
    if (count === 0) return;
    const smallest = bucketOf(Math.min(HISTOGRAM_LIMIT / 2, Math.max(1, totals[place + 2]!)));
    const largest = bucketOf(Math.min(HISTOGRAM_LIMIT / 2, Math.max(1, totals[place + 3]!)));
    this.cover(smallest & -SUB, (largest & -SUB) + SUB);
    const { counts, totals: mine } = this;
    const shift = FIRST - 1 - this.base;
    const end = from + count;
    if (totals[place + 2]! >= 1 && totals[place + 3]! < HISTOGRAM_LIMIT) {
      addAll(slots, from, end, counts, shift, sign);
    } else {
      for (let i = from; i < end; i++) {
        const slot = slots[i]!;
        if (slot === 0) mine[ZERO] = mine[ZERO]! + sign;
        else if (slot === SLOT_OVER) mine[OVER] = mine[OVER]! + sign;
        else counts[slot + shift] = (counts[slot + shift]! + sign) | 0;
      }
    }
    mine[COUNT] = mine[COUNT]! + sign * count;
    mine[SUM] = mine[SUM]! + sign * totals[place + 1]!;
    if (sign < 0) return;
    mine[MIN] = Math.min(mine[MIN]!, totals[place + 2]!);
    mine[MAX] = Math.max(mine[MAX]!, totals[place + 3]!);
  }

  /** Sets the smallest and the largest value, after some were taken away; Infinity and -Infinity when none are left. */
  between(min: number, max: number): void {
    this.totals[MIN] = min;
    this.totals[MAX] = max;
  }

  /** Adds so many zeros. */
  recordZeros(n: number): void {
    if (n === 0) return;
    const totals = this.totals;
    totals[COUNT] = totals[COUNT]! + n;
    totals[ZERO] = totals[ZERO]! + n;
    totals[MIN] = Math.min(totals[MIN]!, 0);
    totals[MAX] = Math.max(totals[MAX]!, 0);
  }

  /** How many values were recorded. */
  get count(): number {
    return this.totals[COUNT]!;
  }
  /** Their exact sum. */
  get sum(): number {
    return this.totals[SUM]!;
  }
  /** The smallest, exactly; NaN when empty. */
  get min(): number {
    return this.count === 0 ? NaN : this.totals[MIN]!;
  }
  /** The largest, exactly; NaN when empty. */
  get max(): number {
    return this.count === 0 ? NaN : this.totals[MAX]!;
  }
  /** How many were at or beyond HISTOGRAM_LIMIT. */
  get over(): number {
    return this.totals[OVER]!;
  }

  /** The exact mean; NaN when empty. */
  mean(): number {
    return this.count === 0 ? NaN : this.sum / this.count;
  }

  /**
   * The q-quantile, 0 ≤ q ≤ 1, by nearest rank: the smallest value that at least a share q of all does not exceed.
   * Within 0.4 % of the exact one, never outside min…max; NaN when empty.
   */
  quantile(q: number): number {
    one[0] = q;
    this.quantiles(one, one);
    return one[0]!;
  }

  /** Several of them, asked for in rising order, in one pass; `out` may be the same cells as `qs`. */
  quantiles(qs: Float64Array, out: Float64Array): void {
    const n = this.count;
    const { counts, base } = this;
    let seen = this.totals[ZERO]!;
    let i = n === 0 ? 0 : Math.max(0, bucketOf(Math.min(HISTOGRAM_LIMIT, Math.max(1, this.min))) - base);
    for (let k = 0; k < qs.length; k++) {
      // The small constant keeps 0.07 · 100 = 7.000000000000001 at rank 7.
      const rank = Math.max(1, Math.ceil(qs[k]! * n - 1e-9));
      if (n === 0 || rank >= n) out[k] = this.max;
      else if (rank <= this.totals[ZERO]!) out[k] = Math.min(Math.max(this.min, 0), 1);
      else if (rank === 1) out[k] = this.min;
      else {
        // Four buckets at a time, then one by one.
        for (; i + 3 < counts.length; i += 4) {
          const more = (counts[i]! + counts[i + 1]! + counts[i + 2]! + counts[i + 3]!) | 0;
          if (seen + more >= rank) break;
          seen += more;
        }
        while (i < counts.length && seen + counts[i]! < rank) seen += counts[i++]!;
        out[k] = i === counts.length ? this.max : this.middle(base + i);
      }
    }
  }

  /** The middle of a bucket, never outside min…max. */
  private middle(bucket: number): number {
    return Math.min(Math.max((lowerEdge(bucket) + lowerEdge(bucket + 1)) / 2, this.min), this.max);
  }

  /** How many recorded values were at most x, to the resolution of a bucket (the bucket of x counts in full). */
  countUpTo(x: number): number {
    if (x < 0) return 0;
    if (x >= this.totals[MAX]!) return this.count;
    let seen = this.totals[ZERO]!;
    if (x < 1) return seen;
    const last = Math.min(bucketOf(x) - this.base, this.counts.length - 1);
    for (let i = 0; i <= last; i++) seen += this.counts[i]!;
    return seen;
  }

  /** Calls back for every bucket that is not empty, in rising order: [lower, upper) and its count. */
  forEachBucket(visit: (lower: number, upper: number, count: number) => void): void {
    if (this.totals[ZERO]! > 0) visit(0, 1, this.totals[ZERO]!);
    for (let i = 0; i < this.counts.length; i++) {
      const n = this.counts[i]!;
      if (n > 0) visit(lowerEdge(this.base + i), lowerEdge(this.base + i + 1), n);
    }
    if (this.over > 0) visit(HISTOGRAM_LIMIT, Infinity, this.over);
  }

  /**
   * How many values fell into each of `out`'s cells, of which `perOctave` (a power of two up to 128) make up a power of two, the first of
   * them from 2^`first` on. Values beyond either end count in the first or the last cell.
   */
  coarse(out: Float64Array, first: number, perOctave: number): void {
    out.fill(0);
    if (this.count === 0) return;
    out[0] = this.totals[ZERO]!;
    const { counts } = this;
    const width = SUB / perOctave;
    for (let from = 0; from < counts.length; from += width) {
      let sum = 0;
      for (let i = from; i < from + width; i++) sum = (sum + counts[i]!) | 0;
      if (sum === 0) continue;
      const cell = Histogram.cellOf(this.base + from - FIRST + 1, first, perOctave, out.length);
      out[cell] = out[cell]! + sum;
    }
    out[out.length - 1] = out[out.length - 1]! + this.over;
  }

  /** The coarse cell of a slot (see slotOf and coarse), of so many. */
  static cellOf(slot: number, first: number, perOctave: number, cells: number): number {
    if (slot === SLOT_OVER) return cells - 1;
    return Math.min(cells - 1, Math.max(0, ((slot - 1 - first * SUB) * perOctave) >> SUB_BITS));
  }

  /** Adds everything another histogram counted. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    if (other.counts.length > 0) this.cover(other.base, other.base + other.counts.length);
    // Into an empty one the counts are copied as they are.
    const copied = this.count === 0 && other.counts.length > 0;
    if (copied) this.counts.set(other.counts, other.base - this.base);
    this.add(other, copied ? 0 : 1);
    this.stretch(other);
  }

  /**
   * Takes away what another histogram counted, all of which was merged before. Smallest and largest value are not known
   * from what is left: `stretchTo` says them anew.
   */
  takeAway(other: Histogram): void {
    if (other.count > 0) this.add(other, -1);
  }

  /** Sets the smallest and the largest value to those of all these together; what was merged must come from them. */
  stretchTo(parts: readonly Histogram[]): void {
    this.totals[MIN] = Infinity;
    this.totals[MAX] = -Infinity;
    for (const part of parts) this.stretch(part);
  }

  /** Forgets all values and keeps the storage. Costs nothing when empty, else only the range between min and max. */
  clear(): void {
    if (this.count === 0) return;
    const from = Math.max(0, bucketOf(Math.max(1, this.totals[MIN]!)) - this.base);
    const to = bucketOf(Math.min(HISTOGRAM_LIMIT, this.totals[MAX]!)) - this.base + 1;
    if (to > from) this.counts.fill(0, from, to);
    const totals = this.totals;
    totals.fill(0);
    totals[MIN] = Infinity;
    totals[MAX] = -Infinity;
  }

  /** Becomes equal to another histogram. */
  copyFrom(other: Histogram): void {
    this.clear();
    this.merge(other);
  }

  /** Adds another's counts, times 1 or −1, or its totals alone (0); there is room for them. */
  private add(other: Histogram, sign: number): void {
    const from = other.counts;
    const to = this.counts;
    const shift = other.base - this.base;
    const first = Math.max(0, bucketOf(Math.max(1, other.totals[MIN]!)) - other.base);
    const last = Math.min(from.length - 1, bucketOf(Math.min(HISTOGRAM_LIMIT, other.totals[MAX]!)) - other.base);
    if (sign > 0) addRange(from, first, last - first + 1, to, shift + first);
    else if (sign < 0) for (let i = first; i <= last; i++) to[shift + i] = (to[shift + i]! - from[i]!) | 0;
    const mine = this.totals;
    const theirs = other.totals;
    const times = sign < 0 ? -1 : 1;
    mine[COUNT] = mine[COUNT]! + times * theirs[COUNT]!;
    mine[SUM] = mine[SUM]! + times * theirs[SUM]!;
    mine[ZERO] = mine[ZERO]! + times * theirs[ZERO]!;
    mine[OVER] = mine[OVER]! + times * theirs[OVER]!;
  }

  private stretch(other: Histogram): void {
    this.totals[MIN] = Math.min(this.totals[MIN]!, other.totals[MIN]!);
    this.totals[MAX] = Math.max(this.totals[MAX]!, other.totals[MAX]!);
  }

  private recordOutside(x: number): void {
    if (x < 1) {
      this.totals[ZERO] = this.totals[ZERO]! + 1;
    } else if (x < HISTOGRAM_LIMIT) {
      const bucket = bucketOf(x);
      const octave = bucket & -SUB;
      this.cover(octave, octave + SUB);
      this.counts[bucket - this.base] = this.counts[bucket - this.base]! + 1;
    } else {
      this.totals[OVER] = this.totals[OVER]! + 1;
    }
  }

  /** Makes room for the buckets from…to, whole octaves both. */
  private cover(from: number, to: number): void {
    const have = this.counts.length;
    const low = have === 0 ? from : Math.min(from, this.base);
    const high = Math.min(END, have === 0 ? to : Math.max(to, this.base + have));
    if (have > 0 && low === this.base && high === this.base + have) return;
    const grown = new Uint32Array(high - low);
    grown.set(this.counts, have === 0 ? 0 : this.base - low);
    this.counts = grown;
    this.base = low;
  }
}
