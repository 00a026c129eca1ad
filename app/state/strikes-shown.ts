/**
 * The faults of a timeline as they strike, each time by itself: what repeats is laid out, what is random is worked out as the run
 * does, and what waits for something stands where the run said it began. Pure, and remembered, since the canvas asks at each frame.
 */
import type { Design, FaultEntry, TimelineEntry } from '../../src/design/document.ts';
import { stretchesOf, waits } from '../../src/design/schedule.ts';
import { strikesOf } from '../../src/design/strikes.ts';
import type { Struck } from '../../src/run/story-report.ts';

type Shown = Pick<Design, 'nodes' | 'links'> & { readonly scenario: Pick<Design['scenario'], 'timeline' | 'seed' | 'durationMs'> };

let known: { readonly design: Shown; readonly struck: readonly Struck[]; readonly strikes: readonly FaultEntry[] } | undefined;

/** `struck`: what the run has told of faults whose beginning it alone knows. */
export function strikesShown(design: Shown, struck: readonly Struck[]): readonly FaultEntry[] {
  if (known?.design === design && known.struck === struck) return known.strikes;
  const { timeline } = design.scenario;
  const strikes = timeline.filter(({ muted }) => muted !== true).flatMap((entry) => strikesIn(entry, design, struck));
  known = { design, struck, strikes };
  return strikes;
}

function strikesIn(entry: TimelineEntry, design: Shown, struck: readonly Struck[]): readonly FaultEntry[] {
  if (entry.type !== 'fault' && entry.type !== 'chaos' && entry.type !== 'wear') return [];
  const { timeline, seed, durationMs } = design.scenario;
  if (waits(entry, timeline)) {
    const mine = struck.filter((one) => one.entry === entry.id);
    return mine.map(({ fault, target, fromMs, toMs }) => strike(entry, fault, target, fromMs, toMs ?? undefined));
  }
  if (entry.type !== 'fault') {
    const found = strikesOf(entry, design, seed, durationMs - entry.at);
    return found.map(({ fault, target, from, to }) => strike(entry, fault.id, target, entry.at + from, entry.at + to));
  }
  if (entry.repeat === undefined) return [entry];
  return stretchesOf(entry, durationMs).map(({ from, to }) =>
    strike(entry, entry.fault, entry.target, from, entry.duration === undefined ? undefined : to),
  );
}

function strike(entry: TimelineEntry, fault: string, target: string, at: number, to: number | undefined): FaultEntry {
  const params = entry.type === 'fault' ? entry.params : {};
  return { type: 'fault', id: entry.id, at, fault, target, params, ...(to !== undefined && { duration: to - at }) };
}
