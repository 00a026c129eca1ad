/**
 * A run in one paragraph of words: how it went, when it failed and during what, what was promised, why it is so. Every sentence holds a
 * figure of the report or is left out; none says perhaps. The page copies it, `sim run` prints it, the post-mortem begins with it.
 */
import type { Design, FaultEntry } from '../design/document.ts';
import { grouped } from '../design/read/intake.ts';
import { formatQuantity } from '../std/quantity.ts';
import type { OutageReport } from './availability-report.ts';
import { explain } from './explain.ts';
import { faultWords, lastsMs } from './incidents.ts';
import { metricWords } from './objective.ts';
import type { Report } from './report.ts';

/** So many outages are told one by one. */
const TOLD = 3;
/** A quantile is told when so many answers lie behind it. */
const SAMPLES = 100;

export function runSummary(report: Report, design: Design): string {
  if (report.total.requests === 0) return `${began(report, design)} No request has ended since the warm-up.`;
  const sentences = [
    began(report, design),
    requests(report),
    outages(report, design),
    ...objectives(report, design),
    ...budgets(report, design),
    why(report, design),
    data(report),
    cost(report),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function began({ simulatedMs, warmupMs, seed }: Report, { title }: Design): string {
  const warm = warmupMs > 0 ? `, the first ${ms(warmupMs)} of it as warm-up that is not counted` : '';
  return `“${title}” ran for ${ms(simulatedMs)} with seed ${seed}${warm}.`;
}

function requests({ total }: Report): string {
  const { requests, ok, latencyMs } = total;
  const { p50, p99, count } = latencyMs;
  const many = requests === ok ? `All ${grouped(requests)} requests` : `${grouped(ok)} of ${grouped(requests)} requests`;
  const answered = `${many} were answered (${exact(ok / requests)}), ${formatQuantity(total.throughput, 'perSecond', 3)}`;
  if (p50 === null || p99 === null || count < SAMPLES) return `${answered}.`;
  return `${answered}: half of them within ${ms(p50)}, 99 of 100 within ${ms(p99)}.`;
}

function outages({ availability, total }: Report, design: Design): string {
  const { outages, failures, downMs, threshold, userMinutesLost, people } = availability;
  const failed = total.requests - total.ok;
  if (failures === 0) return failed === 0 ? '' : `No stretch of it fell below ${exact(threshold)} answered.`;
  const told = outages.slice(0, TOLD).map((outage) => outageWords(outage, design));
  const more = failures > TOLD ? ` and ${failures - TOLD} more times` : '';
  const often = failures === 1 ? 'once' : failures === 2 ? 'twice' : `${failures} times`;
  const lost = userMinutesLost === null ? '' : `; ${grouped(people)} users lost ${brief(userMinutesLost)} minutes between them`;
  return `It fell below ${exact(threshold)} answered ${often}, for ${ms(downMs)} in all: ${told.join('; ')}${more}${lost}.`;
}

function outageWords({ fromMs, toMs, failed }: OutageReport, design: Design): string {
  const until = toMs === null ? 'to the end' : `to ${ms(toMs)}`;
  const active = design.scenario.timeline.filter(
    (entry): entry is FaultEntry =>
      entry.type === 'fault' && entry.muted !== true && entry.at <= (toMs ?? Infinity) && entry.at + lastsMs(entry) >= fromMs,
  );
  const [first] = active;
  const beside =
    first === undefined ? '' : ` with ${faultWords(design, first)}${active.length > 1 ? ` and ${active.length - 1} more` : ''}`;
  return `from ${ms(fromMs)} ${until}${beside}, ${grouped(failed)} failed`;
}

function objectives({ objectives }: Report, design: Design): readonly string[] {
  if (objectives.length === 0) return [];
  const missed = objectives.flatMap(({ met, text, value }, i) => {
    const unit = metricWords(design.scenario.objectives[i]?.metric ?? 'availability', design).unit;
    return met ? [] : [`${text} (${value === null ? 'not measured' : `it was ${formatQuantity(value, unit, 4)}`})`];
  });
  if (missed.length === 0) return [objectives.length === 1 ? 'Its objective was met.' : `All ${objectives.length} objectives were met.`];
  const which =
    objectives.length === 1
      ? 'Its objective was missed'
      : `${missed.length} of ${objectives.length} objectives ${missed.length === 1 ? 'was' : 'were'} missed`;
  return [`${which}: ${missed.join('; ')}.`];
}

function budgets({ availability }: Report, design: Design): readonly string[] {
  return availability.slos.flatMap(({ budgetLeft, alerts, target, class: cls }) => {
    if (budgetLeft === null) return [];
    const whose = cls === '' ? '' : ` of ${design.classes.find(({ id }) => id === cls)?.name ?? cls}`;
    const gone = goneWords(1 - budgetLeft);
    const fired = alerts.reduce((sum, one) => sum + one.fired.length, 0);
    const rang = fired === 0 ? 'no alert fired' : fired === 1 ? 'one alert fired' : `${fired} alerts fired`;
    return [`The error budget${whose} for ${exact(target)} ${gone}; ${rang}.`];
  });
}

/** What became of an error budget of which a share was spent; an infinite share is of none. */
function goneWords(spent: number): string {
  if (!Number.isFinite(spent)) return 'allows no failure and saw some';
  if (spent <= 0) return 'is untouched';
  return spent > 1 ? `was spent ${brief(spent)} times over` : `was spent to ${brief(spent * 100)} %`;
}

function why(report: Report, design: Design): string {
  const found = explain(report, design).filter(({ title }) => !/^All is well|objective/i.test(title));
  const [first] = found;
  return first === undefined ? '' : (first.sentences[0] ?? `${first.title}.`);
}

function data({ consistency }: Report): string {
  const { reads, staleReads, lostAcknowledgedWrites: lost } = consistency;
  if (reads === 0 || (staleReads === 0 && lost === 0)) return '';
  const gone =
    lost === 0 ? 'no acknowledged write was lost' : `${grouped(lost)} acknowledged ${lost === 1 ? 'write was' : 'writes were'} lost`;
  return `${formatQuantity(staleReads / reads, 'ratio', 2)} of ${grouped(reads)} reads were stale; ${gone}.`;
}

function cost({ cost: { perHour, perMillionOk } }: Report): string {
  if (perHour === null || perHour === 0) return '';
  const million = perMillionOk === null ? '' : `, ${formatQuantity(perMillionOk, 'usd', 3)} for a million answers`;
  return `It costs ${formatQuantity(perHour, 'usd', 3)} an hour${million}.`;
}

const ms = (value: number): string => formatQuantity(value, 'ms', 3);
const exact = (value: number): string => formatQuantity(value, 'ratio', 4);
const brief = (value: number): string => formatQuantity(value, 'count', 2);
