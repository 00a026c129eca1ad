/**
 * Availability of a run: by requests and by time, how often it failed and for how long, and what that does to each objective's error
 * budget. Counted in chart windows after the warm-up; what a window is too short to show is not made up.
 */
import type { ObjectiveDoc } from '../design/document.ts';
import { allowedDowntimes, burnRate, errorBudgetLeft, nines, timeBasedAvailability } from '../stats/availability.ts';
import { firingsOf, outagesOf, scaledAlerts, sharesAnswered, userMinutesLost, type WindowCounts } from '../stats/burn.ts';
import { valueIn } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { AlertReport, AvailabilityReport, FailuresReport, SloReport } from './availability-report.ts';
import type { Compiled } from './compile.ts';
import { CLASS_WINDOW, WINDOW } from './frame.ts';
import { measuredPeriod, objectiveText, promisesAvailability } from './objective.ts';
import type { TotalsReport } from './report.ts';
import type { Session } from './session.ts';

/** A window counts as good when at least this share was answered, unless an objective says otherwise (chosen). */
const GOOD_SHARE = 0.99;

export function availabilityOf(session: Session, total: TotalsReport, classes: Readonly<Record<string, TotalsReport>>): AvailabilityReport {
  const { design } = session;
  const { windowMs } = session.recorder;
  const objective = design.scenario.objectives.find((o) => o.metric === 'availability');
  const threshold = objective?.value ?? GOOD_SHARE;
  const counts = allCounts(session);
  const requestBased = shareOf(total);
  const people = peopleOf(session.compiled);
  const allowed = total.requests * (1 - threshold);
  const lost = (of: WindowCounts): number | null => (people === 0 ? null : userMinutesLost(of, people, windowMs));
  return {
    requestBased,
    timeBased: timeBased(counts, threshold),
    nines: requestBased === null ? null : nines(requestBased),
    ...failuresOf(counts, threshold, windowMs),
    budgetLeft: allowed === 0 ? null : 1 - (total.requests - total.ok) / allowed,
    threshold,
    people,
    userMinutesLost: lost(counts),
    slos: design.scenario.objectives.filter(promisesAvailability).map((o) => {
      const cls = design.classes.findIndex(({ id }) => id === o.class);
      const of = o.class === '' ? counts : classCounts(session, cls);
      return sloOf(session, o, (o.class === '' ? total : classes[o.class]) ?? total, of, lost(of));
    }),
  };
}

function sloOf(session: Session, o: ObjectiveDoc, totals: TotalsReport, counts: WindowCounts, lost: number | null): SloReport {
  const { requests, ok } = totals;
  const target = o.value;
  const { windowMs } = session.recorder;
  const share = shareOf(totals);
  return {
    id: o.id,
    class: o.class,
    text: objectiveText(o, session.design),
    target,
    met: share !== null && share >= target,
    requestBased: share,
    timeBased: timeBased(counts, target),
    nines: share === null ? null : nines(share),
    allowed: allowedDowntimes(target),
    atThisRate: share === null ? null : allowedDowntimes(share),
    failedRequests: requests - ok,
    budgetRequests: requests * (1 - target),
    budgetLeft: requests === 0 ? null : errorBudgetLeft(target, ok, requests),
    burnRate: requests === 0 ? null : burnRate(target, ok, requests),
    ...failuresOf(counts, target, windowMs),
    alerts: alertsOf(counts, target, measuredPeriod(session.design.scenario), windowMs),
    userMinutesLost: lost,
  };
}

function alertsOf(counts: WindowCounts, target: number, periodMs: number, windowMs: number): readonly AlertReport[] {
  return scaledAlerts(periodMs, windowMs).map((alert) => ({
    rate: alert.rate,
    longMs: alert.long * windowMs,
    shortMs: alert.short * windowMs,
    budget: alert.budget,
    fired: firingsOf(counts, target, alert),
  }));
}

function failuresOf(counts: WindowCounts, threshold: number, windowMs: number): FailuresReport {
  const outages = outagesOf(counts, threshold, windowMs);
  const known = sharesAnswered(counts).reduce((sum, share) => sum + (Number.isNaN(share) ? 0 : 1), 0);
  const bad = outages.reduce((sum, { windows }) => sum + windows, 0);
  const count = outages.length;
  return {
    failures: count,
    downMs: bad * windowMs,
    mtbfMs: count === 0 ? null : ((known - bad) * windowMs) / count,
    mttrMs: count === 0 ? null : (bad * windowMs) / count,
    outages: outages.map(({ fromMs, toMs, failed }) => ({ fromMs, toMs, failed })),
  };
}

function timeBased(counts: WindowCounts, threshold: number): number | null {
  const share = timeBasedAvailability(sharesAnswered(counts), threshold);
  return Number.isNaN(share) ? null : share;
}

function shareOf({ requests, ok }: Pick<TotalsReport, 'requests' | 'ok'>): number | null {
  return requests === 0 ? null : ok / requests;
}

/** Answered and failed in each chart window after the warm-up, of all requests. */
function allCounts(session: Session): WindowCounts {
  const { series } = session.recorder;
  return countsOf(session, WINDOW.ok, (row) => {
    let failed = 0;
    for (let column = WINDOW.error; column <= WINDOW.cancelled; column++) failed += series.at(row, column);
    return failed;
  });
}

function classCounts(session: Session, cls: number): WindowCounts {
  const at = session.layout.classAt + cls * CLASS_WINDOW.size;
  return countsOf(session, at + CLASS_WINDOW.ok, (row) => session.recorder.series.at(row, at + CLASS_WINDOW.failed));
}

function countsOf(session: Session, ok: number, failedIn: (row: number) => number): WindowCounts {
  const { series } = session.recorder;
  const since = session.compiled.sim.meter.since / NS_PER_MS;
  const counts = { endMs: [] as number[], ok: [] as number[], failed: [] as number[] };
  for (let row = 0; row < series.rows; row++) {
    if (series.at(row, WINDOW.endMs) <= since) continue;
    counts.endMs.push(series.at(row, WINDOW.endMs));
    counts.ok.push(series.at(row, ok));
    counts.failed.push(failedIn(row));
  }
  return counts;
}

/** People at the sources: the users of a closed loop, else the sessions that requests come from. Who attacks is nobody, and who calls nobody misses nothing. */
function peopleOf({ nodes, design }: Compiled): number {
  const callers = new Set(design.links.map(({ from }) => from));
  return nodes.reduce((sum, { doc, kind, params, instances }) => {
    if (kind.role !== 'source' || kind.hostile === true || !callers.has(doc.id)) return sum;
    const value = (name: string): number => {
      const read = Object.hasOwn(kind.params, name) ? valueIn(kind.params, params, name) : undefined;
      return typeof read === 'number' ? read : 0;
    };
    const loop = Object.hasOwn(kind.params, 'loop') ? valueIn(kind.params, params, 'loop') : undefined;
    return sum + (loop === 'closed' ? value('users') : value('sessions')) * instances;
  }, 0);
}
