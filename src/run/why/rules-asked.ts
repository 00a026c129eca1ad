/** Rules about what is asked: limits that turn good traffic away, more traffic than before, one shard that gets it all, many calls for one. */

import { onlySteers } from '../../catalog/kind.ts';
import type { Reason } from '../../engine/outcome.ts';
import type { Part } from '../explain-facts.ts';
import { type Cause, RANK } from './cause.ts';
import { loopOf } from './loop.ts';
import { amplificationOf, type Rule, type Scene } from './scene.ts';

/** Traffic has risen, a limit has fallen, from so many times what was before (chosen). */
const MORE = 1.25;
/** A shard is hot when it gets so many times its fair share, and is this busy. */
const HOT_TIMES = 1.6;
const BUSY = 0.8;
/** So many calls for each request are many. */
const MANY = 8;
const NOTABLE = 0.25;

export const ASKED: readonly Rule[] = [limits, overflow, hotShards, manyCalls, storms];

const TURNED_AWAY: readonly Reason[] = [
  'rate limited',
  'throttled',
  'quota used up',
  'too many connections',
  'blocked by a rule',
  'source blocked',
  'blocked as an attack',
];

function limits(scene: Scene): readonly Cause[] {
  const worst = scene.worstOf(...TURNED_AWAY);
  if (worst === undefined || scene.shareOf(...TURNED_AWAY) < NOTABLE) return [];
  const { facts, words } = scene;
  const part = facts.part(worst.id);
  if (part === undefined) return [];
  const [now, then] = [admitted(part, facts.seconds), admittedBefore(scene, part)];
  const offered = part.arriving;
  const offeredBefore = scene.partBefore(part.node.id)?.arriving;
  const cut = then !== undefined && now < then / MORE && offeredBefore !== undefined && offered > offeredBefore / MORE;
  const behind = facts
    .outOf(part.node.id)
    .map(({ link }) => facts.part(link.to))
    .filter((one): one is Part => one !== undefined);
  const idle =
    behind.length === 0
      ? ''
      : ` Behind it there is room: ${behind.map((one) => `${one.name} is ${words.share(one.utilisation)} busy`).join(', ')}.`;
  const was = then === undefined ? '' : cut ? `, ${words.rate(then)} before` : `; before, ${words.rate(offeredBefore ?? 0)} were offered`;
  const title = cut ? `${part.name} lets through less than it did` : `${part.name} turns good traffic away`;
  return [
    {
      id: cut ? 'limit-cut' : 'rate-limited',
      title,
      sentences: [
        `${scene.counted(worst.count)} failed because ${part.name} turned them away ("${worst.reason}"): ${words.rate(offered)} are offered and it lets ${words.rate(now)} through${was}.${idle}`,
      ],
      nodeId: part.node.id,
      rank: RANK.gone,
      share: scene.shareOf(...TURNED_AWAY),
    },
  ];
}

/** Calls a second that a part answered. */
function admitted(part: Part, seconds: number): number {
  return (part.report.outcomes['ok'] ?? 0) / seconds;
}

function admittedBefore({ past }: Scene, { node }: Part): number | undefined {
  const part = past?.part(node.id);
  return part === undefined || past === undefined ? undefined : admitted(part, past.seconds);
}

/** More is offered than before and something cannot take it; with an autoscaler on it, the copies came too late. */
function overflow(scene: Scene): readonly Cause[] {
  const [now, then] = [scene.offered, scene.offeredBefore];
  if (then === undefined || then === 0 || now < MORE * then) return [];
  const { words } = scene;
  const full = scene.facts.parts
    .filter(({ utilisation, capacity, arriving }) => utilisation >= BUSY || (capacity !== undefined && arriving > capacity))
    .sort((a, b) => scene.tailAt(b.node.id) - scene.tailAt(a.node.id))[0];
  if (full === undefined) return [];
  const scaler = scene.design.links.find(({ from, to }) => to === full.node.id && scene.facts.part(from)?.kind.id === 'autoscaler');
  const rise = `Sources send ${words.rate(now)}, ${words.times(now / then)} the ${words.rate(then)} before`;
  const state = `${full.name} is ${words.share(full.utilisation)} busy: ${words.rate(full.arriving)} arrive${full.capacity === undefined ? '' : `, it can finish ${words.rate(full.capacity)}`}, and up to ${words.count(scene.watch(full.node.id)?.waiting ?? 0)} wait`;
  const serving = scene.watch(full.node.id)?.serving ?? [];
  if (scaler !== undefined) {
    const boot = Number(scene.facts.setting(scene.facts.part(scaler.from)!, 'boot') ?? 0);
    return [
      {
        id: 'late-scaling',
        title: `Copies of ${full.name} come too late`,
        sentences: [
          `${rise}; ${state}.`,
          `${scene.facts.nameOf(scaler.from)} adds copies, and they take ${words.ms(boot)} to start: ${words.count(round(serving[0]))} served in the first quarter of this time and ${words.count(round(serving.at(-1)))} in the last.`,
        ],
        nodeId: full.node.id,
        rank: RANK.changed,
        share: 0.9,
      },
    ];
  }
  return [
    {
      id: 'more-load',
      title: `More is asked than ${full.name} can do`,
      sentences: [`${rise}; ${state}.`],
      nodeId: full.node.id,
      rank: RANK.asked,
      share: Math.max(0.5, scene.tailAt(full.node.id)),
    },
  ];
}

