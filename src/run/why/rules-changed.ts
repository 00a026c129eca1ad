/** Rules about what works differently from before or from its siblings: errors, pauses, slow work, locks, losses on the way, cold caches. */
import type { Reason } from '../../engine/outcome.ts';
import type { Connection, Part } from '../explain-facts.ts';
import { slowCopyOf } from '../slow-copy.ts';
import { type Cause, RANK } from './cause.ts';
import { times } from './rules-gone.ts';
import type { Rule, Scene } from './scene.ts';

/** Work that takes so many times as long as before, and so much longer at least, is slow, ms (chosen). */
const SLOWER = 1.4;
const SLOWER_MS = 0.5;
/** Pieces of work in both times from which they are compared. */
const SAMPLES = 30;
/** Copies that begin to err so far apart have got something one after the other, ms. */
const ONE_BY_ONE_MS = 400;
/** The way takes longer by so much, or the slowest of it by a resend of TCP (200 ms), ms. */
const LONGER_MS = 5;
const RESEND_MS = 150;

export const CHANGED: readonly Rule[] = [errors, pauses, slowWork, slowCopies, locks, ways, caches];

const FAULTY: readonly Reason[] = ['injected error', 'provider failed', 'disk full', 'data lost'];

/** The deepest part that ends calls with errors of its own. */
function errors(scene: Scene): readonly Cause[] {
  const worst = scene.worstOf(...FAULTY);
  if (worst === undefined || scene.shareOf(...FAULTY) < 0.25) return [];
  const part = scene.facts.part(worst.id);
  if (part === undefined) return [];
  const { words } = scene;
  const share = (part.report.outcomes['error'] ?? 0) / Math.max(1, part.report.completions);
  const spread = oneByOne(scene, part);
  const share0 = scene.shareOf(...FAULTY);
  if (spread !== undefined) {
    const ratio = scene.workRatio(part) ?? 1;
    const slower = ratio >= SLOWER ? ` Their work also takes ${words.times(ratio)} what it took.` : '';
    return [
      {
        id: 'bad-deploy',
        title: `Copies of ${part.name} went bad one after the other`,
        sentences: [
          `${spread.copies} of ${part.report.instances.length} copies of ${part.name} answer with errors, the first since ${words.ms(spread.first)} and one more every ${words.ms(spread.every)}: that is how a faulty version spreads.`,
          `${words.share(share)} of the calls to ${part.name} ended in an error.${slower}`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: share0,
      },
    ];
  }
  const why = worst.reason === 'injected error' ? '' : `, for "${worst.reason}"`;
  return [
    {
      id: 'errors',
      title: `${part.name} answers with errors`,
      sentences: [
        `${words.share(share)} of the ${words.rate(part.arriving)} that reach ${part.name} end in an error${why}, at ${words.share(part.utilisation)} utilisation: it is not overloaded, it errs.`,
      ],
      nodeId: part.node.id,
      rank: RANK.changed,
      share: share0,
    },
  ];
}

function oneByOne(scene: Scene, part: Part): { readonly copies: number; readonly first: number; readonly every: number } | undefined {
  const began = (scene.watch(part.node.id)?.instances ?? []).flatMap(({ firstErrorMs, errors: count }) =>
    firstErrorMs === undefined || count < 3 ? [] : [firstErrorMs],
  );
  began.sort((a, b) => a - b);
  const [first, last] = [began[0], began.at(-1)];
  if (began.length < 2 || first === undefined || last === undefined) return undefined;
  const every = (last - first) / (began.length - 1);
  const even = began.every((ms, i) => i === 0 || ms - began[i - 1]! >= ONE_BY_ONE_MS);
  return even && every >= ONE_BY_ONE_MS ? { copies: began.length, first, every } : undefined;
}

/** A process stands still for so many times as long as all but one in a hundred pieces of its work take (chosen). */
const STILL_TIMES = 2;
/** Calls that take this share of a standstill explain it: no process stands still that waits for answers (chosen). */
const CALLS_SHARE = 0.25;

/** Processes that hold calls and end none for a while, again and again, though they are up. */
function pauses(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    if (part.kind.role === 'source' || part.kind.role === 'broker' || part.kind.abilities.includes('leader')) return [];
    if (waitsForOthers(scene, part)) return [];
    const before = scene.before?.nodes[part.node.id]?.instances ?? [];
    const still = (scene.watch(part.node.id)?.instances ?? []).filter((one, i) => {
      const usual = part.report.instances[i]?.serviceMs.p99 ?? 0;
      return one.stalls >= 2 && one.stalledMs / one.stalls >= STILL_TIMES * usual && one.stalls > (before[i]?.stalls ?? 0);
    });
    const worst = [...still].sort((a, b) => b.stalledMs - a.stalledMs)[0];
    if (worst === undefined || callingMs(scene, part) > CALLS_SHARE * (worst.stalledMs / worst.stalls)) return [];
    const { words } = scene;
    const often = times(worst.stalls);
    return [
      {
        id: 'pauses' as const,
        title: `${part.name} stands still again and again`,
        sentences: [
          `${words.capital(often)} in this time ${part.name} ended nothing for ${words.ms(worst.stalledMs / worst.stalls)} or so, ${words.ms(worst.longestStallMs)} at the longest, while up to ${words.count(scene.watch(part.node.id)?.waiting ?? 0)} calls waited; otherwise half of its work is done in ${words.ms(part.report.serviceMs.p50 ?? 0)}.`,
          `That is a process that pauses, as for collecting garbage: on average it is only ${words.share(part.utilisation)} busy.`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: Math.max(scene.tailAt(part.node.id), 0.5),
      },
    ];
  });
}

