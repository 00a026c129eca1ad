/** What the bench is to reach: each bar with its bound and its words, and what was measured against it. */

export interface Bar {
  readonly about: string;
  /** `least`: the value must not be below; `most`: it must not exceed. */
  readonly bound: 'least' | 'most';
  readonly bar: number;
  readonly unit: string;
}

/** A bar and what was measured: null where nothing could be, with the reason. */
export interface Judged extends Bar {
  readonly value: number | null;
  readonly met: boolean | null;
  readonly note?: string;
}

export const BARS = {
  W1: { about: 'W1, customers a CPU second ÷ by hand', bound: 'least', bar: 0.3, unit: '×' },
  W2: { about: 'W2, customers a CPU second ÷ by hand', bound: 'least', bar: 0.5, unit: '×' },
  W2L: { about: 'W2 with links that take time', bound: 'least', bar: 4_000_000, unit: 'events/s' },
  timeout: { about: 'W2 with a cancelled timeout on every request ÷ W2, time', bound: 'most', bar: 1.2, unit: '×' },
  policies: { about: 'W2 with timeout, retry, breaker and pool idle on every link ÷ W2, time', bound: 'most', bar: 1.4, unit: '×' },
  meters: { about: 'all meters ÷ end-to-end only, time', bound: 'most', bar: 1.15, unit: '×' },
  pending: { about: 'an event among 10⁶ pending ÷ among 10³, time', bound: 'most', bar: 4, unit: '×' },
  cold: { about: 'a fresh process until 10⁵ requests are done', bound: 'most', bar: 0.25, unit: 'CPU s' },
  memory: { about: '1 h simulated at 2,000/s, heap and external', bound: 'most', bar: 300, unit: 'MB' },
  runs: { about: '100 runs × 60 s × 10 nodes on 2 cores', bound: 'most', bar: 30, unit: 's' },
  'simjs W1': { about: 'W1 ÷ simjs', bound: 'least', bar: 12, unit: '×' },
  'simjs W2': { about: 'W2 ÷ simjs', bound: 'least', bar: 9, unit: '×' },
} as const satisfies Readonly<Record<string, Bar>>;

export type BarName = keyof typeof BARS;

/** The bar with a value beside it. */
export function judge(name: BarName, value: number | null, note?: string): Judged {
  const bar = BARS[name];
  const met = value === null ? null : bar.bound === 'least' ? value >= bar.bar : value <= bar.bar;
  const judged = { ...bar, value: value === null ? null : Number(value.toPrecision(4)), met };
  return note === undefined ? judged : { ...judged, note };
}