function round(copies: number | undefined): number {
  return Math.round((copies ?? 0) * 10) / 10;
}

/** One copy or shard gets far more than its fair share, and is full while its siblings idle. */
function hotShards(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    const copies = part.report.instances;
    if (copies.length < 3 || part.kind.role === 'source' || !allServed(scene, part)) return [];
    const hottest = copies.reduce((a, b) => (b.arrivals > a.arrivals ? b : a));
    const fair = part.report.arrivals / copies.length;
    const others = copies.filter((one) => one !== hottest);
    const rest = others.reduce((sum, { utilisation }) => sum + utilisation, 0) / others.length;
    if (fair === 0 || hottest.arrivals < HOT_TIMES * fair || hottest.utilisation < BUSY || rest > hottest.utilisation / 1.5) return [];
    const { words } = scene;
    const number = copies.indexOf(hottest) + 1;
    return [
      {
        id: 'hot-shard' as const,
        title: `${part.name}/${number} gets most of the calls`,
        sentences: [
          `${part.name}/${number} gets ${words.share(hottest.arrivals / part.report.arrivals)} of the calls to ${part.name}, ${words.times(hottest.arrivals / fair)} its fair share, and is ${words.share(hottest.utilisation)} busy, while the other ${others.length} are ${words.share(rest)} busy: calls are placed by key, and one key is asked for most.`,
          `${words.count(hottest.queueLength.max)} calls waited for it at most, for ${words.ms(hottest.waitMs.mean ?? 0)} on average.`,
        ],
        nodeId: part.node.id,
        // Work of a store of shards counts its line, so one that is hot looks slow: what makes it so comes first.
        rank: RANK.changed - 0.4,
        share: Math.max(0.6, scene.tailAt(part.node.id)),
      },
    ];
  });
}

/** Copies that came or went get fewer calls for that reason alone. */
function allServed(scene: Scene, { node, report }: Part): boolean {
  return (scene.watch(node.id)?.serving ?? []).every((count) => count > report.instances.length - 0.01);
}

/** One request makes many calls, and their time adds up or their load fills what they call. */
function manyCalls(scene: Scene): readonly Cause[] {
  return scene.facts.connections.flatMap((connection) => {
    const from = scene.facts.part(connection.link.from);
    const to = scene.facts.part(connection.link.to);
    if (from === undefined || to === undefined || from.kind.role !== 'compute' || onlySteers(from.kind) || from.report.arrivals === 0)
      return [];
    const each = connection.report.calls / from.report.arrivals;
    const share = scene.tailAt(to.node.id) + scene.tailOver(connection, 'network', 'blocked');
    if (each < MANY || share < 0.3) return [];
    const { words } = scene;
    const one = scene.link(connection.link.id)?.attemptMs.mean ?? 0;
    return [
      {
        id: 'many-calls' as const,
        title: `${from.name} makes ${words.count(each)} calls to ${to.name} for each request`,
        sentences: [
          `Each of the ${words.rate(from.arriving)} at ${from.name} becomes ${words.count(each)} calls to ${to.name}, ${words.rate(to.arriving)} in all; one takes ${words.ms(one)} and together they are ${words.share(Math.min(1, share))} of the slowest requests’ time. ${to.name} is ${words.share(to.utilisation)} busy.`,
        ],
        nodeId: from.node.id,
        linkId: connection.link.id,
        rank: RANK.asked,
        share,
      },
    ];
  });
}

/** Retries that keep an overload alive. */
function storms(scene: Scene): readonly Cause[] {
  const loop = loopOf(scene);
  if (loop === undefined || loop.sort !== 'retries') return [];
  const worst = [...scene.facts.connections].sort((a, b) => amplificationOf(b) - amplificationOf(a))[0];
  return [
    {
      id: 'retry-storm',
      title: `Retries keep ${scene.facts.nameOf(loop.nodeId)} overloaded`,
      sentences: loop.sentences,
      nodeId: loop.nodeId,
      ...(worst !== undefined && { linkId: worst.link.id }),
      rank: RANK.changed,
      share: loop.outlives ? 1 : 0.2,
    },
  ];
}
