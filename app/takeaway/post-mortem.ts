/** The post-mortem of a run as data: what its page prints and what its test compares, word for word. Pure; every word comes from the run. */
import { check } from '../../src/design/check.ts';
import type { Design } from '../../src/design/document.ts';
import { grouped } from '../../src/design/read/intake.ts';
import { explain } from '../../src/run/explain.ts';
import { incidentsOf } from '../../src/run/incidents.ts';
import type { Report } from '../../src/run/report.ts';
import { runSummary } from '../../src/run/run-summary.ts';
import type { LogEvent, LogKind } from '../../src/run/story-report.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { clockText } from '../ui/plot-area.ts';

export interface PostMortem {
  readonly title: string;
  readonly summary: string;
  readonly impact: readonly { readonly label: string; readonly text: string }[];
  readonly timeline: readonly { readonly time: string; readonly text: string; readonly grave: boolean }[];
  readonly causes: readonly { readonly title: string; readonly text: string }[];
  readonly helped: readonly string[];
  readonly actions: readonly string[];
  readonly seal: string;
}

/** More events than this are not for a page; the graver ones stay. */
const MOST_EVENTS = 60;
/** What explains by saying what comes next is an action. */
const NEXT = /^Next: /;

/** @param recorded the event log of the run. */
export function postMortem(report: Report, design: Design, recorded: readonly LogEvent[]): PostMortem {
  const found = explain(report, design);
  const causes = found.map(({ title, sentences }) => ({ title, text: sentences.filter((one) => !NEXT.test(one)).join(' ') }));
  const next = found.flatMap(({ sentences }) => sentences.filter((one) => NEXT.test(one)).map((one) => capital(one.replace(NEXT, ''))));
  const advice = check(design).map(({ message }) => message);
  return {
    title: design.title,
    summary: runSummary(report, design),
    impact: impactOf(report, design),
    timeline: timelineOf(report, recorded),
    causes,
    helped: helpedOf(report, design),
    actions: [...new Set([...next, ...advice])],
    seal: `Seed ${report.seed}, digest ${report.digest}, engine ${report.engine}: who replays it sees the same run, event by event.`,
  };
}

function impactOf({ total, availability, consistency }: Report, design: Design): PostMortem['impact'] {
  const failed = total.requests - total.ok;
  const rows: (readonly [string, string] | undefined)[] = [
    [
      'Requests that failed',
      `${grouped(failed)} of ${grouped(total.requests)}${total.requests === 0 ? '' : ` (${ratio(failed / total.requests)})`}`,
    ],
    ['Outages', availability.failures === 0 ? 'none' : `${availability.failures}, ${ms(availability.downMs)} in all`],
    availability.mttrMs === null ? undefined : ['Mean time to repair', ms(availability.mttrMs)],
    availability.userMinutesLost === null
      ? undefined
      : ['User-minutes lost', `${formatQuantity(availability.userMinutesLost, 'count', 3)} of ${grouped(availability.people)} users`],
    ...availability.slos.map(({ class: cls, target, budgetLeft }): readonly [string, string] => {
      const whose = cls === '' ? '' : ` of ${design.classes.find(({ id }) => id === cls)?.name ?? cls}`;
      return [
        `Error budget${whose} for ${ratio(target)}`,
        budgetLeft === null ? 'nothing measured' : `${spentWords(1 - budgetLeft)} spent`,
      ];
    }),
    consistency.lostAcknowledgedWrites === 0 ? undefined : ['Acknowledged writes lost', grouped(consistency.lostAcknowledgedWrites)],
  ];
  return rows.flatMap((row) => (row === undefined ? [] : [{ label: row[0], text: row[1] }]));
}

const spentWords = (spent: number): string => (Number.isFinite(spent) ? formatQuantity(spent, 'ratio', 3) : 'more than all');

const GRAVE: ReadonlySet<LogKind> = new Set<LogKind>(['fault', 'trigger', 'down', 'outage', 'alert']);

function timelineOf(report: Report, recorded: readonly LogEvent[]): PostMortem['timeline'] {
  const events = incidentsOf(report, recorded);
  const kept = events.length <= MOST_EVENTS ? events : events.filter(({ kind }) => GRAVE.has(kind)).slice(0, MOST_EVENTS);
  return kept.map(({ atMs, kind, text }) => ({ time: clockText(atMs), text, grave: GRAVE.has(kind) }));
}

/** What took load or failures off callers, by what it counted. */
function helpedOf({ links, total, nodes }: Report, design: Design): readonly string[] {
  const name = (id: string): string => design.nodes.find((node) => node.id === id)?.name || id;
  const lines = design.links.flatMap((link) => {
    const figures = links[link.id];
    if (figures === undefined) return [];
    const { breaker, retries, degraded, hedges, bulkhead } = figures;
    const where = `${name(link.from)} to ${name(link.to)}`;
    return [
      breaker.opened === 0
        ? ''
        : `The breaker from ${where} opened ${times(breaker.opened)} and kept ${grouped(breaker.shortCircuited)} calls away.`,
      degraded === 0 ? '' : `A fallback answered ${grouped(degraded)} calls from ${where}.`,
      bulkhead.rejected === 0 ? '' : `The bulkhead from ${where} turned ${grouped(bulkhead.rejected)} calls away.`,
      hedges === 0 ? '' : `${grouped(hedges)} calls from ${where} were hedged.`,
      retries === 0 || total.ok === 0 ? '' : `${grouped(retries)} calls from ${where} were tried again.`,
    ];
  });
  const spare = design.nodes
    .filter(({ id }) => (nodes[id]?.instances.length ?? 0) > 1)
    .map(({ id }) => `${name(id)} (${nodes[id]?.instances.length})`);
  return [...lines, spare.length === 0 ? '' : `More than one instance: ${spare.join(', ')}.`].filter((line) => line !== '');
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
const ms = (value: number): string => formatQuantity(value, 'ms', 3);
const ratio = (value: number): string => formatQuantity(value, 'ratio', 4);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
