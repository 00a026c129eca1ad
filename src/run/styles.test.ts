import { describe, expect, it } from 'vitest';
import { check } from '../design/check.ts';
import { STYLES } from '../design/examples/styles/index.ts';
import { figuresOf } from './styles.ts';

const style = (id: string) => STYLES.find((one) => one.id === id)!;
const failed = (figures: ReturnType<typeof figuresOf>, failure: string): number =>
  figures.failures.find(({ id }) => id === failure)?.failed ?? -1;

describe('eight architectures of one shop', () => {
  it('serve the same shoppers and the same classes', () => {
    expect(STYLES).toHaveLength(8);
    const [first, ...others] = STYLES.map(({ design }) => [design.classes, design.nodes.find(({ id }) => id === 'shoppers')?.params]);
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(STYLES.map((one) => [one.id, one] as const))(
    '%s is wired so that it can run, and has what the failures strike',
    (_, { design, search, database }) => {
      const stops = ['no-traffic', 'idle-source', 'unreachable', 'idle-relay', 'idle-queue', 'cycle'];
      expect(check(design).filter(({ code }) => stops.includes(code))).toEqual([]);
      for (const id of [search, database]) expect(design.nodes.map((node) => node.id)).toContain(id);
    },
  );

  it('differ in how far a failure reaches: a search that dies takes a monolith along, and of microservices itself alone', {
    timeout: 60_000,
  }, () => {
    const [monolith, micro] = [figuresOf(style('monolith'), 1), figuresOf(style('microservices'), 1)];
    expect(failed(monolith, 'search')).toBeGreaterThan(0.6);
    // A tenth to a sixth of the requests are searches, for two thirds of the measured time.
    expect(failed(micro, 'search')).toBeGreaterThan(0.05);
    expect(failed(micro, 'search')).toBeLessThan(0.15);
    expect(monolith.answered).toBe(1);
    expect(micro.costPerHour ?? 0).toBeGreaterThan(monolith.costPerHour ?? 0);
  });
});
