/** Rules about what is too small for what is asked of it, and about what callers do then: pools, workers, capacity, breakers, timeouts; messages that pile up. */
import type { Reason } from '../../engine/outcome.ts';
import type { Connection, Part } from '../explain-facts.ts';
import { type Cause, RANK } from './cause.ts';
import { loopOf } from './loop.ts';
import { times } from './rules-gone.ts';
import type { Rule, Scene } from './scene.ts';

const PRESSED = 0.85;
/** Or half of it with calls that wait longer than they are worked on. */
const HALF = 0.5;
const WAITS_SHARE = 0.5;
const WAITS_MS = 1;
/** Calls that waited for a connection, as a share of all, from which the pool is short (chosen). */
const POOL_SHARE = 0.1;
/** Workers are held when own work is at most this share of the time they are taken. */
const OWN = 0.5;
const NOTABLE = 0.25;
/** Messages pile up when the oldest waits so long, ms, and more of them at the end than at first. */
const BACKLOG_MS = 1000;
/** Deliveries made again, as a share of all that came in, from which a few messages block the rest. */
const AGAIN = 0.1;

export const SMALL: readonly Rule[] = [pools, held, saturated, breakers, poison, backlogs, standing, timeouts];

function pools(scene: Scene): readonly Cause[] {
  return scene.facts.connections.flatMap((connection) => {
    const { calls, pool } = connection.report;
    const seen = scene.link(connection.link.id);
    if (calls === 0 || seen === undefined || Number.isNaN(seen.poolSize) || pool.waits / calls < POOL_SHARE) return [];
    const { words } = scene;
    const callee = scene.facts.part(connection.link.to);
    const refused = pool.rejected > 0 ? `; ${words.count(pool.rejected)} waited in vain` : '';
    const holds = callee?.report.sojournMs.mean ?? 0;
    const spare = callee === undefined ? '' : ` ${callee.name} itself is ${words.share(callee.utilisation)} busy.`;
    return [
      {
        id: 'pool-full' as const,
        title: `The pool of ${connection.name} is full`,
        sentences: [
          `${words.count(seen.poolUsed)} of ${words.count(seen.poolSize)} connections from ${connection.name} are in use on average and up to ${words.count(seen.poolWaiting)} calls wait for one; each is held for ${words.ms(holds)}, so ${words.count(seen.poolSize)} can carry ${words.rate(holds === 0 ? 0 : (seen.poolSize * 1000) / holds)} and ${words.rate(calls / scene.facts.seconds)} are made${refused}.${spare}`,
        ],
        nodeId: connection.link.from,
        linkId: connection.link.id,
        rank: RANK.small,
        share: Math.max(pool.waits / calls, scene.tailOver(connection, 'blocked')),
      },
    ];
  });
}

/** Workers that wait for answers more than they work. */
function held(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    if (part.utilisation < PRESSED || part.ownShare >= OWN || part.kind.role === 'source') return [];
    const { facts, words } = scene;
    const cost = ({ link, report }: Connection) =>
      report.calls * (scene.link(link.id)?.attemptMs.mean ?? facts.part(link.to)?.report.sojournMs.mean ?? 0);
    const slowest = [...facts.outOf(part.node.id)].sort((a, b) => cost(b) - cost(a))[0];
    const callee = slowest === undefined ? undefined : facts.part(slowest.link.to);
    if (slowest === undefined || callee === undefined) return [];
    // Those that gave up in line are in no tail: it is of what was answered.
    const harm = Math.max(scene.tailAt(part.node.id), scene.failedAt(part.node.id));
    const takes = scene.link(slowest.link.id)?.attemptMs.mean ?? callee.report.sojournMs.mean ?? 0;
    const then = scene.before?.links[slowest.link.id]?.attemptMs.mean;
    const was = then === null || then === undefined ? '' : ` (${words.ms(then)} before)`;
    const spare =
      callee.utilisation < PRESSED && callee.utilisation > 0 ? ` ${callee.name} is only ${words.share(callee.utilisation)} busy.` : '';
    return [
      {
        id: 'workers-held' as const,
        title: `All workers of ${part.name} wait for ${callee.name}`,
        sentences: [
          `The workers of ${part.name} are ${words.share(part.utilisation)} taken and only ${words.share(part.ownShare)} of that is own work: a call to ${callee.name} takes ${words.ms(takes)}${was} and own work ${words.ms(part.report.serviceMs.mean ?? 0)}. Up to ${words.count(scene.watch(part.node.id)?.waiting ?? 0)} calls wait for a worker.${spare}`,
        ],
        nodeId: part.node.id,
        linkId: slowest.link.id,
        // A callee that has room and is merely slow does no harm of its own: what is short are the workers that wait for it.
        rank: callee.utilisation < PRESSED && harm >= 0.4 ? RANK.changed - 0.5 : RANK.small,
        share: Math.max(0.4, harm),
      },
    ];
  });
}

