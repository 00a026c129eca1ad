/**
 * Why it was slow, or failed, in a stretch of a run: the mechanism first, in words with its numbers, then what turned the knob, then the loop
 * that keeps it going. Found by rules over what was observed (reports of the stretch and of the time before it, traced requests, what was
 * watched); the timeline is read last, to say what set the mechanism off. Nothing is hedged: a rule holds or it does not.
 */
import type { Design } from '../../design/document.ts';
import { OBJECTIVE_METRICS } from '../../design/document.ts';
import type { Part } from '../explain-facts.ts';
import { judge } from '../objective.ts';
import { type Cause, type CauseId, RANK } from './cause.ts';
import { type Loop, loopOf } from './loop.ts';
import type { Observed, Stretch } from './observe.ts';
import { ASKED } from './rules-asked.ts';
import { CHANGED } from './rules-changed.ts';
import { DATA } from './rules-data.ts';
import { GONE } from './rules-gone.ts';
import { SMALL } from './rules-small.ts';
import { amplificationOf, attemptsOf, Scene } from './scene.ts';
import type { Tail } from './tail.ts';
import { turnedBy } from './turned.ts';

/** What is wrong with a stretch, the gravest first: requests fail; they are slow; messages wait; data is old or lost; nothing. */
export type State = 'failing' | 'slow' | 'piling up' | 'wrong data' | 'healthy';

export interface FoundCause extends Omit<Cause, 'rank' | 'share'> {
  /** What on the timeline set it off, or that nothing did. */
  readonly turned: readonly string[];
}

/** The part that limits, with its numbers; rates per second, times ms, shares 0…1. */
export interface Bottleneck {
  readonly nodeId: string;
  readonly arriving: number;
  /** What it can finish; null where it has no work slots. */
  readonly capacity: number | null;
  readonly utilisation: number;
  readonly waiting: number;
  readonly waitMs: number;
}

export interface LinkAmplification {
  readonly linkId: string;
  readonly callsPerSecond: number;
  readonly attemptsPerSecond: number;
  /** Attempts for each call, 1 where nothing is tried again. */
  readonly factor: number;
}

export interface Compared {
  readonly requestsPerSecond: number;
  readonly failedShare: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly staleShare: number | null;
}

export interface Why {
  readonly stretch: Stretch;
  /** The calm time that it is compared with; null when there was none. */
  readonly before: Stretch | null;
  readonly state: State;
  /** One sentence: what is so, and why. */
  readonly verdict: string;
  /** The cause first, then what else was found. Empty when all is well. */
  readonly causes: readonly FoundCause[];
  readonly loop: Loop | null;
  readonly bottleneck: Bottleneck | null;
  readonly amplification: readonly LinkAmplification[];
  readonly tail: Tail | null;
  readonly measured: { readonly now: Compared; readonly before: Compared | null };
}

const RULES = [...GONE, ...CHANGED, ...ASKED, ...SMALL, ...DATA];
/** Requests fail from this share on unless an objective says otherwise; p99 is high from so many times what it was, and so much more, ms (chosen). */
const FAILING = 0.01;
const SLOW_TIMES = 2;
const SLOW_MS = 5;
/** Retries below this are no amplification worth a line. */
const AMPLIFIED = 1.02;
const MOST_CAUSES = 4;
/** What has been short all along is said although nothing has changed, from this share on. */
const PLAIN = 0.5;

const OF_MESSAGES: readonly CauseId[] = ['poison', 'consumer-lag', 'backlog'];
const OF_DATA: readonly CauseId[] = ['stale-reads', 'lost-writes'];
/** What makes a design slow that has never been otherwise. */
const FROM_THE_START: readonly CauseId[] = [
  'pool-full',
  'workers-held',
  'saturated',
  'many-calls',
  'locks',
  'slow-copy',
  'hot-shard',
  'packet-loss',
];

export function explainStretch(design: Design, now: Observed, before: Observed | undefined): Why {
  const scene = new Scene(design, now, before);
  const all = RULES.flatMap((rule) => rule(scene)).sort((a, b) => a.rank - b.rank || b.share - a.share);
  const state = stateOf(scene, all);
  const causes = state === 'healthy' ? [] : apart(fitting(state, all), scene).slice(0, MOST_CAUSES);
  const found = causes.map(({ rank: _, share: __, ...cause }, i) => ({ ...cause, turned: turnedBy(scene, causes[i]!) }));
  return {
    stretch: { fromMs: now.fromMs, toMs: now.toMs },
    before: before === undefined ? null : { fromMs: before.fromMs, toMs: before.toMs },
    state,
    verdict: verdictOf(scene, state, found[0]),
    causes: found,
    loop: state === 'healthy' ? null : (loopOf(scene) ?? null),
    bottleneck: bottleneckOf(scene),
    amplification: amplifications(scene),
    tail: scene.tail ?? null,
    measured: { now: comparedOf(now), before: before === undefined ? null : comparedOf(before) },
  };
}

function stateOf(scene: Scene, all: readonly Cause[]): State {
  const { total } = scene.now.report;
  if (total.requests === 0) return 'healthy';
  if (scene.failed / total.requests > allowedFailures(scene)) return 'failing';
  if (isSlow(scene)) return 'slow';
  if (all.some(({ id }) => OF_MESSAGES.includes(id))) return 'piling up';
  if (all.some(({ id }) => OF_DATA.includes(id))) return 'wrong data';
  return all.some(({ id, share }) => FROM_THE_START.includes(id) && (scene.before === undefined || share >= PLAIN)) ? 'slow' : 'healthy';
}

