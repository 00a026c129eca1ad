/**
 * What happened in a run, moment by moment, in words: faults as they begin and heal, what was changed by hand, notes, outages, alerts on
 * error budgets. From the design's timeline and the report; nothing is recorded for it. The post-mortem, the captions of a recording and
 * the page's charts read it.
 */
import { kindOf } from '../catalog/index.ts';
import type { ChangeEntry, Design, FaultEntry } from '../design/document.ts';
import { grouped } from '../design/read/intake.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import { faultOf } from '../faults/index.ts';
import { describe } from '../std/distribution-curve.ts';
import type { ParamSpec, ParamValue } from '../std/parameter.ts';
import { formatQuantity } from '../std/quantity.ts';
import type { SloReport } from './availability-report.ts';
import type { Report } from './report.ts';

export type EventSort = 'fault' | 'healed' | 'change' | 'note' | 'outage' | 'recovered' | 'alert' | 'cleared' | 'end';

export interface LoggedEvent {
  readonly atMs: number;
  readonly sort: EventSort;
  /** A sentence without its full stop. */
  readonly text: string;
}

/** Everything up to the moment of the report, in order; at one moment causes stand before what they cause. */
export function eventLog(report: Pick<Report, 'availability' | 'simulatedMs'>, design: Design): readonly LoggedEvent[] {
  const { availability, simulatedMs } = report;
  const events = [
    ...timelineEvents(design, simulatedMs),
    ...availability.outages.flatMap(({ fromMs, toMs, failed }): LoggedEvent[] => [
      { atMs: fromMs, sort: 'outage', text: `Outage begins: less than ${share(availability.threshold)} is answered` },
      ...(toMs === null ? [] : [recovered(fromMs, toMs, failed)]),
    ]),
    ...availability.slos.flatMap(alertEvents),
  ];
  return events.sort((a, b) => a.atMs - b.atMs || ORDER.indexOf(a.sort) - ORDER.indexOf(b.sort));
}

const ORDER: readonly EventSort[] = ['note', 'change', 'fault', 'outage', 'alert', 'healed', 'recovered', 'cleared', 'end'];

/** A fault in words: `Crash on db`. */
export function faultWords(design: Pick<Design, 'nodes'>, { fault, target }: Pick<FaultEntry, 'fault' | 'target'>): string {
  return `${faultOf(fault)?.name ?? fault} on ${targetWords(design, target)}`;
}

/** An address with names instead of ids. */
function targetWords({ nodes }: Pick<Design, 'nodes'>, target: string): string {
  if (/^(zone|region):/.test(target)) return target.replace(':', ' ');
  const named = target.replace(/[a-z0-9-]+/g, (id, at: number) =>
    target[at - 1] === '/' ? id : nodes.find((n) => n.id === id)?.name || id,
  );
  return named.replace('>', ' to ').replace('}|{', ' from ').replace(/[{}]/g, '').replaceAll(',', ', ');
}

/** How long a fault lasts, ms: as long as its entry says, to the end without that, no time where it strikes once. */
export function lastsMs({ fault, duration }: Pick<FaultEntry, 'fault' | 'duration'>): number {
  return duration ?? (faultOf(fault)?.lasts === 0 ? 0 : Number.POSITIVE_INFINITY);
}

function timelineEvents(design: Design, untilMs: number): readonly LoggedEvent[] {
  const events = design.scenario.timeline.flatMap((entry): LoggedEvent[] => {
    if (entry.type === 'note') return [{ atMs: entry.at, sort: 'note', text: entry.text }];
    if (entry.type === 'change') return [{ atMs: entry.at, sort: 'change', text: changeWords(design, entry) }];
    const words = faultWords(design, entry);
    const lasts = lastsMs(entry);
    if (lasts === 0) return [{ atMs: entry.at, sort: 'fault', text: words }];
    return [
      { atMs: entry.at, sort: 'fault', text: `${words} begins` },
      { atMs: entry.at + lasts, sort: 'healed', text: `${words} ends` },
    ];
  });
  return events.filter(({ atMs }) => atMs <= untilMs);
}

function changeWords(design: Design, { target, param, value }: ChangeEntry): string {
  const node = design.nodes.find(({ id }) => id === target);
  const link = design.links.find(({ id }) => id === target);
  const specs = node === undefined ? LINK_PARAMETERS : (kindOf(node.kind)?.params ?? {});
  const spec: ParamSpec | undefined = Object.hasOwn(specs, param) ? (specs as Readonly<Record<string, ParamSpec>>)[param] : undefined;
  const whose = node?.name ?? (link === undefined ? target : targetWords(design, `${link.from}>${link.to}`));
  return `${whose}: ${spec?.label.toLowerCase() ?? param} set to ${valueWords(spec, value)}`;
}

function valueWords(spec: ParamSpec | undefined, value: ParamValue): string {
  if (typeof value === 'number') return spec?.type === 'number' ? formatQuantity(value, spec.unit) : String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return spec?.type === 'choice' ? (spec.options.find((o) => o.value === value)?.label ?? value) : value;
  if ('type' in value) return describe(value);
  return Array.isArray(value) ? value.join(', ') : 'a recorded trace';
}

function recovered(fromMs: number, toMs: number, failed: number): LoggedEvent {
  return {
    atMs: toMs,
    sort: 'recovered',
    text: `Recovered after ${formatQuantity(toMs - fromMs, 'ms', 3)}; ${grouped(failed)} requests failed`,
  };
}

function alertEvents({ alerts, text }: SloReport): readonly LoggedEvent[] {
  return alerts.flatMap(({ rate, fired }) =>
    fired.flatMap(({ fromMs, toMs, worst }): LoggedEvent[] => [
      { atMs: fromMs, sort: 'alert', text: `Alert fires: the budget of “${text}” burns faster than ${rate}×` },
      ...(toMs === null
        ? []
        : [{ atMs: toMs, sort: 'cleared', text: `Alert over ${rate}× clears; it burnt at ${times(worst)} at worst` } as const]),
    ]),
  );
}

const share = (value: number): string => formatQuantity(value, 'ratio', 4);
const times = (value: number): string => formatQuantity(value, 'factor', 2);
