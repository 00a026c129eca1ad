import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../design/examples/index.ts';
import { read } from '../design/read.ts';
import { zipfProbabilities } from '../std/zipf.ts';
import { envelope, usualEnvelope } from '../theory/envelope.ts';
import { envelopeOf, envelopeRows, keysFor, takenWords, withEnvelope } from './envelope.ts';
import { client, drawn, exponential, link, part, READ, service, WRITE } from './estimate/small-designs.ts';
import { runJob } from './run-job.ts';

const shop = drawn(
  [client(200), service('app', { instances: 2, workers: 4, ...exponential(10) }), part('db', 'sql-database', { replicas: 2 })],
  [link('users', 'app'), link('app', 'db')],
  20,
  [READ, { ...WRITE, weight: 1, bytesUp: 4000 }],
);
const kept = { ...usualEnvelope(), peak: 4, perPerson: 20 };

function reportOf(design: typeof shop) {
  const done = runJob({ design, seed: design.scenario.seed }, () => 0);
  if (!done.ok) throw new Error('the design runs');
  return done.report;
}

describe('T8, D14: the calculator beside a design', () => {
  it('takes the figures that the design has, and leaves the others', () => {
    const taken = envelopeOf(shop, kept);
    // 200/s at a peak of four times the average: 50/s, of people who send 20 a day each.
    expect(taken).toMatchObject({
      people: 220_000,
      writes: 0.5,
      bytesUp: 4000,
      bytesDown: 2000,
      copies: 3,
      peak: 4,
      perPerson: 20,
      keepDays: 365,
    });
    // 4 workers of 10 ms, and the database's time on top: a copy bears less than 400 a second.
    expect(taken.perServer).toBeGreaterThan(200);
    expect(taken.perServer).toBeLessThanOrEqual(400);
    expect(takenWords(kept, taken)).toMatch(/^Taken from the design: people a day, share of writes, stored by a write, /);
    expect(takenWords(taken, taken)).toContain('already');
    expect(envelopeOf({ ...shop, nodes: [], links: [] }, kept)).toBe(kept);
    expect(envelope(taken).peak.value / 200).toBeCloseTo(1, 1);
  });

  it('puts peak and servers into the design, and everything else stays', () => {
    const lines = envelope({ ...kept, people: 8_640_000, perPerson: 10, peak: 1, perServer: 300, full: 0.5 });
    const applied = withEnvelope(shop, lines);
    expect(applied?.nodes.find(({ id }) => id === 'users')?.params['rate']).toBe(1000);
    expect(applied?.nodes.find(({ id }) => id === 'app')?.params['instances']).toBe(7);
    expect(applied?.nodes.find(({ id }) => id === 'db')).toEqual(shop.nodes[2]);
    expect(read(applied).ok).toBe(true);
    expect(withEnvelope({ ...shop, nodes: shop.nodes.slice(1), links: [] }, lines)).toBeUndefined();
  });

  it('agrees with the run of a design that was filled from it, and says what differs', () => {
    const taken = envelopeOf(shop, kept);
    const report = reportOf(shop);
    const rows = Object.fromEntries(envelopeRows(shop, report, taken, envelope(taken)).map((one) => [one.id, one]));
    for (const id of ['requests', 'writes', 'in', 'out', 'underWay']) {
      expect(Math.abs((rows[id]?.ratio ?? Number.NaN) - 1), `${id}: ${rows[id]?.calculated}, ${rows[id]?.measured}`).toBeLessThan(0.2);
    }
    expect(rows['requests']?.why).toBe('As calculated.');
    expect(rows['servers']).toMatchObject({ words: 'Servers (app)', ratio: 1 });
    // Written as at the peak for a day: four times the average.
    expect(rows['storedDay']?.ratio).toBeGreaterThan(3.5);
    expect(rows['storedDay']?.why).toContain('reckoned was the average, 4× less');
    const other = { ...taken, people: taken.people * 3, bytesDown: 500 };
    const off = Object.fromEntries(envelopeRows(shop, report, other, envelope(other)).map((one) => [one.id, one]));
    expect(off['requests']?.why).toMatch(/^users of the design sends less than was reckoned: press Apply/);
    expect(off['out']?.why).toMatch(/^Reckoned with 500 B each; the classes of the design carry 2 KB/);
    expect(envelopeRows(shop, { ...report, total: { ...report.total, requests: 0 } }, taken, envelope(taken))).toEqual([]);
  });

  it('reads the cache that the hits imply off the popularity of keys', () => {
    const [keys, skew] = [10_000, 0.9];
    const exact = zipfProbabilities(keys, skew);
    for (const share of [0.1, 0.5, 0.8, 0.95]) {
      let [sum, count] = [0, 0];
      while (sum < share) sum += exact[count++] ?? 1;
      expect(Math.abs(keysFor(share, keys, skew) / count - 1), `${share}`).toBeLessThan(0.06);
    }
    expect([keysFor(0, keys, skew), keysFor(1, keys, skew)]).toEqual([0, keys]);
    const stampede = EXAMPLES.find(({ id }) => id === 'cache-stampede')!.design;
    const short = { ...stampede, scenario: { ...stampede.scenario, durationMs: 12_000, timeline: [] } };
    const cache = envelopeRows(short, reportOf(short), kept, envelope(kept)).find(({ id }) => id === 'cache');
    expect(cache?.why).toMatch(/% hits: the \d.* most asked-for of .* keys get so much/);
  });
});