/** How long a part's calls take for each call that it gets, ms. */
function callingMs(scene: Scene, { node, report }: Part): number {
  const spent = scene.facts.outOf(node.id).map((one) => one.report.calls * (scene.link(one.link.id)?.attemptMs.mean ?? 0));
  return spent.reduce((sum, ms) => sum + ms, 0) / Math.max(1, report.arrivals);
}

/** Whether a part that ends nothing does so because what it calls does. */
function waitsForOthers(scene: Scene, { node }: Part): boolean {
  return scene.facts.outOf(node.id).some((connection) => {
    const there = scene.watch(connection.link.to)?.instances ?? [];
    if (there.some((one) => one.stalls > 0 || one.downShare > 0)) return true;
    return connection.report.timeouts > 0 || scene.tailOver(connection, 'network', 'blocked') > 0.3;
  });
}

function slowWork(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const ratio = scene.workRatio(part);
    const [now, then] = [part.report.serviceMs.mean ?? 0, scene.partBefore(part.node.id)?.report.serviceMs.mean ?? 0];
    if (ratio === undefined || ratio < SLOWER || now - then < SLOWER_MS || few(scene, part) || slowCopyOf(part) !== undefined) return [];
    const { words } = scene;
    const capacity =
      part.capacity === undefined ? '' : `; it can finish ${words.rate(part.capacity)} and ${words.rate(part.arriving)} arrive`;
    const waits =
      (part.report.waitMs.mean ?? 0) > now
        ? ` Calls wait ${words.ms(part.report.waitMs.mean ?? 0)} in its line, ${words.count(scene.watch(part.node.id)?.waiting ?? 0)} at most.`
        : '';
    return [
      {
        id: 'slow-work' as const,
        title: `${part.name} works slowly`,
        sentences: [
          `A call takes ${words.ms(now)} of work at ${part.name}, ${words.times(ratio)} the ${words.ms(then)} before; it is ${words.share(part.utilisation)} busy${capacity}.${waits}`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: Math.max(scene.tailAt(part.node.id), Math.min(1, (now - then) / Math.max(1, scene.now.report.total.latencyMs.mean ?? 1))),
      },
    ];
  });
}

/** Too few pieces of work in either time to compare. */
function few(scene: Scene, part: Part): boolean {
  return Math.min(part.report.serviceMs.count, scene.partBefore(part.node.id)?.report.serviceMs.count ?? 0) < SAMPLES;
}

