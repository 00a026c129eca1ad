/** Rules about what is gone: names that nobody answers, certificates, processes, zones, leaders, and ways on which nothing passes. */

import { placeOf } from '../../design/registry.ts';
import type { Reason } from '../../engine/outcome.ts';
import type { Connection, Part } from '../explain-facts.ts';
import { type Cause, type CauseId, RANK } from './cause.ts';
import { attemptsOf, type Rule, type Scene } from './scene.ts';
import type { InstanceWatch } from './watch.ts';

/** A reason counts from this share of the failures (chosen). */
const NOTABLE = 0.25;
/** Work that takes so many times longer before a process dies than after it came up is a leak's (chosen). */
const LEAKS = 1.25;
/** A way is cut when at most this share of what was sent over it arrives, or is answered (chosen). */
const PASSES = 0.5;

export const GONE: readonly Rule[] = [names, certificates, zones, processes, liars, leaders, cuts];

function names(scene: Scene): readonly Cause[] {
  const wrong = scene.worstOf('wrong record', 'connection refused');
  const misled = scene.shareOf('wrong record') >= NOTABLE ? scene.worstOf('wrong record') : undefined;
  const found: Cause[] = [];
  if (misled !== undefined && wrong !== undefined) {
    const name = scene.facts.nameOf(misled.id);
    found.push(
      gone(scene, 'wrong-record', misled.id, misled.count, `${name} leads to the wrong place`, [
        `${scene.counted(misled.count)} failed because the address that ${name} was answered with is not the right one.`,
      ]),
    );
  }
  const dark = scene.worstOf('name not resolved');
  if (dark === undefined || scene.shareOf('name not resolved') < NOTABLE) return found;
  const name = scene.facts.nameOf(dark.id);
  const behind = scene.facts.outOf(dark.id).map(({ link }) => rateNow(scene, link.to));
  const idle = behind.length === 0 ? '' : ` Behind the name, ${behind.join(', ')}.`;
  return [
    ...found,
    gone(scene, 'name-not-resolved', dark.id, dark.count, `Nobody can say where ${name} leads`, [
      `${scene.counted(dark.count)} failed because the name was not resolved: its servers do not answer and what resolvers had kept ran out.${idle}`,
    ]),
  ];
}

/** A part's rate now, beside what it was. */
function rateNow(scene: Scene, id: string): string {
  const [now, then] = [scene.facts.part(id)?.arriving ?? 0, scene.partBefore(id)?.arriving];
  const was = then === undefined ? '' : ` of the ${scene.words.rate(then)} before`;
  return `${scene.facts.nameOf(id)} gets ${scene.words.rate(now)}${was}`;
}

function certificates(scene: Scene): readonly Cause[] {
  const worst = scene.worstOf('certificate expired');
  if (worst === undefined || scene.shareOf('certificate expired') < NOTABLE) return [];
  const name = scene.facts.nameOf(worst.id);
  const links = scene.facts.into(worst.id).map(({ report }) => report.connections);
  const opened = links.reduce((sum, one) => sum + (one?.opened ?? 0), 0);
  return [
    gone(scene, 'certificate-expired', worst.id, worst.count, `The certificate of ${name} is past its day`, [
      `${scene.counted(worst.count)} failed because callers of ${name} were shown a certificate that has expired; ${scene.words.count(opened)} connections were opened to it in this time, while ${name} itself is ${scene.words.share(scene.facts.part(worst.id)?.utilisation ?? 0)} busy.`,
    ]),
  ];
}

interface Loss {
  readonly part: Part;
  readonly lost: readonly number[];
  readonly watched: readonly InstanceWatch[];
}

/** Parts some of whose processes were gone, with the numbers (from 0) of those. */
function losses(scene: Scene): readonly Loss[] {
  return scene.facts.parts.flatMap((part) => {
    if (part.kind.role === 'source') return [];
    const watched = scene.watch(part.node.id)?.instances ?? [];
    const lost = watched.flatMap(({ downShare }, i) => (downShare > 0.02 ? [i] : []));
    return lost.length === 0 ? [] : [{ part, lost, watched }];
  });
}

