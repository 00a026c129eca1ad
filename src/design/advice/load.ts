/**
 * Advice on load, by arithmetic alone: rates follow the links as the drawing says, and are held against what workers can
 * do. Where they cannot be known without a run (behind caches, queues and limiters, in closed loop) nothing is said.
 */
import { formatQuantity } from '../../std/quantity.ts';
import type { Fix } from '../command.ts';
import { addressOf, carries, classesIn, type Drawing, meanWork, numberIn, type Part, slotsOf, type Wire } from './drawing.ts';
import { count, duration, type Rule, setting } from './rule.ts';

export const overload: Rule = {
  id: 'overload',
  title: 'More work than workers',
  why: 'When work comes in faster than it can be done, the queue grows until it is full or everybody has given up.',
  find: (drawing) => {
    const rates = ratesOf(drawing);
    return drawing.parts.flatMap((part) => {
      const [slots, work, rate] = [slotsOf(part), meanWork(part), rates.get(part)?.total ?? 0];
      if (slots === undefined || work === undefined) return [];
      const needed = (rate * work) / 1000;
      if (needed < slots) return [];
      const each = count(slots / part.instances, 'worker');
      const message = `${part.doc.name} gets ${formatQuantity(rate, 'perSecond', 3)} with ${duration(work)} of work each: that keeps ${Math.ceil(needed)} workers busy, and there are ${slots} (${count(part.instances, 'instance')} with ${each}).`;
      return [{ place: part.doc.id, message, fix: moreHands(part, needed) }];
    });
  },
};

/** Utilisation that a fix aims at (chosen: a queue at 70 % is short). */
const EASY = 0.7;

/** Enough copies, or enough workers where there is one copy only. */
function moreHands({ doc, kind, values, instances }: Part, needed: number): Fix | undefined {
  const each = kind.slots?.(values as never) ?? 0;
  const copies = Math.ceil(needed / EASY / Math.max(1, each));
  if (kind.params['instances'] !== undefined && copies <= 256)
    return setting(`Make it ${copies} instances`, 'node', [doc.id], 'instances', copies);
  const workers = Math.ceil(needed / EASY / instances);
  return kind.params['workers'] === undefined ? undefined : setting(`Give it ${workers} workers`, 'node', [doc.id], 'workers', workers);
}

export const longQueue: Rule = {
  id: 'long-queue',
  title: 'A queue longer than anybody waits',
  why: 'What waits behind a long queue has been given up by the time it is done. A short queue says no in time.',
  find: ({ parts }) =>
    parts.flatMap((part) => {
      const [slots, work] = [slotsOf(part), meanWork(part)];
      const spec = part.kind.params['queueLimit'];
      const serves = part.kind.role === 'compute' || part.kind.role === 'relay';
      if (!serves || slots === undefined || work === undefined || spec?.type !== 'number') return [];
      const limit = numberIn(part.values, 'queueLimit');
      if (limit === 0 && spec.zero !== undefined) {
        return [
          {
            place: part.doc.id,
            message: `The queue of ${part.doc.name} has no limit: under overload everybody waits longer and longer.`,
            fix: setting('Limit it to 100', 'node', [part.doc.id], 'queueLimit', 100),
          },
        ];
      }
      const wait = (limit * part.instances * work) / slots;
      const impatient = part.in.filter((wire) => numberIn(wire.values, 'timeout') > 0 && numberIn(wire.values, 'timeout') < wait);
      const [first] = impatient.sort((a, b) => numberIn(a.values, 'timeout') - numberIn(b.values, 'timeout'));
      if (first === undefined) return [];
      const message = `A full queue of ${limit} at ${part.doc.name} takes ${duration(wait)} to work off, but ${first.from.doc.name} gives up after ${duration(numberIn(first.values, 'timeout'))}.`;
      const room = Math.max(1, Math.floor((numberIn(first.values, 'timeout') * slots) / work / part.instances / 2));
      return [{ place: part.doc.id, message, fix: setting(`Limit it to ${room}`, 'node', [part.doc.id], 'queueLimit', room) }];
    }),
};

