/** Findings about one part of the system, in the same words and from the same sort of columns as those of the whole. */
import type { Unit } from '../../src/std/parameter.ts';
import { clockText } from '../ui/plot-area.ts';
import type { Band } from './bands.ts';
import { BETWEEN } from './findings.ts';
import { at, brief } from './numbers.ts';
import { during, extreme, lastKnown } from './windows.ts';

/** "busy 62 % · 97 % at worst during db slow ×8": what a level is now, and its highest after the warm-up. */
export function levelFinding(
  word: string,
  unit: Unit,
  endMs: Float64Array,
  values: Float64Array,
  bands: readonly Band[],
  warmupMs: number,
): string {
  const last = lastKnown(values);
  if (last < 0) return endMs.length === 0 ? '' : 'nothing measured';
  const head = `${word} ${brief(at(values, last), unit)}`;
  const worst = extreme(values, 1, (index) => at(endMs, index) > warmupMs);
  if (worst === undefined || brief(worst.value, unit) === brief(at(values, last), unit)) return head;
  const moment = at(endMs, worst.index);
  const where = during(bands, moment) || ` at ${clockText(Math.round(moment / 100) * 100)}`;
  return [head, `${brief(worst.value, unit)} at worst${where}`].join(BETWEEN);
}

/** "460/s arrive · 0.4 % failed". */
export function nodeTrafficFinding(arrivals: number, ok: number, failed: number): string {
  if (Number.isNaN(arrivals)) return '';
  const head = `${brief(arrivals, 'perSecond')} arrive`;
  if (ok + failed === 0) return head;
  return [head, failed === 0 ? 'none failed' : `${brief(failed / (ok + failed), 'ratio')} failed`].join(BETWEEN);
}
