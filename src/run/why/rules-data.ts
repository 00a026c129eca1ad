/** Rules about data: reads that are older than they should be, writes that were acknowledged and lost; and what failed for any other reason. */

import type { Part } from '../explain-facts.ts';
import { SAID } from '../explain-failures.ts';
import { type Cause, RANK } from './cause.ts';
import type { Rule, Scene } from './scene.ts';

/** So many reads must be stale (chosen: what asynchronous copies always have lies below). */
const STALE = 0.005;
const LAG_MS = 1000;

export const DATA: readonly Rule[] = [stale, lost, refused, longWork];

function stale(scene: Scene): readonly Cause[] {
  const { words, facts } = scene;
  const { reads, staleReads, ageMs, versionsBehind } = facts.report.consistency;
  const lagOf = ({ node }: Part) => scene.watch(node.id)?.figures['lagMs']?.highest ?? 0;
  const lagging = [...facts.parts].filter((part) => lagOf(part) > 0).sort((a, b) => lagOf(b) - lagOf(a))[0];
  const lag = lagging === undefined ? 0 : lagOf(lagging);
  if (reads === 0 || staleReads / reads < STALE) return [];
  const cache = facts.parts.find(({ kind }) => kind.role === 'cache');
  const part = lagging !== undefined && lag >= LAG_MS ? lagging : (cache ?? lagging);
  const then = scene.before?.report.consistency.staleShare;
  const was = then === null || then === undefined ? '' : `, ${words.share(then)} before`;
  const from =
    part === undefined
      ? ''
      : part === lagging && lag > 0
        ? ` The furthest replica of ${part.name} lags ${words.ms(lag)} behind its leader, and replicas answer reads.`
        : ` ${part.name} answers with what it kept.`;
  return [
    {
      id: 'stale-reads',
      title: part === lagging && part !== undefined ? `Replicas of ${part.name} lag and answer with old values` : 'Reads return old values',
      sentences: [
        `${words.count(staleReads)} of ${words.count(reads)} reads were stale (${words.share(staleReads / reads)}${was}), out of date for ${words.ms(ageMs.p50 ?? 0)} at the median and up to ${words.count(versionsBehind.max ?? 0)} versions old.${from}`,
      ],
      nodeId: part?.node.id,
      rank: RANK.changed,
      share: Math.min(1, 0.2 + staleReads / reads),
    },
  ];
}

function lost(scene: Scene): readonly Cause[] {
  const { facts, words } = scene;
  const count = facts.report.consistency.lostAcknowledgedWrites;
  if (count === 0) return [];
  const part = mostOf(facts.parts, 'lostWrites');
  const failovers = part?.report.figures['failovers'] ?? 0;
  const at =
    part === undefined
      ? ''
      : ` at ${part.name}${failovers > 0 ? `, in ${words.count(failovers)} ${failovers === 1 ? 'failover' : 'failovers'}: what the old leader had confirmed had not reached the new one` : ''}`;
  return [
    {
      id: 'lost-writes',
      title: `${words.count(count)} acknowledged ${count === 1 ? 'write was' : 'writes were'} lost`,
      sentences: [
        `Callers had been told that ${words.count(count)} ${count === 1 ? 'write was' : 'writes were'} done which did not survive${at}.`,
      ],
      nodeId: part?.node.id,
      rank: RANK.asked,
      share: 0.5,
    },
  ];
}

/** Whatever else failed: its most frequent reason, as the words of the engine say it. */
function refused(scene: Scene): readonly Cause[] {
  const worst = scene.failures[0];
  if (worst === undefined) return [];
  const { facts } = scene;
  const name = facts.nameOf(worst.id);
  const said = SAID[worst.reason]?.(name) ?? `of "${worst.reason}" at ${name}`;
  const part = facts.part(worst.id);
  const busy = part === undefined || part.utilisation === 0 ? '' : `; it is ${scene.words.share(part.utilisation)} busy`;
  return [
    {
      id: 'refused',
      title: `Requests fail: ${said}`,
      sentences: [`${scene.counted(worst.count)} failed because ${said}${busy}.`],
      nodeId: part?.node.id,
      rank: RANK.background,
      share: worst.count / Math.max(1, scene.failed),
    },
  ];
}

/** Nothing is short and nothing has changed: where the slowest requests spend their time. */
function longWork(scene: Scene): readonly Cause[] {
  const top = scene.tail?.parts[0];
  const { tail, words } = scene;
  if (tail === undefined || top === undefined || scene.failed > 0) return [];
  const where = top.kind === 'work' || top.kind === 'queue' ? top.to : `${top.from} to ${top.to}`;
  const kind = {
    work: 'at work in',
    queue: 'in line at',
    network: 'on the way from',
    retry: 'between attempts from',
    blocked: 'waiting for a connection from',
  }[top.kind];
  const name = where
    .split(' to ')
    .map((id) => scene.facts.nameOf(id))
    .join(' to ');
  return [
    {
      id: 'long-work',
      title: `Most time goes by ${kind} ${name}`,
      sentences: [
        `The slowest requests take ${words.ms(tail.meanMs)}; ${words.ms(top.ms)} of that (${words.share(top.ms / tail.meanMs)}) goes by ${kind} ${name}.`,
      ],
      nodeId: scene.facts.part(top.to)?.node.id,
      rank: RANK.background,
      share: top.ms / tail.meanMs,
    },
  ];
}

function mostOf(parts: readonly Part[], figure: string): Part | undefined {
  const having = parts.filter((part) => (part.report.figures[figure] ?? 0) > 0);
  return having.length === 0
    ? undefined
    : having.reduce((a, b) => ((b.report.figures[figure] ?? 0) > (a.report.figures[figure] ?? 0) ? b : a));
}