/** Everything that was lost stands in one zone, everything in that zone was lost, and it belongs to several parts. */
function zones(scene: Scene): readonly Cause[] {
  const zone = lostZone(scene, losses(scene));
  if (zone === undefined) return [];
  const { words } = scene;
  const copies = zone.lost.reduce((sum, { lost }) => sum + lost.length, 0);
  const since = Math.min(...zone.lost.flatMap(({ lost, watched }) => lost.map((i) => watched[i]?.firstDownMs ?? Number.POSITIVE_INFINITY)));
  const each = zone.lost.map(({ part, lost, watched }) => `${lost.length} of ${watched.length} copies of ${part.name}`);
  const left = zone.lost.map(({ part, lost, watched }) => {
    const busy = watched.length === lost.length ? 0 : spareUse(part, lost);
    return watched.length === lost.length ? `${part.name} has none left` : `those left of ${part.name} are ${words.share(busy)} busy`;
  });
  const failed = scene.failed > 0 ? ` ${scene.counted(scene.failed)} failed.` : '';
  return [
    {
      id: 'zone-lost',
      title: `Zone ${zone.name} is gone`,
      sentences: [
        `${copies} processes, all that stand in zone ${zone.name}, went silent together${since - scene.now.fromMs < SOON_MS ? '' : ` at ${scene.words.ms(since)}`}: ${each.join(', ')}.${failed}`,
        `${capital(left.join('; '))}.`,
      ],
      nodeId: zone.lost[0]?.part.node.id,
      rank: RANK.gone,
      share: 1,
    },
  ];
}

function lostZone(scene: Scene, lost: readonly Loss[]): { readonly name: string; readonly lost: readonly Loss[] } | undefined {
  if (lost.length < 2) return undefined;
  const zoneOf = (part: Part, i: number) => placeOf(part.node, i).zone;
  const zones = new Set(lost.flatMap(({ part, lost: which }) => which.map((i) => zoneOf(part, i))));
  const [name] = [...zones];
  if (zones.size !== 1 || name === undefined) return undefined;
  const all = scene.facts.parts.filter(({ kind }) => kind.role !== 'source' && kind.role !== 'control');
  const spared = all.some((part) =>
    part.report.instances.some((_, i) => zoneOf(part, i) === name && !(lost.find((one) => one.part === part)?.lost.includes(i) ?? false)),
  );
  return spared ? undefined : { name, lost };
}

function spareUse(part: Part, lost: readonly number[]): number {
  const left = part.report.instances.filter((_, i) => !lost.includes(i));
  return left.reduce((sum, { utilisation }) => sum + utilisation, 0) / Math.max(1, left.length);
}

function processes(scene: Scene): readonly Cause[] {
  const all = losses(scene);
  if (lostZone(scene, all) !== undefined) return [];
  return all.flatMap((loss) => leak(scene, loss) ?? down(scene, loss));
}

function leak(scene: Scene, { part, lost, watched }: Loss): readonly Cause[] | undefined {
  const { words } = scene;
  const deaths = part.report.figures['deaths'] ?? 0;
  const ageing = lost.map((i) => ageOf(scene, part, i)).find((one) => one !== undefined && one.dyingMs >= LEAKS * one.freshMs);
  if (ageing === undefined && deaths === 0) return undefined;
  const downs = watched.reduce((sum, one) => sum + one.downs, 0);
  const slower =
    ageing === undefined
      ? ''
      : `: its work takes ${words.ms(ageing.freshMs)} a call when a process is fresh and ${words.ms(ageing.dyingMs)} just before one dies`;
  return [
    {
      id: 'memory-leak',
      title: `${part.name} fills up and dies`,
      sentences: [
        `Processes of ${part.name} get slower until they die, ${times(downs)} in this time${slower}.`,
        `A process that died is gone for ${words.share(meanDown(watched))} of the time, with all it held.${failedAt(scene, part)}`,
      ],
      nodeId: part.node.id,
      rank: RANK.gone,
      share: harm(scene, part),
    },
  ];
}

/** Own work of a copy when it was fresh and just before it died, ms: seen in this time, or in the time before when it died at once. */
function ageOf(scene: Scene, part: Part, i: number): { readonly freshMs: number; readonly dyingMs: number } | undefined {
  const now = scene.watch(part.node.id)?.instances[i];
  if (now !== undefined && !Number.isNaN(now.dyingMs) && !Number.isNaN(now.freshMs)) return now;
  const copies = scene.before?.nodes[part.node.id]?.instances ?? [];
  const quarters = [0, 1, 2, 3].map((quarter) => {
    const known = copies.map(({ workMs }) => workMs[quarter] ?? Number.NaN).filter((ms) => !Number.isNaN(ms));
    return known.reduce((sum, ms) => sum + ms, 0) / known.length;
  });
  const [first = 0, second = 0, third = 0, last = 0] = quarters;
  // It grows towards the end, and not by chance: the middle lies between.
  return last > third && third > Math.min(first, second) ? { freshMs: Math.min(first, second), dyingMs: last } : undefined;
}

