/** What the report says of availability, in rows to show: promises, budgets, alerts; how often it failed apart from how long. Pure. */
import type { AlertReport, AvailabilityReport, SloReport } from '../../../src/run/availability-report.ts';
import type { TotalsReport } from '../../../src/run/report.ts';
import type { Downtime } from '../../../src/stats/availability.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { clockText } from '../../ui/plot-area.ts';
import type { Fact } from './report-rows.ts';

const ms = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ms', 3));
const ratio = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ratio', 5));

/** How often, and for how long: two different things (T4). */
export function failureFacts({
  failures,
  downMs,
  mtbfMs,
  mttrMs,
  userMinutesLost,
  people,
  threshold,
}: AvailabilityReport): readonly Fact[] {
  const facts: readonly (Fact | undefined)[] = [
    { label: `Times below ${ratio(threshold)}`, text: String(failures) },
    { label: 'For how long in all', text: failures === 0 ? 'never' : ms(downMs) },
    mtbfMs === null ? undefined : { label: 'Between failures (MTBF)', text: ms(mtbfMs) },
    mttrMs === null ? undefined : { label: 'To repair (MTTR)', text: ms(mttrMs) },
    userMinutesLost === null
      ? undefined
      : { label: `User-minutes lost, of ${formatQuantity(people, 'count')} users`, text: formatQuantity(userMinutesLost, 'count', 3) },
  ];
  return facts.filter((fact) => fact !== undefined);
}

export interface DowntimeRow {
  readonly label: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** What the promise allows to be down, and what the measured share comes to if it goes on like this. */
export function downtimeRows({ allowed, atThisRate, target, requestBased }: SloReport): readonly DowntimeRow[] {
  const row = (label: string, { dayMs, monthMs, yearMs }: Downtime): DowntimeRow => ({
    label,
    day: ms(dayMs),
    month: ms(monthMs),
    year: ms(yearMs),
  });
  const measured = atThisRate === null ? [] : [row(`measured ${ratio(requestBased)}`, atThisRate)];
  return [row(`allowed at ${ratio(target)}`, allowed), ...measured];
}

export function sloFacts(slo: SloReport): readonly Fact[] {
  const { requestBased, timeBased, nines, budgetLeft, burnRate, failedRequests, budgetRequests } = slo;
  return [
    { label: 'Answered, by requests', text: ratio(requestBased) },
    { label: 'Windows that kept it', text: ratio(timeBased) },
    { label: 'Nines', text: nines === null || !Number.isFinite(nines) ? 'all' : nines.toFixed(2) },
    {
      label: 'Failed, of what may fail',
      text: `${formatQuantity(failedRequests, 'count')} of ${formatQuantity(budgetRequests, 'count', 3)}`,
    },
    {
      label: 'Error budget left',
      text: budgetLeft === null ? '–' : Number.isFinite(budgetLeft) ? formatQuantity(budgetLeft, 'ratio', 3) : 'none',
    },
    { label: 'Burn rate', text: burnRate === null ? '–' : formatQuantity(burnRate, 'factor', 3) },
  ];
}

/** An alert in words: its windows, and when it was on. */
export function alertWords({ rate, longMs, shortMs, budget, fired }: AlertReport): { readonly what: string; readonly when: string } {
  const when = fired.map(({ fromMs, toMs }) => `${clockText(fromMs)} to ${toMs === null ? 'the end' : clockText(toMs)}`);
  return {
    what: `over ${rate}× in ${ms(longMs)} and ${ms(shortMs)} (${formatQuantity(budget, 'ratio', 2)} of the budget)`,
    when:
      when.length === 0
        ? 'did not fire'
        : when.length <= 3
          ? when.join(', ')
          : `${when.slice(0, 2).join(', ')} and ${when.length - 2} more`,
  };
}

/** What the mean hides (T5): how many are quicker, and how much longer the slowest hundredth takes. */
export function meanWords({ latencyMs, quickerThanMean }: Pick<TotalsReport, 'latencyMs' | 'quickerThanMean'>): string | undefined {
  const { mean, p99, count } = latencyMs;
  if (mean === null || p99 === null || quickerThanMean === null || count < 100 || p99 < mean * 2) return undefined;
  const quicker = `${Math.round(quickerThanMean * 100)} of 100 answers take no longer`;
  return `The mean of ${ms(mean)} misleads: ${quicker}, and one in 100 takes ${ms(p99)} or more, ${formatQuantity(p99 / mean, 'factor', 2)} the mean.`;
}
