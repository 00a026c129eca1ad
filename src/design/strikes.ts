/**
 * Random faults and background failures, worked out beforehand: a pure function of the seed, the entry and the design, drawn from
 * streams of their own, so that neither the traffic nor another entry changes what strikes when. Times count from the beginning
 * of the entry, which a trigger may put off.
 */

import type { Fault } from '../faults/fault.ts';
import { faultOf } from '../faults/index.ts';
import { Stream } from '../std/random.ts';
import { parseAddress, resolveAddress } from './address.ts';
import { type ChaosEntry, type Design, LIMITS, type WearEntry } from './document.ts';
import { misfit } from './read/entry-parts.ts';
import { CATALOG } from './registry.ts';

/** One fault that strikes: ms since the beginning of its entry. */
interface Strike {
  readonly fault: Fault;
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

type Drawing = Pick<Design, 'nodes' | 'links'>;

/** All strikes of an entry within so many ms, by their beginning; at most LIMITS.strikes of them. */
export function strikesOf(entry: ChaosEntry | WearEntry, drawing: Drawing, seed: number, withinMs: number): readonly Strike[] {
  const span = Math.min(entry.duration ?? Number.POSITIVE_INFINITY, withinMs);
  return entry.type === 'chaos' ? randomStrikes(entry, drawing, seed, span) : failures(entry, drawing, seed, span);
}

/**
 * A Poisson process of strikes. Each draws its kind, its target and its length in this order whether it happens or not, so that a
 * wider or narrower blast radius lets through more or fewer of the same strikes.
 */
function randomStrikes(entry: ChaosEntry, drawing: Drawing, seed: number, span: number): readonly Strike[] {
  const luck = new Stream(seed, `chaos:${entry.id}`);
  const aims = entry.faults.map((id) => {
    const fault = faultOf(id);
    return { fault, targets: fault === undefined ? [] : entry.targets.filter((target) => fits(fault, target, drawing)) };
  });
  const strikes: Strike[] = [];
  for (let at = 0; strikes.length < LIMITS.strikes; ) {
    at += luck.exponential() * (60_000 / entry.perMinute);
    if (at >= span) break;
    const { fault, targets } = aims[luck.below(aims.length)]!;
    const target = targets[luck.below(Math.max(1, targets.length))];
    const length = Math.max(1, luck.exponential() * entry.lasts);
    if (fault === undefined || target === undefined) continue;
    const open = strikes.filter(({ to }) => to > at);
    if (open.length >= entry.most || open.some((one) => one.target === target && one.fault === fault)) continue;
    strikes.push({ fault, target, from: rounded(at), to: rounded(fault.lasts === 0 ? at : Math.min(span, at + length)) });
  }
  return strikes;
}

/** An alternating renewal process for each instance: up for an exponential time, down for another, and so on. */
function failures(entry: WearEntry, drawing: Drawing, seed: number, span: number): readonly Strike[] {
  const crash = faultOf('crash');
  const address = parseAddress(entry.target);
  const covered = address.ok ? resolveAddress(address.value, drawing) : address;
  if (crash === undefined || !covered.ok) return [];
  const strikes: Strike[] = [];
  for (const { node, instance } of covered.value.instances) {
    const target = `${node}/${instance + 1}`;
    if (!fits(crash, target, drawing)) continue;
    const luck = new Stream(seed, `wear:${entry.id}:${target}`);
    let at = luck.exponential() * entry.mtbf;
    for (let k = 0; at < span && k < LIMITS.strikes; k++) {
      const end = at + Math.max(1, luck.exponential() * entry.mttr);
      strikes.push({ fault: crash, target, from: rounded(at), to: rounded(Math.min(span, end)) });
      at = end + luck.exponential() * entry.mtbf;
    }
  }
  return strikes.sort((a, b) => a.from - b.from).slice(0, LIMITS.strikes);
}

function fits(fault: Fault, target: string, drawing: Drawing): boolean {
  const address = parseAddress(target);
  const covered = address.ok ? resolveAddress(address.value, drawing) : address;
  return covered.ok && misfit(fault, covered.value, drawing, { registry: CATALOG }) === undefined;
}

/** Whole microseconds: as good as any moment, and shorter to write. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