function down(scene: Scene, { part, lost, watched }: Loss): readonly Cause[] {
  const share = harm(scene, part);
  if (scene.failed > 0 && share < 0.02 && scene.tailAt(part.node.id) < 0.1) return [];
  const first = Math.min(...lost.map((i) => watched[i]?.firstDownMs ?? Number.POSITIVE_INFINITY));
  const often = Math.max(...lost.map((i) => watched[i]?.downs ?? 0));
  const left = watched.length - lost.length;
  const rest =
    left === 0 ? 'none is left' : `the ${left} left ${left === 1 ? 'is' : 'are'} ${scene.words.share(spareUse(part, lost))} busy`;
  const again = often > 1 ? `, ${times(often)} each` : '';
  return [
    {
      id: 'down',
      title: `${part.name} is down`,
      sentences: [
        `${lost.length} of ${watched.length} ${watched.length === 1 ? 'copy' : 'copies'} of ${part.name} ${lost.length === 1 ? 'was' : 'were'} gone ${sinceWhen(scene, first)}, for ${scene.words.share(meanDown(watched))} of the time${again}; ${rest}.${failedAt(scene, part)}`,
      ],
      nodeId: part.node.id,
      rank: RANK.gone,
      share,
    },
  ];
}

/** Probes that say the opposite of what is so: all are called ill and all are up, or one is down and goes on being called. */
function liars(scene: Scene): readonly Cause[] {
  const { words } = scene;
  const none = scene.worstOf('no healthy target');
  if (none !== undefined && scene.shareOf('no healthy target') >= NOTABLE) {
    const target = [none.id, ...scene.facts.outOf(none.id).map(({ link }) => link.to)]
      .map((id) => scene.facts.part(id))
      .find((part) => part !== undefined && (scene.watch(part.node.id)?.instances.length ?? 0) > 0 && part.kind.role !== 'relay');
    const watched = target === undefined ? [] : (scene.watch(target.node.id)?.instances ?? []);
    if (target !== undefined && watched.every(({ downShare }) => downShare === 0)) {
      return [
        gone(scene, 'health-lie', target.node.id, none.count, `Healthy copies of ${target.name} are taken for ill`, [
          `${scene.counted(none.count)} failed because no copy of ${target.name} was held to be healthy, though all ${watched.length} were up the whole time and ${words.share(target.utilisation)} busy: its health check says what is not so.`,
        ]),
      ];
    }
  }
  const dead = scene.worstOf('down', 'crashed', 'timed out');
  const part = dead === undefined ? undefined : scene.facts.part(dead.id);
  if (dead === undefined || part === undefined) return [];
  const caller = scene.facts
    .into(part.node.id)
    .map(({ link }) => scene.facts.part(link.from))
    .find((one) => one?.kind.id === 'load-balancer');
  if (caller === undefined || scene.facts.setting(caller, 'healthChecks') !== true) return [];
  const watched = scene.watch(part.node.id)?.instances ?? [];
  const gone1 = watched.filter(({ downShare }) => downShare > 0.5).length;
  const healthy = scene.now.nodes[caller.node.id]?.figures['healthyTargets']?.last ?? Number.NaN;
  if (gone1 === 0 || Number.isNaN(healthy) || healthy <= watched.length - gone1) return [];
  return [
    gone(scene, 'health-lie', part.node.id, dead.count, `Dead copies of ${part.name} are taken for healthy`, [
      `${gone1} of ${watched.length} copies of ${part.name} ${gone1 === 1 ? 'is' : 'are'} down, and ${caller.name} holds ${healthy} for healthy: it goes on sending them calls, and ${scene.counted(dead.count)} failed there.`,
    ]),
  ];
}

function leaders(scene: Scene): readonly Cause[] {
  const worst = scene.worstOf('no leader');
  if (worst === undefined || scene.shareOf('no leader') < NOTABLE) return [];
  const name = scene.facts.nameOf(worst.id);
  const failovers = scene.facts.part(worst.id)?.report.figures['failovers'] ?? 0;
  const lost = scene.watch(worst.id)?.instances.filter(({ downShare }) => downShare > 0.02).length ?? 0;
  const why = lost === 0 ? 'all its copies were up and did not agree on one' : `${lost} of its copies ${lost === 1 ? 'was' : 'were'} down`;
  return [
    gone(scene, 'no-leader', worst.id, worst.count, `${name} had no leader`, [
      `${scene.counted(worst.count)} failed because nobody led ${name}; ${why}, and another took over ${times(failovers)} in this time.`,
    ]),
  ];
}

