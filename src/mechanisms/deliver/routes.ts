/**
 * Where a queue's links lead: to consumers, each with the classes it takes, and to the queue that gets the dead letters. Classes
 * that the same consumers take share a waiting line, so that a line is never held up by a message that its consumers refuse.
 */
import type { FarEnd, RequestClass } from '../../engine/station.ts';
import type { Consumer } from './consumers.ts';

export interface Routes {
  readonly consumers: readonly Consumer[];
  /** Consumers of each route, by number. */
  readonly members: readonly (readonly number[])[];
  /** How many ranks of priority there are, and the line of each class: its route times the ranks, plus its rank, 0 being the first. */
  readonly ranks: number;
  readonly lineOfClass: Int32Array;
  /** What leads to the dead letters' queue, for each class. */
  readonly deadLetters: readonly (FarEnd | undefined)[];
}

export function routesOf(far: readonly FarEnd[], classes: readonly RequestClass[], priorities: boolean): Routes {
  const links = far.filter((f) => f.role !== 'broker' && f.plan.weight > 0);
  const consumers = links.flatMap(consumersOf);
  const sets = classes.map((_, cls) => links.filter((f) => takes(f, cls)).map((f) => f.link));
  const keys = [...new Set(sets.map((set) => set.join()))];
  const members = keys.map((key) => {
    const set = sets.find((one) => one.join() === key) ?? [];
    return consumers.flatMap((consumer, i) => (set.includes(consumer.link) ? [i] : []));
  });
  const levels = classes.map(({ priority = 0 }) => (priorities ? priority : 0));
  const order = [...new Set(levels)].sort((a, b) => b - a);
  const rankOf = (cls: number) => order.indexOf(levels[cls]!);
  return {
    consumers,
    members,
    ranks: order.length,
    lineOfClass: Int32Array.from(sets, (set, cls) => keys.indexOf(set.join()) * order.length + rankOf(cls)),
    deadLetters: classes.map((_, cls) => far.find((f) => f.role === 'broker' && takes(f, cls))),
  };
}

/** One consumer for each instance, or one for all where the far end chooses among them itself. */
function consumersOf(f: FarEnd): Consumer[] {
  if (f.choosesInstance) return [{ link: f.link, node: f.node, first: f.firstInstance, instances: f.instances }];
  return Array.from({ length: f.instances }, (_, i) => ({ link: f.link, node: f.node, first: f.firstInstance + i, instances: 1 }));
}

function takes(f: FarEnd, cls: number): boolean {
  return f.plan.classes.length === 0 || f.plan.classes.includes(cls);
}
