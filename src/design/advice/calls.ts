/** Advice on the policies of links: timeouts, and what retries do to those below. */
import { grouped } from '../read/intake.ts';
import { addressOf, type Drawing, meanWork, numberIn, type Part, slotsOf, type Wire } from './drawing.ts';
import { duration, listed, type Rule, roundUp, setting } from './rule.ts';

const timeoutOf = (wire: Wire): number => numberIn(wire.values, 'timeout');
const retriesOf = (wire: Wire): number => numberIn(wire.values, 'retries');
/** A timeout that a fix sets, ms, where work is short (chosen). */
const LEAST_PATIENCE = 1000;
const ids = (wires: readonly Wire[]): readonly string[] => wires.map((wire) => wire.doc.id);
const words = (wire: Wire): string => `${wire.from.doc.name} to ${wire.to.doc.name}`;

export const noTimeout: Rule = {
  id: 'no-timeout',
  title: 'Calls without a timeout',
  why: 'A caller that waits for ever is stopped by one part that hangs: its workers are all waiting, and so are those of its own callers.',
  find: ({ wires }) => {
    const open = wires.filter((wire) => wire.waits && timeoutOf(wire) === 0 && holdsOn(wire.from));
    const [first] = open;
    if (first === undefined) return [];
    const which = open.length === 1 ? `The link ${words(first)} has` : `${open.length} links have`;
    const list = open.length === 1 ? '' : `: ${listed(open.map(words))}`;
    const patience = roundUp(Math.max(LEAST_PATIENCE, ...open.map((wire) => 20 * (meanWork(wire.to) ?? 0))));
    return [
      {
        place: addressOf(first),
        message: `${which} no timeout${list}. When the far end hangs, its callers hang with it.`,
        fix: setting(`Set ${duration(patience)} on ${open.length === 1 ? 'it' : 'all'}`, 'link', ids(open), 'timeout', patience),
      },
    ];
  },
};

/** Whether somebody or something waits here: a user, a worker. A queue delivers again, a plain balancer holds nothing. */
function holdsOn(part: Part): boolean {
  return part.kind.role !== 'broker' && (part.kind.role !== 'relay' || slotsOf(part) !== undefined);
}

export const retriesWithoutTimeout: Rule = {
  id: 'retries-without-timeout',
  title: 'Retries without a timeout',
  why: 'A retry follows a failure. A call that hangs never fails by itself, so it is never made again.',
  find: (drawing) =>
    retrying(drawing)
      .filter((wire) => timeoutOf(wire) === 0)
      .map((wire) => ({
        place: addressOf(wire),
        message: `${wire.from.doc.name} makes ${retriesOf(wire) === 1 ? 'a retry' : `${retriesOf(wire)} retries`} at ${wire.to.doc.name} but sets no timeout: a call that hangs is never made again.`,
        fix: setting(`Set a timeout of ${duration(LEAST_PATIENCE)}`, 'link', [wire.doc.id], 'timeout', LEAST_PATIENCE),
      })),
};

export const retriesAtOnce: Rule = {
  id: 'retries-at-once',
  title: 'Retries without a wait',
  why: 'Retries at once come while the cause of the failure still lasts, and add to it.',
  find: (drawing) =>
    retrying(drawing)
      .filter((wire) => numberIn(wire.values, 'backoff', 1) === 0)
      .map((wire) => ({
        place: addressOf(wire),
        message: `${wire.from.doc.name} retries ${wire.to.doc.name} up to ${retriesOf(wire)} times without a pause: a short failure becomes ${retriesOf(wire) + 1} times the load.`,
        fix: setting('Wait between retries', 'link', [wire.doc.id], 'backoff', undefined),
      })),
};

export const retriesInStep: Rule = {
  id: 'retries-in-step',
  title: 'Retries without jitter',
  why: 'Callers that failed together wait equally long and come back together (AWS Architecture Blog 2015).',
  find: (drawing) =>
    retrying(drawing)
      .filter((wire) => wire.values['jitter'] === 'none' && numberIn(wire.values, 'backoff', 1) > 0)
      .map((wire) => ({
        place: addressOf(wire),
        message: `All callers of ${wire.to.doc.name} wait exactly ${duration(numberIn(wire.values, 'backoff'))} before they retry, and come back at the same moment: choose a jitter.`,
        fix: setting('Use full jitter', 'link', [wire.doc.id], 'jitter', undefined),
      })),
};

