/** Advice on what is promised and measured: objectives that the drawing works against, and figures that will not be sure. */

import { checkDistribution, type Distribution, mean } from '../../std/distribution.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { LIMITS } from '../document.ts';
import { numberIn, type Part } from './drawing.ts';
import { ratesOf } from './load.ts';
import { duration, type Rule, roundUp, setting } from './rule.ts';

/** Share of requests beyond each percentile, and how many of them make a figure sure (chosen; every screen marks fewer). */
const BEYOND: Readonly<Record<string, number>> = { 'latency.p95': 0.05, 'latency.p99': 0.01, 'latency.p999': 0.001 };
const ENOUGH = 100;

export const tooFewSamples: Rule = {
  id: 'too-few-samples',
  title: 'A percentile from too few requests',
  why: 'A percentile with fewer than a hundred requests beyond it moves from run to run by itself.',
  find: (drawing) => {
    const { scenario } = drawing.design;
    const rates = ratesOf(drawing);
    const rate = drawing.sources.reduce((sum, source) => sum + (rates.get(source)?.total ?? 0), 0);
    const measured = Math.max(0, scenario.durationMs - scenario.warmupMs);
    return scenario.objectives.flatMap(({ id, metric }) => {
      const beyond = (BEYOND[metric] ?? 0) * rate * (measured / 1000);
      if (BEYOND[metric] === undefined || rate === 0 || beyond >= ENOUGH) return [];
      const wanted = Math.min(LIMITS.durationMs, roundUp(scenario.warmupMs + (ENOUGH * 1000) / (BEYOND[metric] * rate)));
      const message = `About ${formatQuantity(beyond, 'count', 2)} requests of this run lie beyond the ${metric.slice(8).replace('p999', 'p99.9')} that is promised: too few to judge it by.`;
      return [
        { place: id, message, fix: { label: `Run for ${duration(wanted)}`, commands: [{ do: 'set-scenario', durationMs: wanted }] } },
      ];
    });
  },
};

export const closedLoop: Rule = {
  id: 'closed-loop',
  title: 'Waiting that a closed loop does not see',
  why: 'Users who wait for an answer before they ask again ask less when the system is slow, so slowness hides itself (coordinated omission).',
  find: ({ design, sources }) =>
    !design.scenario.objectives.some(({ metric }) => metric.startsWith('latency.'))
      ? []
      : sources
          .filter((part) => part.values['loop'] === 'closed')
          .map((part) => {
            const [users, think] = [numberIn(part.values, 'users'), thinkTime(part)];
            const rate = think === 0 ? undefined : Number(((users * 1000) / think).toPrecision(2));
            return {
              place: part.doc.id,
              message: `${part.doc.name} are ${users} users who each wait for their answer: when it is late they ask less, and the promised latency is measured on fewer, luckier requests.`,
              fix: rate === undefined ? undefined : openLoop(part, rate),
            };
          }),
};

function openLoop({ doc }: Part, rate: number) {
  const set = (param: string, value: string | number) => ({ do: 'set-param' as const, of: 'node' as const, ids: [doc.id], param, value });
  return { label: `Send ${formatQuantity(rate, 'perSecond')} whatever comes back`, commands: [set('loop', 'open'), set('rate', rate)] };
}

function thinkTime({ values }: Part): number {
  const think = values['think'] as Distribution | undefined;
  return think === undefined || checkDistribution(think) !== undefined ? 0 : mean(think);
}

export const staleReads: Rule = {
  id: 'stale-reads',
  title: 'Reads that may be old, where none may be',
  why: 'A replica that is written to later than the leader answers with what it has. Only what every replica has, or the leader alone, is never old.',
  find: ({ design, parts }) => {
    const promised = design.scenario.objectives.find(
      ({ metric, bound, value }) => metric === 'staleShare' && bound === 'most' && value === 0,
    );
    if (promised === undefined) return [];
    const drawn = parts
      .filter((part) => part.kind.follows === true && part.in.length > 0)
      .map(({ doc }) => ({
        place: doc.id,
        message: `No stale read is promised, but ${doc.name} answers reads before it has every write: it is as far behind as its link is long.`,
        fix: { label: `Remove ${doc.name}`, commands: [{ do: 'remove', nodes: [doc.id], links: [] } as const] },
      }));
    const own = parts
      .filter(
        ({ values, instances }) =>
          values['replication'] !== undefined && values['replication'] !== 'sync' && values['reads'] !== 'primary' && instances > 1,
      )
      .map((part) => ({
        place: part.doc.id,
        message: `No stale read is promised, but ${part.doc.name} reads from ${part.instances - 1} of its ${part.instances} copies before they have every write.`,
        fix: setting('Read from the leader', 'node', [part.doc.id], 'reads', undefined),
      }));
    return [...own, ...drawn];
  },
};

export const lostWrites: Rule = {
  id: 'lost-writes',
  title: 'Writes that may be lost, where none may be',
  why: 'A write that is confirmed before a second copy has it goes with the first copy.',
  find: ({ design, parts }) => {
    const promised = design.scenario.objectives.some(
      ({ metric, bound, value }) => metric === 'lostWrites' && bound === 'most' && value === 0,
    );
    if (!promised) return [];
    return parts
      .filter(({ values, instances }) => values['replication'] === 'async' && instances > 1)
      .map((part) => ({
        place: part.doc.id,
        message: `No lost write is promised, but ${part.doc.name} confirms a write before any of its ${part.instances - 1} replicas has it.`,
        fix: setting('Wait for one replica', 'node', [part.doc.id], 'replication', 'semi-sync'),
      }));
  },
};

export const oneSynchronous: Rule = {
  id: 'one-synchronous',
  title: 'Writes that wait for the only replica',
  why: 'When every write waits for every replica and there is one, the loss of that one stops all writes: two machines, and either of them is needed.',
  find: ({ parts }) =>
    parts
      .filter(({ values, instances }) => values['replication'] === 'sync' && instances === 2)
      .map((part) => ({
        place: part.doc.id,
        message: `${part.doc.name} has one replica, and every write waits for it: while it is away, nothing can be written.`,
        fix: setting('Wait for one replica of two', 'node', [part.doc.id], 'replication', 'semi-sync'),
      })),
};
