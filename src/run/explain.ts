/**
 * The why of a run: what limits it, what failed most and why, what retries cost, how old the data was. Each finding is a
 * few sentences with numbers, and one thing to do next. Pure, and only from the figures of a report; it looks into no
 * simulation. When all is well it says so in one sentence and nothing else.
 */
import type { Design } from '../design/document.ts';
import { explainData } from './explain-data.ts';
import { Facts } from './explain-facts.ts';
import { explainFailures } from './explain-failures.ts';
import { explainLimits } from './explain-limits.ts';
import { explainLinks } from './explain-links.ts';
import { explainTime } from './explain-time.ts';
import type { Report } from './report.ts';

export interface Explanation {
  /** What is so, in a few words. */
  readonly title: string;
  /** Why it is so, in numbers; the last one says what to do next. */
  readonly sentences: readonly string[];
  /** The part it is about; undefined for the whole system. */
  readonly nodeId: string | undefined;
}

/** Explains a run, the most important first. Never empty. */
export function explain(report: Report, design: Design): readonly Explanation[] {
  const facts = new Facts(report, design);
  if (report.total.requests === 0) {
    return [{ title: 'Nothing measured yet', sentences: ['No request has ended since the warm-up.'], nodeId: undefined }];
  }
  const limits = explainLimits(facts);
  const found = [
    ...limits,
    ...(limits.length === 0 ? explainTime(facts) : []),
    ...explainFailures(facts, limits[0]?.nodeId),
    ...explainLinks(facts),
    ...explainData(facts),
  ];
  const missed = missedObjectives(facts);
  if (missed !== undefined) return [missed, ...found];
  return found.length > 0 ? found : [{ title: 'All is well', sentences: [wellSentence(facts)], nodeId: undefined }];
}

function missedObjectives({ report, design, words }: Facts): Explanation | undefined {
  const all = report.objectives;
  // The report lists them in the design's order.
  const missed = all.flatMap(({ met, text, value }, i) => {
    const metric = design.scenario.objectives[i]?.metric;
    const measured = value === null || metric === undefined ? 'nothing was measured' : `measured ${words.objective(metric, value, design)}`;
    return met ? [] : [`${words.capital(text)}: ${measured}.`];
  });
  if (missed.length === 0) return undefined;
  const title = missed.length < all.length ? `${missed.length} of ${all.length} objectives missed` : 'Objective missed';
  return { title, sentences: missed, nodeId: undefined };
}

function wellSentence({ report, words, busiest }: Facts): string {
  const { total } = report;
  const p99 = total.latencyMs.p99 === null ? '' : `, 99 of 100 within ${words.ms(total.latencyMs.p99)}`;
  const top = busiest();
  const load = top === undefined ? '' : `; the busiest part is ${top.name} at ${words.share(top.utilisation)}`;
  return `All ${words.count(total.requests)} requests were answered${p99}${load}.`;
}
