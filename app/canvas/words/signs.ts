/**
 * What a link says about itself: its policies as signs, the most urgent first, and its figures in words. Signs differ in
 * shape; tone and words come when they act.
 */
import { BREAKER_STATES, HEADER, LINK } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import type { SceneLink } from '../shape/scene.ts';
import { figure } from './figure.ts';
import { toldLink } from './told.ts';

/** A figure of a link's row in the frame; NaN when there is none. */
export function linkFigure(link: SceneLink, frame: Frame | undefined, offset: number): number {
  if (frame === undefined || link.index < 0) return Number.NaN;
  return frame.data[frame.layout.linkAt + link.index * LINK.size + offset] ?? Number.NaN;
}

export type SignShape =
  | 'cut'
  | 'breaker-open'
  | 'breaker-half'
  | 'breaker'
  | 'pool'
  | 'bulkhead'
  | 'retry'
  | 'hedge'
  | 'timeout'
  | 'deadline'
  | 'fallback'
  | 'cancel'
  | 'async';
export type SignTone = 'calm' | 'wait' | 'warn' | 'bad';

export interface Sign {
  readonly shape: SignShape;
  readonly tone: SignTone;
  readonly words: string;
  /** For a pool and a bulkhead: how full, 0…1. */
  readonly level: number;
}

/** Retries above this share of calls are worth a number. */
const MANY_RETRIES = 0.01;

/** What a link's signs say now, most urgent first. */
export function signsOf(link: SceneLink, frame: Frame | undefined): readonly Sign[] {
  if (link.steers) return [];
  const { params } = link.doc;
  if (link.feeds) return linkFigure(link, frame, LINK.severed) === 1 ? [{ shape: 'cut', tone: 'bad', words: 'cut', level: 0 }] : [];
  const live = (offset: number): number => linkFigure(link, frame, offset);
  const signs: Sign[] = [];
  const add = (shape: SignShape, tone: SignTone, words = '', level = 0): void => void signs.push({ shape, tone, words, level });
  if (live(LINK.severed) === 1) add('cut', 'bad', 'cut');
  const breaker = BREAKER_STATES[live(LINK.breaker)] ?? 'none';
  const away = live(LINK.breakersAway);
  if (breaker === 'open') add('breaker-open', 'bad', away > 0 ? `${away} out` : 'open');
  else if (breaker === 'half-open') add('breaker-half', 'warn', 'trial');
  else if (breaker === 'closed' || params['breaker'] === true) add('breaker', 'calm');
  const places = (shape: 'pool' | 'bulkhead', used: number, size: number, queue: number): void => {
    const level = Math.min(1, used / size);
    if (size > 0) add(shape, queue >= 1 ? 'wait' : level >= 0.9 ? 'warn' : 'calm', queue >= 1 ? `+${figure(queue, 'count')}` : '', level);
    else if (isSet(params[shape])) add(shape, 'calm');
  };
  places('pool', live(LINK.poolUsed), live(LINK.poolSize), live(LINK.poolWaiting));
  places('bulkhead', live(LINK.bulkheadUsed), live(LINK.bulkheadSize), live(LINK.bulkheadWaiting));
  const rated = (shape: 'retry' | 'hedge', rate: number): void => {
    const share = rate / live(LINK.rate);
    add(shape, share > MANY_RETRIES ? 'warn' : 'calm', share > MANY_RETRIES ? figure(share, 'ratio') : '');
  };
  if (isSet(params['retries'])) rated('retry', live(LINK.retryRate));
  if (params['hedge'] === true) rated('hedge', live(LINK.hedgeRate));
  const degraded = live(LINK.degradedRate);
  if (params['fallback'] === true) add('fallback', degraded > 0 ? 'warn' : 'calm', degraded > 0 ? figure(degraded, 'perSecond') : '');
  if (isSet(params['timeout'])) add('timeout', 'calm');
  if (isSet(params['deadline']) || params['deadlinePass'] === true) add('deadline', 'calm');
  if (params['cancel'] === true) add('cancel', 'calm');
  if (params['async'] === true) add('async', 'calm');
  const rank: Readonly<Record<SignTone, number>> = { bad: 0, warn: 1, wait: 1, calm: 2 };
  return signs.sort((a, b) => rank[a.tone] - rank[b.tone]);
}

function isSet(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/** The words of a link: who calls whom before a run, then rate, median and share of failures. */
export function linkWords(link: SceneLink, frame: Frame | undefined): string {
  if (link.steers) return `${link.from.doc.name} watches or steers ${link.to.doc.name}`;
  if (link.feeds) return `${link.to.doc.name} follows ${link.from.doc.name}`;
  const rate = linkFigure(link, frame, LINK.rate);
  if (!(rate > 0)) return toldBefore(link, frame) ?? `${link.from.doc.name} to ${link.to.doc.name}`;
  const errors = linkFigure(link, frame, LINK.errorShare);
  const median = linkFigure(link, frame, LINK.p50);
  const words = [figure(rate, 'perSecond')];
  if (!Number.isNaN(median)) words.push(`p50 ${figure(median, 'ms')}`);
  if (errors > 0) words.push(`${figure(errors, 'ratio')} failed`);
  return words.join(' · ');
}

/** What is predicted of it, as long as nothing runs. */
function toldBefore(link: SceneLink, frame: Frame | undefined): string | undefined {
  const begun = frame !== undefined && link.index >= 0 && frame.data[HEADER.timeMs] !== 0;
  return begun ? undefined : toldLink(link.told);
}
