/** How bad a verdict is, and how studies write their figures. Pure. */
import type { Goal, Verdict } from '../../src/run/study/study.ts';
import { valueText } from '../../src/run/study/study.ts';
import type { HeatCell } from './HeatTable.tsx';

/** How deep the shade of a verdict is: none when it is met, from a third on when it is missed, by how far it is missed. */
export function heatOf({ bound, value: wanted }: Goal, { met, value }: Verdict): number {
  if (met) return 0;
  if (value === null) return 1;
  const off = bound === 'most' ? Math.log2(Math.max(1, value / Math.max(1e-12, wanted))) / 5 : 1 - value / Math.max(1e-12, wanted);
  return 0.35 + 0.65 * Math.min(1, Math.max(0, off));
}

/** A verdict as a cell of a heat table. `what` is what it was measured under. */
export function verdictCell(goal: Goal, verdict: Verdict, what: string, onOpen: () => void): HeatCell {
  const text = valueText(verdict.value, goal.unit);
  const label = `${what}: ${goal.text}, ${verdict.met ? 'held' : 'missed'} with ${text}. Open this run.`;
  return { text, label, heat: heatOf(goal, verdict), bad: !verdict.met, onOpen };
}

/** So many runs in words. */
export function runsText(runs: number): string {
  return `${runs.toLocaleString('en-GB')} ${runs === 1 ? 'run' : 'runs'}`;
}

/** A load in words, as a share of the one that is drawn. */
export function loadWords(load: number): string {
  return load === 1 ? 'load as drawn' : `${Number((load * 100).toPrecision(3))} % of the load`;
}

/** As it begins a sentence or a heading. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
