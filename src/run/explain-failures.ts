/** Why requests failed: the most frequent cause, with its numbers and the one step against it. */
import type { Reason } from '../engine/outcome.ts';
import type { Explanation } from './explain.ts';
import type { Connection, Facts } from './explain-facts.ts';
import { goneStep, wasGone } from './explain-gone.ts';
import { moreCapacity } from './explain-limits.ts';

/** @param bottleneck the part that limits the run, which is the cause of what fails there. */
export function explainFailures(facts: Facts, bottleneck: string | undefined): Explanation[] {
  const { report, words } = facts;
  const failed = report.total.requests - report.total.ok;
  const causes = Object.entries(report.total.causes).sort((a, b) => b[1] - a[1]);
  const [cause, count] = causes[0] ?? [];
  if (failed <= 0 || cause === undefined || count === undefined) return [];
  const at = cause.lastIndexOf(' at ');
  const reason = cause.slice(0, at) as Reason;
  const id = cause.slice(at + 4);
  const name = facts.nameOf(id);
  const others = causes.length === 1 ? 'all' : words.share(count / failed);
  return [
    {
      title: `Requests fail: ${SAID[reason]?.(name) ?? `${reason} at ${name}`}`,
      sentences: [
        `${words.count(failed)} of ${words.count(report.total.requests)} requests failed (${words.share(failed / report.total.requests)}), ${others} of them because ${SAID[reason]?.(name) ?? `of ${reason} at ${name}`}.`,
        `Next: ${stepFor(reason)({ facts, id, name, limits: id === bottleneck })}`,
      ],
      nodeId: facts.part(id)?.node.id,
    },
  ];
}

/** The reasons of the engine as clauses about the part where they arose. */
export const SAID: Readonly<Partial<Record<Reason, (name: string) => string>>> = {
  'injected error': (name) => `${name} answered with errors`,
  crashed: (name) => `${name} crashed under them`,
  down: (name) => `${name} was down`,
  'queue full': (name) => `the queue of ${name} was full`,
  'rate limited': (name) => `${name} limits the rate`,
  'no healthy target': (name) => `${name} had no healthy target left`,
  'no leader': (name) => `${name} had no leader`,
  'timed out': (name) => `calls to ${name} timed out`,
  'connection lost': (name) => `connections to ${name} were lost`,
  'breaker open': (name) => `the breaker in front of ${name} was open`,
  'pool full': (name) => `${name} had no connection left for its calls`,
  'loop of calls': (name) => `calls went round in a loop at ${name}`,
  'no target': (name) => `${name} leads nowhere`,
  'no route': (name) => `${name} had no route for them`,
  'thrown away': (name) => `${name} threw away what was only meant to fill its line`,
  'never completed': (name) => `connections to ${name} were begun and never completed`,
  'backlog full': (name) => `${name} had no place left for connections that are being opened`,
  offline: (name) => `those of ${name} had no connection for too long`,
  'too many connections': (name) => `${name} had no connection left`,
  'name not resolved': (name) => `nobody could say where ${name} leads`,
  'route moved': (name) => `${name} sent their connections elsewhere`,
};

interface Failing {
  readonly facts: Facts;
  readonly id: string;
  readonly name: string;
  /** Whether this part limits the run anyway. */
  readonly limits: boolean;
}

type Step = (failing: Failing) => string;

/** The busiest link into a part. */
function mainLink({ facts, id }: Failing): Connection | undefined {
  return [...facts.into(id)].sort((a, b) => b.report.calls - a.report.calls)[0];
}

const retryStep: Step = (failing) => {
  const link = mainLink(failing);
  if (link === undefined) return `look at ${failing.name} on the timeline.`;
  const retries = Number(failing.facts.linkSetting(link, 'retries'));
  if (retries === 0) return `let ${link.name} try once more; it makes no retry now.`;
  return `find what breaks ${failing.name}; ${retries === 1 ? 'one retry no longer covers' : `${retries} retries no longer cover`} it.`;
};