function allowedFailures({ design }: Scene): number {
  const shares = design.scenario.objectives.flatMap(({ metric, value, class: cls }) =>
    metric === 'availability' && cls === '' ? [1 - value] : [],
  );
  return Math.min(FAILING, ...shares.filter((share) => share > 0));
}

function isSlow({ design, now, before }: Scene): boolean {
  const missed = design.scenario.objectives.some(
    (objective) =>
      objective.metric.startsWith('latency') && OBJECTIVE_METRICS.includes(objective.metric as never) && !judge(objective, now.report).met,
  );
  const [p99, then] = [now.report.total.latencyMs.p99, before?.report.total.latencyMs.p99];
  return missed || (p99 !== null && then !== null && then !== undefined && p99 > SLOW_TIMES * then && p99 > then + SLOW_MS);
}

/** Causes of what is wrong: of data when data is wrong, of messages when messages wait, and so on. */
function fitting(state: State, all: readonly Cause[]): readonly Cause[] {
  const data = state === 'wrong data';
  // Old data makes nothing fail and nothing slow.
  const fit = all.filter(({ id }) => (data ? OF_DATA.includes(id) || id === 'down' : !OF_DATA.includes(id)));
  const first = fit.filter(({ rank }) => rank < RANK.background);
  const sorted = data ? [...first].sort((a, b) => Number(OF_DATA.includes(b.id)) - Number(OF_DATA.includes(a.id))) : first;
  return sorted.length > 0 ? sorted : fit;
}

/** One cause for each part, the first; and no symptom of what is gone beside it: ways that look slow because nobody is there, timeouts that only say so. */
function apart(causes: readonly Cause[], scene: Scene): readonly Cause[] {
  const gone = causes.filter(({ rank }) => rank === RANK.gone);
  return causes.filter((cause, i) => {
    if (causes.findIndex(({ nodeId }) => nodeId === cause.nodeId) < i) return false;
    if (cause.id === 'short-timeout' && i > 0) return false;
    if (cause.id !== 'packet-loss' && cause.id !== 'slow-network') return true;
    const link = scene.design.links.find(({ id }) => id === cause.linkId);
    return !gone.some(({ id, nodeId }) => id === 'zone-lost' || nodeId === link?.to || nodeId === link?.from);
  });
}

function verdictOf(scene: Scene, state: State, cause: FoundCause | undefined): string {
  const { words, now } = scene;
  const { total } = now.report;
  const when = `From ${words.ms(now.fromMs)} to ${words.ms(now.toMs)},`;
  const p99 = total.latencyMs.p99 === null ? '' : `, 99 of 100 within ${words.ms(total.latencyMs.p99)}`;
  if (state === 'healthy') {
    const busiest = scene.facts.busiest();
    const load = busiest === undefined ? '' : `; the busiest part is ${busiest.name} at ${words.share(busiest.utilisation)}`;
    return total.requests === 0
      ? `${when} no request ended.`
      : `${when} all is well: ${words.count(total.ok)} of ${words.count(total.requests)} requests were answered${p99}${load}.`;
  }
  const then = scene.before?.report.total.latencyMs.p99;
  const said = {
    failing: `${words.share(scene.failed / total.requests)} of ${words.count(total.requests)} requests failed`,
    slow: `one request in a hundred took more than ${words.ms(total.latencyMs.p99 ?? 0)}${then === null || then === undefined ? '' : `, ${words.ms(then)} before`}`,
    'piling up': 'messages piled up',
    'wrong data': `${words.share(now.report.consistency.staleShare ?? 0)} of the reads were stale and ${words.count(now.report.consistency.lostAcknowledgedWrites)} acknowledged writes were lost`,
  }[state];
  return `${when} ${said}.${cause === undefined ? '' : ` ${cause.title}.`}`;
}

function bottleneckOf(scene: Scene): Bottleneck | null {
  const parts = scene.facts.parts.filter(({ utilisation, kind }) => utilisation > 0 && kind.role !== 'source');
  const weight = (part: Part) => scene.tailAt(part.node.id) + part.utilisation;
  const most = [...parts].sort((a, b) => weight(b) - weight(a))[0];
  if (most === undefined) return null;
  return {
    nodeId: most.node.id,
    arriving: most.arriving,
    capacity: most.capacity ?? null,
    utilisation: most.utilisation,
    waiting: most.report.queueLength.mean,
    waitMs: most.report.waitMs.mean ?? 0,
  };
}

function amplifications({ facts }: Scene): readonly LinkAmplification[] {
  return facts.connections
    .filter((one) => amplificationOf(one) >= AMPLIFIED)
    .map((one) => ({
      linkId: one.link.id,
      callsPerSecond: one.report.calls / facts.seconds,
      attemptsPerSecond: attemptsOf(facts, one),
      factor: amplificationOf(one),
    }))
    .sort((a, b) => b.factor - a.factor);
}

function comparedOf({ report }: Observed): Compared {
  const { total, consistency } = report;
  const seconds = Math.max(1e-9, (report.simulatedMs - report.warmupMs) / 1000);
  return {
    requestsPerSecond: total.requests / seconds,
    failedShare: total.requests === 0 ? 0 : (total.requests - total.ok) / total.requests,
    p50Ms: total.latencyMs.p50,
    p99Ms: total.latencyMs.p99,
    staleShare: consistency.staleShare,
  };
}
