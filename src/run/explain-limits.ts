/**
 * What limits a run: a copy that is slow, a part whose slots are all taken, workers held by slow callees, connections or
 * messages that pile up. The bottleneck is the deepest such part: one in front of it only waits for it.
 */
import type { Explanation } from './explain.ts';
import type { Facts, Part } from './explain-facts.ts';
import { type SlowCopy, slowCopyOf } from './slow-copy.ts';

/** A part is pressed from this utilisation on (chosen: M/M/1 waits 5.7 times its service time at 0.85). */
const PRESSED = 0.85;
/** Or when waiting is at least this share of a call's time there, and longer than this in ms. */
const WAITS_SHARE = 0.5;
const WAITS_MS = 1;
/** Calls hang when their p99 is this many times their p50 (chosen: an exponential time has 6.6). */
const HANGS_TIMES = 10;
/** Load that capacity is advised for. */
const COMFORTABLE = 0.7;
/** Calls that waited for a connection, as a share of all, from which the pool limits. */
const POOL_SHARE = 0.1;
/** A backlog whose first message waits longer than this has piled up, ms. */
const BACKLOG_MS = 1000;

export function explainLimits(facts: Facts): Explanation[] {
  const slow = slowCopy(facts);
  const pressed = facts.parts.filter(isPressed);
  const deepest = pressed.filter((part) => !pressed.some((other) => other !== part && reaches(facts, part.node.id, other.node.id)));
  const bottleneck = (deepest.length > 0 ? deepest : pressed).sort((a, b) => loadOf(b) - loadOf(a))[0];
  const others = pressed.filter((part) => part !== bottleneck);
  const found: Explanation[] = [];
  if (slow !== undefined) found.push(slow.why);
  if (bottleneck !== undefined && bottleneck !== slow?.part) found.push(held(facts, bottleneck) ?? saturated(facts, bottleneck, others));
  return [...found, ...pools(facts), ...backlogs(facts)];
}

function isPressed(part: Part): boolean {
  if (part.capacity === undefined) return false;
  return part.utilisation >= PRESSED || (part.waitShare >= WAITS_SHARE && (part.report.waitMs.mean ?? 0) >= WAITS_MS);
}

/** Arrivals against capacity: above 1 it can never catch up. */
function loadOf(part: Part): number {
  return Math.max(part.utilisation, part.capacity === undefined ? 0 : part.arriving / part.capacity);
}

/** Whether calls of one part lead to another. Each part is visited once: designs may have loops. */
function reaches(facts: Facts, from: string, to: string): boolean {
  const seen = new Set<string>([from]);
  const ahead = [from];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const { link } of facts.outOf(id)) {
      if (link.to === to) return true;
      if (!seen.has(link.to)) {
        seen.add(link.to);
        ahead.push(link.to);
      }
    }
  }
  return false;
}

function saturated(facts: Facts, part: Part, others: readonly Part[]): Explanation {
  const { words } = facts;
  const { report, name } = part;
  const capacity = words.rate(part.capacity ?? 0);
  const limit = part.arriving > (part.capacity ?? 0) ? `, more than the ${capacity} it can finish` : ` of the ${capacity} it can finish`;
  const sentences = [`${name} is ${words.share(part.utilisation)} busy: ${words.rate(part.arriving)} arrive${limit}.`];
  const queue = report.queueLength;
  if (queue.max > 0) {
    const wait = report.waitMs.mean ?? 0;
    const share = part.waitShare >= 0.05 ? `; waiting is ${words.share(part.waitShare)} of a call’s time there` : '';
    sentences.push(
      `On average ${words.count(queue.mean)} calls wait, at most ${words.count(queue.max)}, for ${words.ms(wait)} each${share}.`,
    );
  }
  if (others.length > 0) {
    sentences.push(`Calls also pile up at ${others.map((other) => `${other.name} (${words.share(other.utilisation)} busy)`).join(', ')}.`);
  }
  return { title: `${name} is the bottleneck`, sentences: [...sentences, moreCapacity(facts, part)], nodeId: part.node.id };
}

/** One step that gives a part enough capacity for what arrives. */
export function moreCapacity(facts: Facts, part: Part): string {
  const { words } = facts;
  const load = loadOf(part);
  if (facts.setting(part, 'reads') === 'primary' && Number(facts.setting(part, 'replicas')) > 0) {
    return `Next: let the replicas of ${part.name} answer reads; now the leader alone does all the work.`;
  }
  for (const param of ['instances', 'workers']) {
    const now = facts.setting(part, param);
    const spec = part.kind.params[param];
    if (typeof now !== 'number' || spec?.type !== 'number') continue;
    const wanted = Math.min(spec.max, Math.max(now + 1, Math.ceil((now * load) / COMFORTABLE - 1e-9)));
    if (wanted <= now) continue;
    return `Next: raise “${spec.label}” of ${part.name} from ${now} to ${wanted}; this load then keeps it ${words.share((load * now) / wanted)} busy.`;
  }
  return `Next: send ${part.name} less than ${words.rate(COMFORTABLE * (part.capacity ?? 0))}.`;
}