export const impatientCaller: Rule = {
  id: 'impatient-caller',
  title: 'A caller gives up before its callee does',
  why: 'What is worked out after the caller has gone helps nobody, and the caller’s retry asks for it again.',
  find: ({ wires }) =>
    wires.flatMap((wire) => {
      const patience = timeoutOf(wire);
      if (patience === 0 || !wire.waits) return [];
      const slower = wire.to.out.filter((next) => next.waits && timeoutOf(next) > 0 && longest(next) > patience);
      return slower.map((next) => {
        const tries = retriesOf(next) + 1;
        const each = tries === 1 ? '' : ` (${tries} attempts of ${duration(timeoutOf(next))} and the waits between them)`;
        const message = `${wire.from.doc.name} gives up on ${wire.to.doc.name} after ${duration(patience)}, but ${wire.to.doc.name} waits for ${next.to.doc.name} up to ${duration(longest(next))}${each}.`;
        const wait = roundUp(longest(next));
        return {
          place: addressOf(wire),
          message,
          fix: setting(`Let ${wire.from.doc.name} wait ${duration(wait)}`, 'link', [wire.doc.id], 'timeout', wait),
        };
      });
    }),
};

/** The longest a caller may spend on a call with all its retries, in ms: every attempt times out, every wait is the longest. */
function longest(wire: Wire): number {
  const [first, most] = [numberIn(wire.values, 'backoff'), numberIn(wire.values, 'backoffMax', Number.POSITIVE_INFINITY)];
  let total = timeoutOf(wire);
  let wait = first;
  for (let retry = 0; retry < retriesOf(wire); retry++) {
    total += timeoutOf(wire) + Math.min(wait, most);
    wait *= 2;
  }
  return total;
}

export const timeoutTooShort: Rule = {
  id: 'timeout-too-short',
  title: 'A timeout shorter than the work',
  why: 'When the mean time of the work alone is above the timeout, most calls fail with everything in order.',
  find: ({ wires }) =>
    wires.flatMap((wire) => {
      const [patience, work] = [timeoutOf(wire), meanWork(wire.to)];
      if (patience === 0 || work === undefined || work <= patience) return [];
      const message = `${wire.from.doc.name} gives up on ${wire.to.doc.name} after ${duration(patience)}, but the work of ${wire.to.doc.name} alone takes ${duration(work)} on average.`;
      const wait = roundUp(5 * work);
      return [{ place: addressOf(wire), message, fix: setting(`Wait ${duration(wait)}`, 'link', [wire.doc.id], 'timeout', wait) }];
    }),
};

/** From this factor on, and over at least two tiers, retries are worth a word (chosen: two tiers of two retries make 9). */
const MUCH = 6;

export const retriesMultiply: Rule = {
  id: 'retries-multiply',
  title: 'Retries at several tiers multiply',
  why: 'Each tier repeats what the one above already repeats. Retry at one tier only, or set a retry budget (Google SRE book, chapter 22).',
  find: (drawing) => {
    const worst = worstChains(drawing);
    return drawing.parts.flatMap((part) => {
      const chain = worst.get(part);
      const goesOn = part.out.some((wire) => (worst.get(wire.to)?.factor ?? 0) > (chain?.factor ?? 0));
      if (chain === undefined || chain.tiers.length < 2 || chain.factor < MUCH || goesOn) return [];
      const factors = chain.tiers.map((wire) => retriesOf(wire) + 1).join(' × ');
      const message = `One request can become ${chain.factor > 1e6 ? 'more than a million' : grouped(chain.factor)} calls of ${part.doc.name}: ${factors} attempts, at ${listed(chain.tiers.map(words))}.`;
      return [{ place: part.doc.id, message, fix: setting('Allow 10 % of retries at each', 'link', ids(chain.tiers), 'retryBudget', 0.1) }];
    });
  },
};

interface Chain {
  readonly factor: number;
  readonly tiers: readonly Wire[];
}

/** For each part the chain of links from a source along which attempts multiply most. Circles are followed once. */
function worstChains({ sources, calleesFirst }: Drawing): ReadonlyMap<Part, Chain> {
  const worst = new Map<Part, Chain>(sources.map((source) => [source, { factor: 1, tiers: [] }]));
  const done = new Set<Part>();
  for (const part of calleesFirst.toReversed()) {
    done.add(part);
    const chain = worst.get(part);
    if (chain === undefined) continue;
    for (const wire of part.out) {
      const repeats = wire.waits && numberIn(wire.values, 'retryBudget') === 0 ? retriesOf(wire) : 0;
      const factor = chain.factor * (repeats + 1);
      if (done.has(wire.to) || factor <= (worst.get(wire.to)?.factor ?? 0)) continue;
      worst.set(wire.to, { factor, tiers: repeats > 0 ? [...chain.tiers, wire] : chain.tiers });
    }
  }
  return worst;
}

function retrying({ wires }: Drawing): readonly Wire[] {
  return wires.filter((wire) => retriesOf(wire) > 0);
}
