/**
 * Incidents: the event log of a run together with what only its windows taken together show, outages and alerts on error budgets. The
 * post-mortem, the captions of a recording and the page's log read it.
 */
import type { Design, FaultEntry } from '../design/document.ts';
import { grouped } from '../design/read/intake.ts';
import { faultOf } from '../faults/index.ts';
import { formatQuantity } from '../std/quantity.ts';
import type { SloReport } from './availability-report.ts';
import type { Report } from './report.ts';
import type { LogEvent, LogKind } from './story-report.ts';

/** All of it in order; at one moment causes stand before what they cause. */
export function incidentsOf({ availability }: Pick<Report, 'availability'>, recorded: readonly LogEvent[]): readonly LogEvent[] {
  const { outages, threshold, slos } = availability;
  const events = [
    ...recorded,
    ...outages.flatMap(({ fromMs, toMs, failed }): LogEvent[] => [
      { atMs: fromMs, kind: 'outage', of: '', text: `Outage begins: less than ${formatQuantity(threshold, 'ratio', 4)} is answered` },
      ...(toMs === null ? [] : [recovered(fromMs, toMs, failed)]),
    ]),
    ...slos.flatMap(alertEvents),
  ];
  return events
    .map((event, i) => ({ event, i }))
    .sort(byTime)
    .map(({ event }) => event);
}

interface Placed {
  readonly event: LogEvent;
  readonly i: number;
}

const LAST: readonly LogKind[] = ['outage', 'alert', 'recovered', 'cleared'];

function byTime(a: Placed, b: Placed): number {
  return a.event.atMs - b.event.atMs || LAST.indexOf(a.event.kind) - LAST.indexOf(b.event.kind) || a.i - b.i;
}

/** A fault in words: `Crash on db`. */
export function faultWords({ nodes }: Pick<Design, 'nodes'>, { fault, target }: Pick<FaultEntry, 'fault' | 'target'>): string {
  const where = /^(zone|region):/.test(target)
    ? target.replace(':', ' ')
    : target
        .replace(/[a-z0-9-]+/g, (id, at: number) => (target[at - 1] === '/' ? id : nodes.find((n) => n.id === id)?.name || id))
        .replace('>', ' to ')
        .replace('}|{', ' from ')
        .replace(/[{}]/g, '')
        .replaceAll(',', ', ');
  return `${faultOf(fault)?.name ?? fault} on ${where}`;
}

/** How long a fault lasts, ms: as long as its entry says, to the end without that, no time where it strikes once. */
export function lastsMs({ fault, duration }: Pick<FaultEntry, 'fault' | 'duration'>): number {
  return duration ?? (faultOf(fault)?.lasts === 0 ? 0 : Number.POSITIVE_INFINITY);
}

function recovered(fromMs: number, toMs: number, failed: number): LogEvent {
  const text = `Recovered after ${formatQuantity(toMs - fromMs, 'ms', 3)}; ${grouped(failed)} requests failed`;
  return { atMs: toMs, kind: 'recovered', of: '', text };
}

function alertEvents({ id, alerts, text }: SloReport): readonly LogEvent[] {
  return alerts.flatMap(({ rate, fired }) =>
    fired.flatMap(({ fromMs, toMs, worst }): LogEvent[] => {
      const fires: LogEvent = {
        atMs: fromMs,
        kind: 'alert',
        of: id,
        text: `Alert fires: the budget of “${text}” burns faster than ${rate}×`,
      };
      const at = formatQuantity(worst, 'factor', 2);
      return toMs === null
        ? [fires]
        : [fires, { atMs: toMs, kind: 'cleared', of: id, text: `Alert over ${rate}× clears; it burnt at ${at} at worst` }];
    }),
  );
}