/** Workers that wait for answers more than they work: the part is full, and more work would not fill it. */
function held(facts: Facts, part: Part): Explanation | undefined {
  if (part.utilisation < PRESSED || part.ownShare >= 0.5) return undefined;
  const calls = facts.outOf(part.node.id).map((connection) => ({ connection, callee: facts.part(connection.link.to) }));
  const cost = (one: (typeof calls)[number]): number => one.connection.report.calls * (one.callee?.report.sojournMs.mean ?? 0);
  const slowest = calls.sort((a, b) => cost(b) - cost(a))[0];
  if (slowest?.callee === undefined) return undefined;
  const { words } = facts;
  const { name, report } = slowest.callee;
  const hangs = (report.sojournMs.p99 ?? 0) >= HANGS_TIMES * (report.sojournMs.p50 ?? Number.POSITIVE_INFINITY);
  return {
    title: `${part.name} waits for ${name} with all its workers`,
    sentences: [
      `The workers of ${part.name} are ${words.share(part.utilisation)} taken, and only ${words.share(part.ownShare)} of that is own work: the rest they wait for answers.`,
      `A call to ${name} takes ${words.ms(report.sojournMs.mean ?? 0)}; own work takes ${words.ms(part.report.serviceMs.mean ?? 0)}.`,
      hangs && facts.linkSetting(slowest.connection, 'timeout') === 0
        ? `Next: give the link ${slowest.connection.name} a timeout; it has none, and p99 is ${words.ms(report.sojournMs.p99 ?? 0)}.`
        : `Next: set “While calls are out” of ${part.name} to “the worker is freed”.`,
    ],
    nodeId: part.node.id,
  };
}

/** One instance that takes much longer than its siblings. */
function slowCopy(facts: Facts): { readonly part: Part; readonly why: Explanation } | undefined {
  for (const part of facts.parts) {
    const slow = slowCopyOf(part);
    if (slow !== undefined) return { part, why: slowWords(facts, part, slow) };
  }
  return undefined;
}

function slowWords(facts: Facts, part: Part, { copy, number, times, siblingsMs }: SlowCopy): Explanation {
  const { words } = facts;
  const left = part.report.arrivals - copy.arrivals;
  const others = part.report.instances.filter((one) => one !== copy);
  const busy = others.reduce((sum, one) => sum + one.utilisation, 0) / others.length;
  const after = left > 0 ? (busy * part.report.arrivals) / left : 1;
  const wait = copy.waitMs.mean ?? 0;
  return {
    title: `${part.name}/${number} is slow`,
    sentences: [
      `${part.name}/${number} takes ${words.ms(copy.serviceMs.mean ?? 0)} of work for a call, ${words.times(times)} the ${words.ms(siblingsMs)} of its siblings, and gets ${words.share(copy.arrivals / Math.max(1, part.report.arrivals))} of the calls.`,
      `It is ${words.share(copy.utilisation)} busy${wait < 0.1 ? '' : `; calls wait ${words.ms(wait)} for it`}.`,
      after < 0.9
        ? `Next: take ${part.name}/${number} out of service; the others would then be ${words.share(after)} busy.`
        : `Next: replace ${part.name}/${number}; the others alone would be ${words.share(Math.min(1, after))} busy.`,
    ],
    nodeId: part.node.id,
  };
}

function pools(facts: Facts): Explanation[] {
  return facts.connections.flatMap((connection) => {
    const { calls, pool } = connection.report;
    if (calls === 0 || pool.waits / calls < POOL_SHARE) return [];
    const { words } = facts;
    const size = Number(facts.linkSetting(connection, 'pool'));
    const callers = facts.part(connection.link.from)?.report.instances.length ?? 1;
    const open = (calls / facts.seconds / 1000) * (facts.part(connection.link.to)?.report.sojournMs.mean ?? 0);
    const wanted = Math.max(size + 1, Math.ceil(open / callers / COMFORTABLE));
    const refused = pool.rejected > 0 ? `, ${words.count(pool.rejected)} in vain` : '';
    return [
      {
        title: `${connection.name} has too few connections`,
        sentences: [
          `${words.share(Math.min(1, pool.waits / calls))} of its ${words.count(calls)} calls waited for one of ${size} connections${refused}; ${words.count(open)} are open at a time.`,
          `Next: raise “Connection pool” of ${connection.name} from ${size} to ${wanted}.`,
        ],
        nodeId: connection.link.from,
      },
    ];
  });
}

function backlogs(facts: Facts): Explanation[] {
  return facts.parts.flatMap((part) => {
    const age = part.report.figures['ageMs'] ?? 0;
    if (part.kind.role !== 'broker' || age < BACKLOG_MS) return [];
    const { words } = facts;
    const consumers = facts.outOf(part.node.id).map(({ link }) => facts.nameOf(link.to));
    return [
      {
        title: `Messages pile up in ${part.name}`,
        sentences: [
          `${words.count(part.report.figures['depth'] ?? 0)} messages wait, the first for ${words.ms(age)}; ${words.rate(part.arriving)} arrive.`,
          consumers.length === 0
            ? `Next: connect ${part.name} to a consumer.`
            : `Next: add instances to ${consumers.join(' and ')}, which takes the messages.`,
        ],
        nodeId: part.node.id,
      },
    ];
  });
}
