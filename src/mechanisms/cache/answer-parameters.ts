/** The parameters of the answers that a proxy keeps: the same for every proxy. */
import { flag, number } from '../../engine/policy/parameters/spec.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { AnswerSettings } from './answers.ts';

export const ANSWER_PARAMETERS = {
  capacity: number({
    label: 'Answers kept',
    group: 'Cache',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 0,
    whole: true,
    live: false,
    zero: 'none',
    source: 'off by default; nginx keeps about 8,000 keys in a megabyte',
    help: 'Answers that one copy keeps, by key and class; the one not asked for longest makes room.',
  }),
  ttl: number({
    label: 'Time to live',
    group: 'Cache',
    unit: 'ms',
    min: 0,
    max: 86_400_000,
    default: 10_000,
    zero: 'for ever',
    source: 'chosen',
    help: 'An answer may be used this long after it came.',
  }),
  cached: {
    type: 'classes',
    label: 'Keeps answers to',
    group: 'Cache',
    default: [],
    empty: 'all that read',
    live: true,
    source: 'chosen',
    help: 'Request classes whose answers are kept; writes never are, and make what is kept of their key old.',
  },
  collapse: flag({
    label: 'Equal requests become one',
    group: 'Cache',
    default: false,
    source: 'nginx: proxy_cache_lock, off by default; Squid: collapsed_forwarding, off by default',
    help: 'While one is on its way to be answered, others for the same wait for its answer instead of being passed on too.',
  }),
} as const satisfies ParamSpecs;

/** The settings in force. */
export function answersOf(values: ValuesOf<typeof ANSWER_PARAMETERS>, graceMs: number): AnswerSettings {
  const { capacity, ttl, cached, collapse } = values;
  return {
    capacity,
    life: ttl === 0 ? Infinity : Math.round(ttl * NS_PER_MS),
    grace: Math.round(graceMs * NS_PER_MS),
    collapse,
    classes: cached,
  };
}