function isPressed(part: Part): boolean {
  if (part.capacity === undefined || part.kind.role === 'source') return false;
  return (
    part.utilisation >= PRESSED || (part.utilisation >= HALF && part.waitShare >= WAITS_SHARE && (part.report.waitMs.mean ?? 0) >= WAITS_MS)
  );
}

/** The deepest part that is full: those in front of it only wait for it. */
function saturated(scene: Scene): readonly Cause[] {
  const pressed = scene.facts.parts.filter(isPressed);
  const deepest = pressed.filter((part) => !pressed.some((other) => other !== part && scene.below(part.node.id).has(other.node.id)));
  const load = ({ utilisation, arriving, capacity }: Part) => Math.max(utilisation, capacity === undefined ? 0 : arriving / capacity);
  const part = (deepest.length > 0 ? deepest : pressed).sort((a, b) => load(b) - load(a))[0];
  if (part === undefined || (part.ownShare < OWN && scene.facts.outOf(part.node.id).length > 0)) return [];
  const { words } = scene;
  const capacity = part.capacity ?? 0;
  const limit =
    part.arriving > capacity ? `more than the ${words.rate(capacity)} it can finish` : `of the ${words.rate(capacity)} it can finish`;
  return [
    {
      id: 'saturated',
      title: `${part.name} is the bottleneck`,
      sentences: [
        `${part.name} is ${words.share(part.utilisation)} busy: ${words.rate(part.arriving)} arrive, ${limit}. ${words.count(part.report.queueLength.mean)} calls wait on average, ${words.count(part.report.queueLength.max)} at most, for ${words.ms(part.report.waitMs.mean ?? 0)} each.`,
      ],
      nodeId: part.node.id,
      rank: RANK.small,
      share: Math.max(0.4, scene.tailAt(part.node.id)),
    },
  ];
}

function breakers(scene: Scene): readonly Cause[] {
  const share = scene.shareOf('breaker open');
  const connection = [...scene.facts.connections].sort((a, b) => b.report.breaker.shortCircuited - a.report.breaker.shortCircuited)[0];
  if (connection === undefined || connection.report.breaker.shortCircuited === 0 || share < NOTABLE) return [];
  const { words } = scene;
  const { report, name, link } = connection;
  const part = scene.facts.part(link.to);
  const ok = part === undefined || part.report.completions === 0 ? 1 : (part.report.outcomes['ok'] ?? 0) / part.report.completions;
  const open = scene.link(link.id)?.openShare ?? 0;
  const lastError = Math.max(...(scene.watch(link.to)?.instances ?? []).map((one) => one.lastErrorMs ?? Number.NEGATIVE_INFINITY));
  const wellSince = lastError < (scene.now.fromMs + scene.now.toMs) / 2;
  const well = ok >= 0.95 || wellSince;
  const state =
    part === undefined
      ? ''
      : well
        ? ` ${part.name} is well: ${lastError > scene.now.fromMs ? `its last error was at ${words.ms(lastError)}` : `it answers ${words.share(ok)} of what reaches it`}, and it is ${words.share(part.utilisation)} busy.`
        : ` ${part.name} answers ${words.share(ok)} of what still reaches it.`;
  return [
    {
      id: 'breaker-open',
      title: well ? `The breaker of ${name} stays open though ${part?.name ?? 'its far end'} is well` : `The breaker of ${name} is open`,
      sentences: [
        `It kept ${words.count(report.breaker.shortCircuited)} of ${words.count(report.calls + report.retries)} attempts away and was open for ${words.share(open)} of the time; it opened ${times(report.breaker.opened)}.${state}`,
      ],
      nodeId: link.to,
      linkId: link.id,
      rank: well ? RANK.gone : RANK.reaction,
      share,
    },
  ];
}

const CONSUMING = ['depth', 'lag'] as const;

