/** Advice on limits that were set: pools, breakers, budgets, limiters and queues that work against what they are there for. */
import { formatQuantity } from '../../std/quantity.ts';
import { addressOf, meanWork, numberIn, type Part, type Wire } from './drawing.ts';
import { ratesOf } from './load.ts';
import { count, duration, type Rule, roundUp, setting } from './rule.ts';

const called = (wire: Wire): string => `${wire.from.doc.name} to ${wire.to.doc.name}`;

export const smallPool: Rule = {
  id: 'small-pool',
  title: 'A pool smaller than what is open',
  why: 'As many connections are busy as calls come in a second times the seconds each takes (Little 1961). With fewer, calls wait before they begin.',
  find: (drawing) => {
    const rates = ratesOf(drawing);
    return drawing.wires.flatMap((wire) => {
      const [size, work] = [numberIn(wire.values, 'pool'), meanWork(wire.to)];
      const share = numberIn(wire.values, 'probability', 1) * numberIn(wire.values, 'count', 1);
      const rate = wire.from.kind.role === 'compute' ? (rates.get(wire.from)?.total ?? 0) * share : 0;
      if (size === 0 || work === undefined) return [];
      const open = (rate * work) / 1000;
      const room = size * wire.from.instances;
      if (open < room) return [];
      const wanted = Math.ceil(open / 0.7 / wire.from.instances);
      const message = `${called(wire)}: ${formatQuantity(rate, 'perSecond', 3)} of ${duration(work)} keep ${Math.ceil(open)} connections busy, and there are ${room} (${count(wire.from.instances, 'copy', 'copies')} with a pool of ${size}).`;
      return [{ place: addressOf(wire), message, fix: setting(`Make the pool ${wanted}`, 'link', [wire.doc.id], 'pool', wanted) }];
    });
  },
};

export const breakerNeverOpens: Rule = {
  id: 'breaker-never-opens',
  title: 'A breaker that cannot open',
  why: 'A breaker looks at the last calls of its window. When it waits for more calls than the window holds, it never has enough.',
  find: ({ wires }) =>
    wires
      .filter((wire) => wire.values['breaker'] === true && numberIn(wire.values, 'breakerMinimum') > numberIn(wire.values, 'breakerWindow'))
      .map((wire) => {
        const [least, window] = [numberIn(wire.values, 'breakerMinimum'), numberIn(wire.values, 'breakerWindow')];
        return {
          place: addressOf(wire),
          message: `The breaker ${called(wire)} waits for ${least} calls in a window of ${window}: it never opens.`,
          fix: setting(`Let it open after ${Math.ceil(window / 5)}`, 'link', [wire.doc.id], 'breakerMinimum', Math.ceil(window / 5)),
        };
      }),
};

export const breakerWithoutTimeout: Rule = {
  id: 'breaker-without-timeout',
  title: 'A breaker without a timeout',
  why: 'A breaker counts calls that ended. A far end that hangs ends none, so the breaker sees nothing wrong.',
  find: ({ wires }) =>
    wires
      .filter((wire) => wire.values['breaker'] === true && numberIn(wire.values, 'timeout') === 0)
      .map((wire) => {
        const wait = roundUp(Math.max(1000, 20 * (meanWork(wire.to) ?? 0)));
        return {
          place: addressOf(wire),
          message: `The breaker ${called(wire)} has no timeout beside it: while ${wire.to.doc.name} hangs, no call ends and it stays closed.`,
          fix: setting(`Set a timeout of ${duration(wait)}`, 'link', [wire.doc.id], 'timeout', wait),
        };
      }),
};

export const budgetWithoutRetries: Rule = {
  id: 'budget-without-retries',
  title: 'A retry budget without retries',
  why: 'A budget limits retries. Where there are none, it does nothing.',
  find: ({ wires }) =>
    wires
      .filter((wire) => numberIn(wire.values, 'retryBudget') > 0 && numberIn(wire.values, 'retries') === 0)
      .map((wire) => ({
        place: addressOf(wire),
        message: `${called(wire)} has a retry budget of ${formatQuantity(numberIn(wire.values, 'retryBudget'), 'ratio')} and no retries.`,
        fix: setting('Retry twice', 'link', [wire.doc.id], 'retries', 2),
      })),
};

export const limiterBelowLoad: Rule = {
  id: 'limiter-below-load',
  title: 'A limit below the usual load',
  why: 'A limiter is there for what is more than usual. Below the usual load it turns people away all day.',
  find: (drawing) => {
    const rates = ratesOf(drawing);
    return drawing.parts.flatMap((part) => {
      const [allowed, rate] = [numberIn(part.values, 'limitRate'), rates.get(part)?.total ?? 0];
      const forAll = part.values['limit'] === 'all' && part.values['limitCounting'] === 'together';
      if (!forAll || allowed === 0 || rate <= allowed) return [];
      const wanted = roundUp(rate);
      const message = `${part.doc.name} lets ${formatQuantity(allowed, 'perSecond', 3)} through and gets ${formatQuantity(rate, 'perSecond', 3)}: ${formatQuantity(1 - allowed / rate, 'ratio', 2)} are turned away with everything in order.`;
      return [
        {
          place: part.doc.id,
          message,
          fix: setting(`Let ${formatQuantity(wanted, 'perSecond')} through`, 'node', [part.doc.id], 'limitRate', wanted),
        },
      ];
    });
  },
};

export const shortVisibility: Rule = {
  id: 'short-visibility',
  title: 'Messages come back before they are done',
  why: 'A message that is not acknowledged within its visibility time is delivered again, though its first consumer is still at it: the work is done twice.',
  find: ({ parts }) =>
    parts.flatMap((part) => {
      const visibility = numberIn(part.values, 'visibility');
      if (part.kind.role !== 'broker' || visibility === 0) return [];
      const slow = part.out.map((wire) => ({ wire, work: stay(wire.to) })).filter(({ work }) => work > visibility);
      return slow.map(({ wire, work }) => {
        const wait = roundUp(3 * work);
        return {
          place: part.doc.id,
          message: `${wire.to.doc.name} needs ${duration(work)} for a message on average, but ${part.doc.name} delivers it again after ${duration(visibility)}.`,
          fix: setting(`Wait ${duration(wait)}`, 'node', [part.doc.id], 'visibility', wait),
        };
      });
    }),
};

function stay(part: Part): number {
  return meanWork(part) ?? 0;
}

export const noHealthCheck: Rule = {
  id: 'no-health-check',
  title: 'A balancer that does not look',
  why: 'Without health checks a balancer goes on sending requests to what is down.',
  find: ({ parts }) =>
    parts
      .filter((part) => part.kind.params['healthChecks'] !== undefined && part.values['healthChecks'] === false && part.out.length > 0)
      .map((part) => {
        const targets = part.out.reduce((sum, wire) => sum + wire.to.instances, 0);
        return {
          place: part.doc.id,
          message: `${part.doc.name} checks none of its ${count(targets, 'target')}: of one that is down it goes on failing ${formatQuantity(1 / Math.max(1, targets), 'ratio', 2)} of all requests.`,
          fix: setting('Check them', 'node', [part.doc.id], 'healthChecks', true),
        };
      }),
};
