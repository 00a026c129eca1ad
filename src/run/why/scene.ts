/**
 * The scene of an inquiry: a stretch of a run as it was observed, the time before it, and the questions that every rule asks of both: what
 * failed and where, how a part's rate, work and waiting stand to what they were, where the slowest requests spent their time.
 */
import type { Design } from '../../design/document.ts';
import type { Reason } from '../../engine/outcome.ts';
import { type Connection, Facts, type Part } from '../explain-facts.ts';
import type { Cause } from './cause.ts';
import type { LinkSeen, Observed } from './observe.ts';
import { type Tail, tailOf } from './tail.ts';
import type { NodeWatch } from './watch.ts';

export interface Failures {
  readonly reason: Reason;
  /** The part where it arose. */
  readonly id: string;
  readonly count: number;
}

export class Scene {
  readonly design: Design;
  readonly now: Observed;
  readonly before: Observed | undefined;
  readonly facts: Facts;
  readonly past: Facts | undefined;
  readonly tail: Tail | undefined;
  /** What failed, the most frequent first. */
  readonly failures: readonly Failures[];
  readonly failed: number;
  readonly words: Facts['words'];

  constructor(design: Design, now: Observed, before: Observed | undefined) {
    this.design = design;
    this.now = now;
    this.before = before;
    this.facts = new Facts(now.report, design);
    this.past = before === undefined ? undefined : new Facts(before.report, design);
    this.words = this.facts.words;
    this.tail = tailOf(now, before);
    this.failed = now.report.total.requests - now.report.total.ok;
    this.failures = Object.entries(now.report.total.causes)
      .map(([cause, count]) => {
        const at = cause.lastIndexOf(' at ');
        return { reason: cause.slice(0, at) as Reason, id: cause.slice(at + 4), count };
      })
      .sort((a, b) => b.count - a.count);
  }

  /** Requests that sources began in a second, now and before. */
  get offered(): number {
    return this.facts.parts.filter(({ kind }) => kind.role === 'source').reduce((sum, part) => sum + sentBy(this.facts, part), 0);
  }

  get offeredBefore(): number | undefined {
    const { past } = this;
    if (past === undefined) return undefined;
    return past.parts.filter(({ kind }) => kind.role === 'source').reduce((sum, part) => sum + sentBy(past, part), 0);
  }

  /** Share of the failed requests that failed for one of these reasons. */
  shareOf(...reasons: readonly Reason[]): number {
    if (this.failed <= 0) return 0;
    return this.failures.reduce((sum, { reason, count }) => sum + (reasons.includes(reason) ? count : 0), 0) / this.failed;
  }

  /** Share of the failed requests whose failure arose at a part. */
  failedAt(id: string): number {
    if (this.failed <= 0) return 0;
    return this.failures.reduce((sum, failure) => sum + (failure.id === id ? failure.count : 0), 0) / this.failed;
  }

  /** The part at which most failed for one of these reasons. */
  worstOf(...reasons: readonly Reason[]): Failures | undefined {
    return this.failures.find(({ reason }) => reasons.includes(reason));
  }

  /** Failures for one reason at one part, in words: "480 of 1.2k requests (40 %)". */
  counted(count: number): string {
    const { requests } = this.now.report.total;
    return `${this.words.count(count)} of ${this.words.count(requests)} requests (${this.words.share(count / Math.max(1, requests))})`;
  }

  watch(id: string): NodeWatch | undefined {
    return this.now.nodes[id];
  }

  link(id: string): LinkSeen | undefined {
    return this.now.links[id];
  }

  partBefore(id: string): Part | undefined {
    return this.past?.part(id);
  }

  connectionBefore(id: string): Connection | undefined {
    return this.past?.connections.find(({ link }) => link.id === id);
  }

  /** Mean of a part's own work now over before; undefined where either did none. */
  workRatio(part: Part): number | undefined {
    const [now, then] = [part.report.serviceMs.mean, this.partBefore(part.node.id)?.report.serviceMs.mean];
    return now === null || then === null || then === undefined || then === 0 ? undefined : now / then;
  }

  /** Share of the slowest requests' time that went by in line or at work there, and, of a link, on the way over it. */
  tailAt(id: string): number {
    return this.#tailShare(({ to, kind }) => to === id && (kind === 'queue' || kind === 'work'));
  }

  tailOver({ link: { from, to } }: Connection, ...kinds: readonly string[]): number {
    return this.#tailShare((part) => part.from === from && part.to === to && kinds.includes(part.kind));
  }

  /** Parts that calls of one part lead to, over any number of links, itself not among them. */
  below(id: string): ReadonlySet<string> {
    const seen = new Set<string>();
    const ahead = [id];
    for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
      for (const { link } of this.facts.outOf(at)) {
        if (seen.has(link.to)) continue;
        seen.add(link.to);
        ahead.push(link.to);
      }
    }
    seen.delete(id);
    return seen;
  }

  #tailShare(which: (part: { from: string; to: string; kind: string }) => boolean): number {
    const { tail } = this;
    if (tail === undefined || tail.meanMs === 0) return 0;
    return tail.parts.reduce((sum, part) => sum + (which(part) ? part.ms : 0), 0) / tail.meanMs;
  }
}

/** A rule: what it finds in a scene. */
export type Rule = (scene: Scene) => readonly Cause[];

/** Calls that a part sent in a second, without its retries. */
function sentBy(facts: Facts, part: Part): number {
  return facts.outOf(part.node.id).reduce((sum, { report }) => sum + report.calls, 0) / facts.seconds;
}

/** Calls a second over a link, with what was tried again. */
export function attemptsOf(facts: Facts, { report }: Connection): number {
  return (report.calls + report.retries + report.hedges) / facts.seconds;
}

/** Attempts for each call. */
export function amplificationOf({ report }: Connection): number {
  return report.calls === 0 ? 1 : (report.calls + report.retries + report.hedges) / report.calls;
}
