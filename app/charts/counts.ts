/** Answered and failed requests of each window, of all or of one class: what shares, budgets and burn rates are computed from. */
import type { WindowCounts } from '../../src/stats/burn.ts';
import type { WindowSource } from './model.ts';
import { at } from './numbers.ts';
import { FAILED_OUTCOMES } from './outcome-words.ts';

type Columns = { readonly [K in keyof WindowCounts]: Float64Array };

/** @param cls place of the class in the design; -1 for all requests. */
export function countsOf(source: WindowSource, cls: number): Columns {
  const endMs = source.column('endMs');
  if (cls >= 0) return { endMs, ok: source.classColumn(cls, 'ok'), failed: source.classColumn(cls, 'failed') };
  const failed = new Float64Array(endMs.length);
  for (const { column } of FAILED_OUTCOMES) {
    const counts = source.column(column);
    for (let i = 0; i < failed.length; i++) failed[i] = at(failed, i) + (at(counts, i) || 0);
  }
  return { endMs, ok: source.column('ok'), failed };
}

/** The same after the warm-up alone. */
export function measuredCounts(source: WindowSource, cls: number, warmupMs: number): Columns {
  const { endMs, ok, failed } = countsOf(source, cls);
  let first = 0;
  while (first < endMs.length && at(endMs, first) <= warmupMs) first++;
  return { endMs: endMs.subarray(first), ok: ok.subarray(first), failed: failed.subarray(first) };
}