/** Ways on which nothing passes, told by what was sent, what arrived and what was answered. */
function cuts(scene: Scene): readonly Cause[] {
  return scene.facts.parts.flatMap((part) => {
    // Calls go through a name to what it leads to: none ever arrives at the name itself.
    if (part.kind.resolves === true) return [];
    const into = scene.facts.into(part.node.id).filter((connection) => !steers(scene, connection));
    const late = into.filter(({ report }) => report.timeouts > 0.05 * Math.max(1, report.calls));
    const instances = scene.watch(part.node.id)?.instances ?? [];
    if (late.length === 0 || into.length === 0 || instances.some(({ downShare }) => downShare > 0.05)) return [];
    const sent = into.reduce((sum, one) => sum + reallySent(scene, one), 0);
    const { arriving } = part;
    const worst = [...late].sort((a, b) => b.report.timeouts - a.report.timeouts)[0];
    if (worst === undefined || sent === 0) return [];
    if (arriving < PASSES * sent) return [cutWords(scene, part, worst, sent)];
    const answered = Math.max(...[part.report.sojournMs.p99 ?? 0]);
    const timeout = Number(scene.facts.linkSetting(worst, 'timeout'));
    const unheard = worst.report.timeouts / Math.max(1, worst.report.calls + worst.report.retries);
    return unheard >= PASSES && answered < timeout / 2 ? [unheardWords(scene, part, worst, unheard, timeout)] : [];
  });
}

function steers(scene: Scene, { link }: Connection): boolean {
  return scene.facts.part(link.from)?.kind.role === 'control';
}

/** Attempts a second that left their caller: neither a breaker nor a pool kept them back. */
function reallySent(scene: Scene, connection: Connection): number {
  const { breaker, pool, bulkhead } = connection.report;
  return Math.max(
    0,
    attemptsOf(scene.facts, connection) - (breaker.shortCircuited + pool.rejected + bulkhead.rejected) / scene.facts.seconds,
  );
}

function cutWords(scene: Scene, part: Part, { name, report, link }: Connection, sent: number): Cause {
  const { words } = scene;
  return {
    id: 'cut-off',
    title: `Nothing passes from ${name}`,
    sentences: [
      `Callers send ${part.name} ${words.rate(sent)} and ${words.rate(part.arriving)} arrive, though all copies of ${part.name} are up and ${words.share(part.utilisation)} busy.`,
      `${words.count(report.timeouts)} calls from ${name} waited in vain until their timeout.`,
    ],
    nodeId: part.node.id,
    linkId: link.id,
    rank: RANK.gone,
    share: 1 - part.arriving / sent,
  };
}

function unheardWords(scene: Scene, part: Part, { name, link, report }: Connection, unheard: number, timeout: number): Cause {
  const { words } = scene;
  return {
    id: 'answers-lost',
    title: `Answers do not come back from ${name}`,
    sentences: [
      `${words.share(unheard)} of ${words.count(report.calls + report.retries)} attempts from ${name} ended at their timeout of ${words.ms(timeout)}, though ${part.name} got ${words.rate(part.arriving)} of them and answers within ${words.ms(part.report.sojournMs.p99 ?? 0)} at p99: the work is done and nobody hears of it.`,
    ],
    nodeId: part.node.id,
    linkId: link.id,
    rank: RANK.gone,
    share: unheard,
  };
}

function gone(scene: Scene, id: CauseId, nodeId: string, count: number, title: string, sentences: readonly string[]): Cause {
  return { id, title, sentences, nodeId, rank: RANK.gone, share: count / Math.max(1, scene.failed) };
}

const ABSENT: readonly Reason[] = ['down', 'crashed', 'no leader', 'no healthy target', 'connection lost', 'timed out', 'out of memory'];

/** Share of the failures that its absence explains: those at the part itself or at one that calls it. */
function harm(scene: Scene, { node }: Part): number {
  const count = scene.failures.reduce((sum, { reason, id, count: failed }) => {
    const there = id === node.id || (ABSENT.includes(reason) && scene.below(id).has(node.id));
    return there ? sum + failed : sum;
  }, 0);
  return count / Math.max(1, scene.failed);
}

function failedAt(scene: Scene, part: Part): string {
  const count = Math.round(harm(scene, part) * scene.failed);
  return count === 0 ? '' : ` ${scene.counted(count)} failed for it.`;
}

function meanDown(watched: readonly InstanceWatch[]): number {
  const lost = watched.filter(({ downShare }) => downShare > 0);
  return lost.reduce((sum, { downShare }) => sum + downShare, 0) / Math.max(1, lost.length);
}

/** What is seen so soon after the beginning of a stretch was so before, ms. */
const SOON_MS = 200;

function sinceWhen(scene: Scene, ms: number): string {
  return ms - scene.now.fromMs < SOON_MS ? `already at ${scene.words.ms(scene.now.fromMs)}` : `from ${scene.words.ms(ms)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const times = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