function poison(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const again = part.report.figures['redeliveries'] ?? 0;
    if (part.kind.role !== 'broker' || again < AGAIN * Math.max(1, part.report.arrivals)) return [];
    const { words } = scene;
    const consumer = scene.facts
      .outOf(part.node.id)
      .map(({ link }) => scene.facts.part(link.to))
      .sort((a, b) => errorsOf(b) - errorsOf(a))[0];
    if (consumer === undefined || errorsOf(consumer) < 0.05) return [];
    const [from, to] = grown(scene, part);
    const dead = part.report.figures['deadLettered'] ?? 0;
    const parked = dead > 0 ? ` ${words.count(dead)} were put aside.` : ' None is ever put aside.';
    return [
      {
        id: 'poison' as const,
        title: `A few messages of ${part.name} fail again and again`,
        sentences: [
          `${consumer.name} fails on ${words.share(errorsOf(consumer))} of what it is given: the same messages come back ${words.count(again)} times, beside ${words.count(part.report.arrivals)} new ones, and take its time from all others.${parked}`,
          `${words.count(from)} messages waited at the beginning and ${words.count(to)} at the end, the oldest for up to ${words.ms(scene.watch(part.node.id)?.figures['ageMs']?.highest ?? 0)}.`,
        ],
        nodeId: part.node.id,
        rank: RANK.changed,
        share: 1,
      },
    ];
  });
}

function errorsOf(part: Part | undefined): number {
  if (part === undefined) return 0;
  return 1 - (part.report.outcomes['ok'] ?? 0) / Math.max(1, part.report.completions);
}

/** Messages that waited at the beginning and at the end of this time. */
function grown(scene: Scene, part: Part): readonly [number, number] {
  for (const id of CONSUMING) {
    const figure = scene.watch(part.node.id)?.figures[id];
    if (figure !== undefined && !Number.isNaN(figure.last)) return [figure.first, figure.last];
  }
  return [0, 0];
}

function backlogs(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const age = Math.max(part.report.figures['ageMs'] ?? 0, scene.watch(part.node.id)?.figures['ageMs']?.highest ?? 0);
    const [from, to] = grown(scene, part);
    if (part.kind.role !== 'broker' || age < BACKLOG_MS || to <= from) return [];
    const { words } = scene;
    const consumers = scene.facts
      .outOf(part.node.id)
      .map(({ link }) => scene.facts.part(link.to))
      .filter((one): one is Part => one !== undefined);
    const each = consumers.map(
      (one) => `${one.name} takes ${words.rate(one.report.completions / scene.facts.seconds)} and is ${words.share(one.utilisation)} busy`,
    );
    return [
      {
        id: 'consumer-lag' as const,
        title: `Consumers of ${part.name} fall behind`,
        sentences: [
          `${words.rate(part.arriving)} come into ${part.name}${each.length === 0 ? '' : `; ${each.join(', ')}`}. ${words.count(from)} messages waited at the beginning and ${words.count(to)} at the end, the oldest for ${words.ms(age)}.`,
        ],
        nodeId: part.node.id,
        rank: RANK.small,
        share: 0.9,
      },
    ];
  });
}

/** What piled up while something was wrong, and stands though that is over. */
function standing(scene: Scene): readonly Cause[] {
  const loop = loopOf(scene);
  if (loop === undefined || loop.sort !== 'backlog') return [];
  const title = `The backlog of ${scene.facts.nameOf(loop.nodeId)} outlasts what caused it`;
  return [{ id: 'backlog', title, sentences: loop.sentences, nodeId: loop.nodeId, rank: RANK.changed, share: 1 }];
}

const LATE: readonly Reason[] = ['timed out', 'deadline passed'];

/** A timeout below what answers take anyway, with nothing short. */
function timeouts(scene: Scene): readonly Cause[] {
  const worst = scene.worstOf(...LATE);
  if (worst === undefined || scene.shareOf(...LATE) < NOTABLE) return [];
  const link = [...scene.facts.into(worst.id)].sort((a, b) => b.report.timeouts - a.report.timeouts)[0];
  const part = scene.facts.part(worst.id);
  if (link === undefined || part === undefined) return [];
  const { words } = scene;
  const timeout = Number(scene.facts.linkSetting(link, 'timeout'));
  const { p50, p99 } = part.report.sojournMs;
  if (timeout === 0 || (p99 ?? 0) < 0.8 * timeout) return [];
  return [
    {
      id: 'short-timeout',
      title: `${link.name} waits shorter than ${part.name} takes`,
      sentences: [
        `${scene.counted(worst.count)} failed because ${link.name} gives up after ${words.ms(timeout)}; half of the answers of ${part.name} take up to ${words.ms(p50 ?? 0)} and one in a hundred more than ${words.ms(p99 ?? 0)}, at ${words.share(part.utilisation)} utilisation.`,
      ],
      nodeId: part.node.id,
      linkId: link.link.id,
      rank: RANK.reaction,
      share: scene.shareOf(...LATE),
    },
  ];
}
