/** What a part would send on that gives all it gets to everybody behind it: groups of a log, subscribers of a topic. */
import type { Flow, Given } from './estimate.ts';

/** Whether a class goes over a link; what other brokers get as dead letters is not foretold. */
export function delivers({ far }: Given, i: number, cls: number, toBrokers: boolean): boolean {
  const { role, plan } = far[i]!;
  return (toBrokers || role !== 'broker') && plan.weight > 0 && (plan.classes.length === 0 || plan.classes.includes(cls));
}

/** Every link gets all that was taken in of its classes. */
export function fanOut(given: Given, toBrokers: boolean): readonly Flow[] {
  const accepted = given.before?.accepted ?? 1;
  return given.far.map((f, i): Flow => {
    return {
      rates: given.rates.map((rate, cls) => (delivers(given, i, cls, toBrokers) ? rate * accepted : 0)),
      fills: 0,
      drops: 0,
      loading: 0,
      scv: given.before?.scv ?? 1,
      spread: { how: 'least', among: f.instances, counters: 1 },
      reads: given.reads,
      writes: given.writes,
    };
  });
}