function slowCopies(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const slow = slowCopyOf(part);
    if (slow === undefined) return [];
    const { number, copy, times: apart, siblingsMs } = slow;
    const { words } = scene;
    return [
      {
        id: 'slow-copy' as const,
        title: `${part.name}/${number} is slow`,
        sentences: [
          `${part.name}/${number} takes ${words.ms(copy.serviceMs.mean ?? 0)} of work for a call, ${words.times(apart)} the ${words.ms(siblingsMs)} of its siblings, and gets ${words.share(copy.arrivals / Math.max(1, part.report.arrivals))} of the calls; it is ${words.share(copy.utilisation)} busy.`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: Math.max(0.3, scene.tailAt(part.node.id)),
      },
    ];
  });
}

const LOCKED: readonly Reason[] = ['deadlock', 'lock timed out', 'conflict', 'lock lost'];

function locks(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const waits = part.report.figures['lockWaits'] ?? 0;
    const aborts = part.report.figures['aborts'] ?? 0;
    const share = scene.shareOf(...LOCKED);
    const waiting = scene.watch(part.node.id)?.figures['lockWaits'];
    if (waits + aborts === 0 || (share < 0.25 && scene.tailAt(part.node.id) < 0.3)) return [];
    const { words } = scene;
    const worst = scene.failures.find(({ reason }) => LOCKED.includes(reason));
    const most = waiting === undefined || Number.isNaN(waiting.highest) ? waits : waiting.highest;
    const failed = worst === undefined ? '' : ` ${scene.counted(worst.count)} failed: ${worst.reason}.`;
    return [
      {
        id: 'locks' as const,
        title: `Transactions wait for each other's locks in ${part.name}`,
        sentences: [
          `${words.count(most)} transactions in ${part.name} waited for a lock that another held and ${words.count(aborts)} were undone; a call stays ${words.ms(part.report.sojournMs.mean ?? 0)} for ${words.ms(part.report.serviceMs.mean ?? 0)} of work, at ${words.share(part.utilisation)} utilisation.${failed}`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: Math.max(share, scene.tailAt(part.node.id)),
      },
    ];
  });
}

/** What messages of a link take on the way, by the traced calls: the median and what one in ten exceeds, ms; and how often nothing came back. */
function wayOf(
  scene: Scene,
  { link }: Connection,
  which: 'now' | 'before',
): { readonly p50: number; readonly p90: number; readonly count: number } | undefined {
  const times: number[] = [];
  for (const { spans } of scene[which]?.traces ?? []) {
    for (const { from, to, sentMs, leftMs, arrivedMs, answeredMs, endedMs } of spans) {
      if (from !== link.from || to !== link.to || sentMs === null || arrivedMs === null || endedMs === null) continue;
      times.push(arrivedMs - (leftMs ?? sentMs) + (answeredMs === null || answeredMs > endedMs ? 0 : endedMs - answeredMs));
    }
  }
  if (times.length < SAMPLES / 3) return undefined;
  times.sort((a, b) => a - b);
  return { p50: times[times.length >> 1]!, p90: times[Math.floor(times.length * 0.9)]!, count: times.length };
}

function ways(scene: Scene): readonly Cause[] {
  return scene.facts.connections.flatMap((connection) => {
    const [now, then] = [wayOf(scene, connection, 'now'), wayOf(scene, connection, 'before')];
    if (now === undefined) return [];
    // Who waits in line for workers that wait for messages waits for the messages.
    const caller = scene.facts.part(connection.link.from);
    const share =
      scene.tailOver(connection, 'network') + (caller !== undefined && caller.ownShare < 0.5 ? scene.tailAt(caller.node.id) : 0);
    const lost = connection.report.connections;
    if (share < 0.15) return [];
    if ((lost !== null && lost.lostPackets > 0.005 * Math.max(1, lost.packets)) || stepsUp(now, then))
      return [lossWords(scene, connection, now, then, share)];
    if (then === undefined || now.p50 - then.p50 < LONGER_MS) return [];
    const { words } = scene;
    return [
      {
        id: 'slow-network' as const,
        title: `The way from ${connection.name} takes long`,
        sentences: [
          `Half of the messages from ${connection.name} take more than ${words.ms(now.p50)} there and back, ${words.ms(then.p50)} before; that is ${words.share(share)} of the slowest requests’ time.`,
        ],
        nodeId: connection.link.to,
        linkId: connection.link.id,
        rank: RANK.changed,
        share,
      },
    ];
  });
}