export const unsentClass: Rule = {
  id: 'unsent-class',
  title: 'A link for requests that nobody sends',
  why: 'A link that takes only certain request classes carries nothing when no client sends them.',
  find: ({ wires, sources, design }) => {
    if (sources.length === 0) return [];
    const sent = new Set(sources.flatMap((source) => sentBy(source, design).map(([id]) => id)));
    return wires
      .filter((wire) => classesIn(wire.values).length > 0 && !classesIn(wire.values).some((id) => sent.has(id)))
      .map((wire) => ({
        place: addressOf(wire),
        message: `The link ${wire.from.doc.name} to ${wire.to.doc.name} takes only ${classesIn(wire.values).join(', ')}, which no client sends.`,
        fix: setting('Let it take all requests', 'link', [wire.doc.id], 'classes', undefined),
      }));
  },
};

/** Requests per second by class, and in total. */
interface Flow {
  readonly byClass: Map<string, number>;
  total: number;
}

/** What reaches each part as far as the drawing alone tells. Empty when calls can go round. */
export function ratesOf(drawing: Drawing): ReadonlyMap<Part, Flow> {
  const flows = new Map<Part, Flow>();
  const waiting = new Map(drawing.parts.map((part) => [part, part.in.length]));
  const ready = drawing.parts.filter((part) => part.in.length === 0);
  for (const part of ready) {
    const flow = part.kind.role === 'source' ? sourceFlow(part, drawing) : (flows.get(part) ?? emptyFlow());
    flows.set(part, flow);
    for (const wire of part.out) {
      if (passesOn(part)) pour(flow, wire, flowInto(flows, wire.to));
      const left = (waiting.get(wire.to) ?? 0) - 1;
      waiting.set(wire.to, left);
      if (left === 0) ready.push(wire.to);
    }
  }
  return ready.length === drawing.parts.length ? flows : new Map();
}

function emptyFlow(): Flow {
  return { byClass: new Map(), total: 0 };
}

function flowInto(flows: Map<Part, Flow>, part: Part): Flow {
  const flow = flows.get(part) ?? emptyFlow();
  flows.set(part, flow);
  return flow;
}

/** Whether what reaches a part goes on in a way that arithmetic can follow. */
function passesOn({ kind, values }: Part): boolean {
  if (kind.role === 'source' || kind.role === 'compute') return true;
  const limit = kind.params['limit'];
  return kind.role === 'relay' && (limit?.type !== 'choice' || values['limit'] === limit.default);
}

function sourceFlow(source: Part, { design }: Drawing): Flow {
  const flow = emptyFlow();
  const open = source.values['loop'] === undefined || source.values['loop'] === 'open';
  const sent = sentBy(source, design);
  const weights = sent.reduce((sum, [, weight]) => sum + weight, 0);
  if (!open || weights === 0) return flow;
  const rate = numberIn(source.values, 'rate');
  for (const [id, weight] of sent) flow.byClass.set(id, (rate * weight) / weights);
  flow.total = rate;
  return flow;
}

/** Classes that a source sends, with their weights. */
function sentBy(source: Part, design: Drawing['design']): readonly (readonly [string, number])[] {
  const chosen = classesIn(source.values);
  return design.classes
    .filter(({ id, weight }) => weight > 0 && (chosen.length === 0 || chosen.includes(id)))
    .map(({ id, weight }) => [id, weight]);
}

function pour(flow: Flow, wire: Wire, into: Flow): void {
  const { from } = wire;
  for (const [id, rate] of flow.byClass) {
    if (!carries(wire, id)) continue;
    const share = from.kind.role === 'compute' ? perRequest(wire) : weightShare(wire, id);
    into.byClass.set(id, (into.byClass.get(id) ?? 0) + rate * share);
    into.total += rate * share;
  }
}

/** A service makes all its calls; one beside a cache only for what the cache lacks, which is not known here. */
function perRequest(wire: Wire): number {
  const besideCache = wire.to.kind.role === 'store' && wire.from.out.some((other) => other.to.kind.role === 'cache');
  return besideCache ? 0 : numberIn(wire.values, 'probability', 1) * numberIn(wire.values, 'count', 1);
}

/** A source, a balancer or a gateway sends each request over one of its links, by weight. */
function weightShare(wire: Wire, id: string): number {
  const all = wire.from.out.filter((other) => carries(other, id)).reduce((sum, other) => sum + numberIn(other.values, 'weight', 1), 0);
  return all === 0 ? 0 : numberIn(wire.values, 'weight', 1) / all;
}
