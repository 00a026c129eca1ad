/**
 * What piled up while something was wrong and stands long after, because new work takes nearly all that can be done: messages in a broker,
 * each as late as the backlog is long, or calls in a line that is longer than their callers wait, so that work is done for nobody.
 */
import type { Connection, Part } from '../explain-facts.ts';
import { FAILING, FULL, type Loop } from './loop.ts';
import type { Scene } from './scene.ts';

/** Share of what is done that may be left for the backlog: with more, it goes away by itself soon enough (chosen). */
const SPARE = 0.3;
/** The oldest message waits so long, ms, and as many wait as this share of the most that did (chosen). */
const OLD_MS = 1000;
const STANDS = 0.2;
const DEPTHS = ['depth', 'lag'] as const;

/** How what waits has changed since the middle of a stretch. */
interface Standing {
  /** When it was looked at, ms: at the end, or at three quarters where it is gone by then. */
  readonly atMs: number;
  readonly waiting: number;
  readonly most: number;
  /** How much of it went away in a second; negative where it still grew. */
  readonly cleared: number;
}

export function backlogLoop(scene: Scene): Loop | undefined {
  for (const part of scene.facts.parts) {
    const found = part.kind.role === 'broker' ? messages(scene, part) : calls(scene, part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function messages(scene: Scene, part: Part): Loop | undefined {
  const { facts, words } = scene;
  const seen = scene.watch(part.node.id)?.figures;
  const depth = DEPTHS.map((id) => seen?.[id]).find((figure) => figure !== undefined && !Number.isNaN(figure.last));
  const ageMs = Math.max(0, ...(seen?.['ageMs']?.quarters ?? []).slice(1).filter((age) => !Number.isNaN(age)));
  if (depth === undefined || ageMs < OLD_MS) return undefined;
  const consumers = facts.outOf(part.node.id).flatMap(({ link }) => facts.part(link.to) ?? []);
  const done = consumers.reduce((sum, { report }) => sum + report.completions, 0) / facts.seconds;
  const stands = standing(scene, depth.quarters, depth.highest);
  if (stands === undefined || stands.cleared > SPARE * done || !consumers.some(({ utilisation }) => utilisation >= FULL)) return undefined;
  const names = consumers.map(({ name }) => name).join(' and ');
  const steps = [`backlog in ${part.name}`, `${names} at work on what is old`, 'new messages wait behind it', `backlog in ${part.name}`];
  return {
    sort: 'backlog',
    nodeId: part.node.id,
    steps,
    outlives: true,
    sentences: [
      `At ${words.ms(stands.atMs)}, ${words.count(stands.waiting)} messages wait in ${part.name}, ${words.count(stands.most)} at most; the oldest has waited for up to ${words.ms(ageMs)}. They are worked off at ${words.rate(done)}, as fast as ${names} can, and ${leftWords(scene, stands)}.`,
      `The loop: ${steps.join(' → ')}.`,
    ],
  };
}

function calls(scene: Scene, part: Part): Loop | undefined {
  const { facts, words } = scene;
  const { total } = scene.now.report;
  const { capacity, arriving, utilisation, report, kind } = part;
  if (kind.role === 'source' || capacity === undefined || utilisation < FULL || scene.failed < FAILING * total.requests) return undefined;
  const patience = patienceOf(scene, facts.into(part.node.id));
  const waitMs = report.waitMs.mean ?? 0;
  const seen = scene.watch(part.node.id);
  const stands = seen === undefined ? undefined : standing(scene, seen.lines, seen.waiting);
  if (stands === undefined || waitMs < patience || stands.cleared > SPARE * capacity) return undefined;
  // More than it can do is asked: then that is why it is late, and not what piled up.
  if (arriving > capacity && stands.cleared < 0) return undefined;
  const steps = [`line at ${part.name}`, 'calls wait longer than their callers', 'work for nobody', `line at ${part.name}`];
  return {
    sort: 'backlog',
    nodeId: part.node.id,
    steps,
    outlives: true,
    sentences: [
      `At ${words.ms(stands.atMs)}, ${words.count(stands.waiting)} calls wait at ${part.name}, ${words.count(stands.most)} at most. A call waits ${words.ms(waitMs)} for its turn and its caller for ${words.ms(patience)}, so ${part.name} works for callers that have gone. It can finish ${words.rate(capacity)} and ${words.rate(arriving)} arrive, and ${leftWords(scene, stands)}.`,
      `The loop: ${steps.join(' → ')}.`,
    ],
  };
}

/** Undefined where nothing stands, or no more than a little of what once did. */
function standing({ now }: Scene, quarters: readonly number[], most: number): Standing | undefined {
  const [, half = Number.NaN] = quarters;
  for (const quarter of [3, 2]) {
    const waiting = quarters[quarter] ?? Number.NaN;
    if (!(waiting >= STANDS * most) || waiting < 1) continue;
    const quarterMs = (now.toMs - now.fromMs) / 4;
    return {
      atMs: now.fromMs + (quarter + 1) * quarterMs,
      waiting,
      most,
      cleared: ((half - waiting) * 1000) / ((quarter - 1) * quarterMs),
    };
  }
  return undefined;
}

function leftWords({ words }: Scene, { waiting, cleared }: Standing): string {
  if (cleared <= 0) return 'the backlog does not get shorter';
  return `the backlog gets shorter by only ${words.rate(cleared)}: from then on it takes ${words.ms((waiting / cleared) * 1000)} until it is gone`;
}

/** The longest that a caller waits for an answer, ms; Infinity where one of them waits for ever. */
function patienceOf({ facts }: Scene, into: readonly Connection[]): number {
  const timeouts = into.map((link) => Number(facts.linkSetting(link, 'timeout')));
  return timeouts.length === 0 || timeouts.includes(0) ? Number.POSITIVE_INFINITY : Math.max(...timeouts);
}