/** The median stays and the slowest take a resend longer. */
function stepsUp(now: { readonly p50: number; readonly p90: number }, then: { readonly p50: number } | undefined): boolean {
  return now.p90 - now.p50 >= RESEND_MS && (then === undefined || now.p50 - then.p50 < RESEND_MS);
}

function lossWords(
  scene: Scene,
  connection: Connection,
  now: { readonly p50: number; readonly p90: number },
  then: { readonly p90: number } | undefined,
  share: number,
): Cause {
  const { name, link, report } = connection;
  const { words } = scene;
  const wire = report.connections;
  const before = then === undefined ? '' : `, ${words.ms(then.p90)} before`;
  const packets =
    wire === null || wire.lostPackets === 0
      ? ''
      : ` ${words.count(wire.lostPackets)} of ${words.count(wire.packets)} packets were lost (${words.share(wire.lostPackets / Math.max(1, wire.packets))}).`;
  const behind =
    wire === null || wire.blocked === 0
      ? ''
      : ` ${words.count(wire.blocked)} messages lay ready behind a missing one of their connection, for ${words.ms(wire.blockedMs ?? 0)} each: head-of-line blocking.`;
  return {
    id: 'packet-loss',
    title: `Packets get lost from ${name}`,
    sentences: [
      `Half of the messages from ${name} take ${words.ms(now.p50)} there and back and one in ten of those traced more than ${words.ms(now.p90)}${before}: what is lost is sent again after a time-out.${packets}${behind}`,
      `That is ${words.share(share)} of the slowest requests’ time${share > scene.tailOver(connection, 'network') ? ', with the line for workers that wait for them' : ''}.`,
    ],
    nodeId: link.to,
    linkId: link.id,
    rank: RANK.changed,
    share,
  };
}

/** A cache that answers less than it did, and what stands behind it gets the rest. */
function caches(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const now = part.report.figures['hitRatio'];
    const then = scene.partBefore(part.node.id)?.report.figures['hitRatio'];
    if (part.kind.role !== 'cache' || now === null || now === undefined || then === null || then === undefined || then - now < 0.05)
      return [];
    const { words } = scene;
    const store = [...scene.below(part.node.id), ...callersOthers(scene, part)]
      .map((id) => scene.facts.part(id))
      .filter((one): one is Part => one !== undefined && one !== part);
    const hit = store.sort((a, b) => loadRise(scene, b) - loadRise(scene, a))[0];
    const rise = hit === undefined ? 1 : loadRise(scene, hit);
    const onto =
      hit === undefined || rise < 1.1
        ? ''
        : ` ${hit.name} gets ${words.rate(hit.arriving)}, ${words.times(rise)} the ${words.rate(scene.partBefore(hit.node.id)?.arriving ?? 0)} before, and is ${words.share(hit.utilisation)} busy.`;
    const entries = part.report.figures['entries'];
    const left = entries === null || entries === undefined ? '' : `; it holds ${words.count(entries)} entries at the end`;
    return [
      {
        id: 'cold-cache' as const,
        title: `${part.name} misses what it used to hold`,
        sentences: [
          `${words.share(now)} of the look-ups in ${part.name} hit, ${words.share(then)} before${left}: every miss goes to what stands behind it.${onto}`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: Math.min(1, then - now + (rise >= 1.5 ? 0.5 : 0)),
      },
    ];
  });
}

/** What callers of a cache call beside it: they load what it misses themselves. */
function callersOthers(scene: Scene, part: Part): readonly string[] {
  return scene.facts.into(part.node.id).flatMap(({ link }) => scene.facts.outOf(link.from).map((other) => other.link.to));
}

function loadRise(scene: Scene, part: Part): number {
  const before = scene.partBefore(part.node.id)?.arriving ?? 0;
  return before === 0 ? (part.arriving > 1 ? 10 : 1) : part.arriving / before;
}
