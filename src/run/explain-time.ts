/** Where the time goes when a latency objective is missed although nothing is short: the part that costs each request most. */
import type { Explanation } from './explain.ts';
import type { Facts, Part } from './explain-facts.ts';

/** Waiting and own work of a part, per request of a source, ms. */
function costOf(part: Part, requests: number): number {
  const { arrivals, waitMs, serviceMs } = part.report;
  return (arrivals / requests) * ((waitMs.mean ?? 0) + (serviceMs.mean ?? 0));
}

export function explainTime(facts: Facts): Explanation[] {
  const { report, design, words } = facts;
  const missed = report.objectives.some((objective, i) => !objective.met && design.scenario.objectives[i]?.metric.startsWith('latency'));
  const mean = report.total.latencyMs.mean ?? 0;
  if (!missed || mean === 0) return [];
  const cost = (part: Part): number => costOf(part, report.total.requests);
  const most = [...facts.parts].sort((a, b) => cost(b) - cost(a))[0];
  if (most === undefined || cost(most) === 0) return [];
  const { name, report: figures } = most;
  return [
    {
      title: `Most time goes into ${name}`,
      sentences: [
        `A request takes ${words.ms(mean)} on average; ${words.ms(cost(most))} of that it spends in ${name}.`,
        `A call there waits ${words.ms(figures.waitMs.mean ?? 0)} and is worked on for ${words.ms(figures.serviceMs.mean ?? 0)}, ${words.ms(figures.serviceMs.p99 ?? 0)} at p99.`,
        (figures.waitMs.mean ?? 0) > (figures.serviceMs.mean ?? 0)
          ? `Next: give ${name} more workers or instances; calls wait longer there than they are worked on.`
          : `Next: shorten the work of ${name}; no queue stands in the way.`,
      ],
      nodeId: most.node.id,
    },
  ];
}
