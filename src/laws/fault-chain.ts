/**
 * The small system on which each fault shows its symptom: users call app, app calls back, with constant times, 12 ms in all; and
 * what is read from its story.
 */
import type { LinkDoc, NodeDoc, TimelineEntry } from '../design/document.ts';
import { link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';
import { constant, delayed, type Story, story } from './story.ts';

export const users = (rate = 100, more: ParamBag = {}) =>
  node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });

export const service = (id: string, work: number, more: ParamBag = {}) =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });

/** 1 + 5 + 1 + 3 + 1 + 1 = 12 ms. */
export const CHAIN: readonly NodeDoc[] = [users(), service('app', 5), service('back', 3)];
export const LINKS: readonly LinkDoc[] = [link('users', 'app', delayed(1)), link('app', 'back', delayed(1))];

export function chain(ms: number, ...timeline: TimelineEntry[]): Story {
  return story(CHAIN, LINKS, { ms, timeline });
}

/** Times that users waited for answers, in the order in which they had asked, ms. */
export function waits(told: Story): number[] {
  const answers = told.log('users').flatMap((line) => {
    const [, end, wait] = /^([\d.]+) users ok ([\d.]+)/.exec(line) ?? [];
    return end === undefined || wait === undefined ? [] : [{ asked: Number(end) - Number(wait), wait: Number(wait) }];
  });
  return answers.sort((a, b) => a.asked - b.asked).map((one) => one.wait);
}

/** How users' requests ended, in the order in which they ended: `ok`, `refused` … */
export function ends(told: Story): string[] {
  return told.log('users').map((line) => line.split(' ')[2] ?? '');
}

/** Everything that happens from a moment on, as it went and as it would have gone without a fault. */
export function tails(told: Story, from: number, nodes = CHAIN, links = LINKS): { readonly went: string[]; readonly would: string[] } {
  const undisturbed = story(nodes, links, { ms: told.session.end / 1e6 });
  const later = (one: Story) => one.log().filter((line) => Number.parseFloat(line) >= from);
  return { went: later(told), would: later(undisturbed) };
}