const spareStep: Step = (failing) => {
  const part = failing.facts.part(failing.id);
  if (part?.report.instances.length === 1) return `give ${failing.name} a second instance; it has only one.`;
  return retryStep(failing);
};

/** Whoever found nobody to send to is well itself: what it sends to is what went away. */
const targetStep: Step = (failing) => {
  const targets = failing.facts.outOf(failing.id).flatMap(({ link }) => failing.facts.part(link.to) ?? []);
  const [target] = targets;
  if (target === undefined) return spareStep(failing);
  if (targets.length === 1 && target.report.instances.length === 1) return `give ${target.name} a second instance; it has only one.`;
  const names = targets.map(({ name }) => name).join(' and ');
  return `find what took every instance of ${names} away at once; ${failing.name} sends nothing to those that it holds for dead.`;
};

const capacityStep: Step = ({ facts, id, name, limits }) => {
  const part = facts.part(id);
  if (part === undefined || limits) return `relieve ${name} first, as said above; a longer queue only lets calls wait longer.`;
  return moreCapacity(facts, part).replace(/^Next: /, '');
};

const timeoutStep: Step = (failing) => {
  const { facts, id, name, limits } = failing;
  if (limits) return `relieve ${name} first, as said above; a longer timeout only lets more calls wait.`;
  const link = [...facts.into(id)].sort((a, b) => b.report.timeouts - a.report.timeouts)[0];
  const p99 = facts.part(id)?.report.sojournMs.p99 ?? 0;
  const timeout = link === undefined ? 0 : Number(facts.linkSetting(link, 'timeout'));
  if (link === undefined || timeout === 0) return retryStep(failing);
  const { words } = facts;
  if (p99 >= timeout) return `make ${name} faster: its p99 is ${words.ms(p99)}, and ${link.name} waits ${words.ms(timeout)}.`;
  return `look at what hung or cut off ${name}: answers that come take ${words.ms(p99)} at p99, well within the timeout of ${words.ms(timeout)}.`;
};

/** Reasons that calls end with where nobody is up. */
const ABSENT: ReadonlySet<Reason> = new Set(['crashed', 'down', 'connection lost', 'timed out', 'message lost', 'no leader']);

function stepFor(reason: Reason): Step {
  const step = STEPS[reason] ?? retryStep;
  if (!ABSENT.has(reason)) return step;
  return (failing) => {
    const part = failing.facts.part(failing.id);
    return part !== undefined && wasGone(part) ? goneStep(failing.facts, part, mainLink(failing)) : step(failing);
  };
}

const STEPS: Readonly<Partial<Record<Reason, Step>>> = {
  crashed: spareStep,
  down: spareStep,
  'no healthy target': targetStep,
  'queue full': capacityStep,
  'timed out': timeoutStep,
  'rate limited': ({ name }) => `raise the limit of ${name} above what is offered, or offer less.`,
  'no leader': ({ facts, id, name }) => {
    const part = facts.part(id);
    if (part !== undefined && facts.setting(part, 'failover') === 'manual')
      return `let a replica of ${name} take over when the leader is lost.`;
    if (part !== undefined && Number(facts.setting(part, 'replicas')) === 0) return `give ${name} a replica that can take over.`;
    return `shorten heartbeat and promotion of ${name}, which decide how long it is without a leader.`;
  },
  'breaker open': ({ name }) => `look at the failures of ${name} that opened it; the breaker only keeps calls away.`,
  'pool full': ({ name }) => `shorten the calls that ${name} makes, or give its links more connections.`,
  'loop of calls': ({ name }) => `cut the loop of links at ${name}.`,
  'no target': ({ name }) => `connect ${name} to a part that answers.`,
  'no route': ({ name }) => `give ${name} a link for this class of requests.`,
  'thrown away': ({ name }) => `put a scrubber before ${name}, so that the flood does not reach its line.`,
  'never completed': ({ name }) => `let ${name} forget half-open connections sooner, or keep more of them.`,
  'backlog full': ({ name }) => `let ${name} forget half-open connections sooner, or keep more of them.`,
  offline: ({ name }) => `better coverage for ${name}, or more patience with it.`,
};
