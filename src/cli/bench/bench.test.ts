/** The bench measures what it says: designs that the product opens, loops by hand that give the same answers, bars that judge. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFileText } from '../../design/share/file.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';
import { judge } from './bars.ts';
import { DRAWS, exponentials, fillExponentials, fillWords, seedDraws, words } from './draws.ts';
import { median, runDesign } from './measure.ts';
import { type BenchResult, lines } from './table.ts';
import { agrees, pendingDesign, WORKLOADS, withPolicies, workload } from './workloads.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));

describe('the workloads', () => {
  it('are seven files', () => expect(files.length).toBe(7));

  it.each(files)('%s passes the gate of files and runs without a problem', (file) => {
    const design = readFileText(readFileSync(join(import.meta.dirname, file), 'utf8'));
    if (!design.ok) throw new Error(design.error.map((problem) => `${problem.place}: ${problem.message}`).join('\n'));
    const session = new Session({ ...design.value, scenario: { ...design.value.scenario, durationMs: 300 } });
    session.advance(session.end);
    const { total, problems } = reportOf(session, 0);
    expect(problems).toEqual([]);
    expect(total.ok).toBeGreaterThan(20);
    expect(total.ok).toBe(total.requests);
  });

  it('are as broad as they say', () => {
    const { design } = workload('W4');
    expect([design.nodes.length, design.classes.length]).toEqual([200, 20]);
    expect(design.nodes.some((node) => node.params['replication'] === 'sync')).toBe(true);
  });

  it('keep as many events pending as they have users', () => {
    const session = new Session(pendingDesign(10_000));
    session.advance(20e6);
    expect(session.compiled.sim.queue.size).toBeGreaterThanOrEqual(10_000);
    expect(session.compiled.sim.queue.size).toBeLessThan(10_100);
  });
});

describe('the answers', () => {
  it.each(WORKLOADS.filter((one) => one.expected !== undefined).map((one) => one.name))('of the product on %s are the expected', (name) => {
    const { design, expected } = workload(name);
    const { meanMs, customers } = runDesign(design, 60_000, 11);
    expect(expected !== undefined && agrees(expected, meanMs, customers)).toBe(true);
  });

  it.each([
    ['W1', 23.03],
    ['W2', 48.1],
  ])('by hand on %s are the same, the 99th percentile too', (name, p99) => {
    const { byHand, expected } = workload(name);
    const run = byHand?.(1_000_000, 3);
    expect(run !== undefined && expected !== undefined && agrees(expected, run.meanMs, run.customers)).toBe(true);
    expect(Math.abs((run?.p99Ms ?? 0) / p99 - 1)).toBeLessThan(0.05);
  });

  it('do not change while policies stand idle', () => {
    const { design } = workload('W2');
    const guarded = withPolicies(design, { timeout: 1000, retries: 2, breaker: true, pool: 1000 }, () => true);
    expect(runDesign(guarded, 20_000, 5).meanMs).toBe(runDesign(design, 20_000, 5).meanMs);
  });

  it('that are wrong are found', () => {
    expect(agrees({ meanMs: 5, spread: 50 }, 5.2, 4_000_000)).toBe(false);
    expect(agrees({ meanMs: 5, spread: 50 }, 5.05, 4_000_000)).toBe(true);
  });
});

describe('the draws by hand', () => {
  it('are exponentials of mean 1: mean, square and tail within 5 standard deviations', () => {
    seedDraws(7);
    let [sum, squares, tail] = [0, 0, 0];
    const blocks = 1000;
    for (let block = 0; block < blocks; block++) {
      fillExponentials();
      for (const x of exponentials) {
        sum += x;
        squares += x * x;
        tail += +(x > 8);
      }
    }
    const n = blocks * DRAWS;
    expect(Math.abs(sum / n - 1)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(squares / n - 2)).toBeLessThan((5 * Math.sqrt(20)) / Math.sqrt(n));
    const p = Math.exp(-8);
    expect(Math.abs(tail - n * p)).toBeLessThan(5 * Math.sqrt(n * p));
  });

  it('are words whose every bit is set half the time', () => {
    seedDraws(8);
    const set = new Float64Array(32);
    for (let block = 0; block < 100; block++) {
      fillWords();
      for (const word of words) for (let bit = 0; bit < 32; bit++) set[bit] = set[bit]! + ((word >>> bit) & 1);
    }
    const n = 100 * DRAWS;
    for (const count of set) expect(Math.abs(count - n / 2)).toBeLessThan(5 * Math.sqrt(n / 4));
  });
});

describe('the verdict', () => {
  it('knows which way a bar counts, and what could not be measured', () => {
    expect(judge('W2', 0.5).met).toBe(true);
    expect(judge('W2', 0.499).met).toBe(false);
    expect(judge('pending', 4).met).toBe(true);
    expect(judge('pending', 4.1).met).toBe(false);
    expect(judge('meters', null, 'no switch')).toMatchObject({ value: null, met: null, note: 'no switch' });
  });

  it('is the middle of the rounds', () => expect(median([3, 1, 2])).toBe(2));

  it('is told in words', () => {
    const figures = { about: 'one queue', customersPerCpuSecond: 2_500_000, eventsPerCpuSecond: 5e6, bar: 0.3, met: false, pairs: 7 };
    const result: BenchResult = {
      machine: 'm',
      node: 'v20',
      commit: 'abc',
      workloads: { W1: { ...figures, ratioToSpecialised: 0.25, meanMs: 5.2, sameAnswer: false } },
      bars: { W1: judge('W1', 0.25), meters: judge('meters', null, 'no switch') },
    };
    const text = lines(result).join('\n');
    expect(text).toMatch(/W1 +2\.50 M +5\.00 M +0\.250 +0\.3 +missed +5\.20 WRONG +7 one queue/);
    expect(text).toContain('W1        missed  W1, customers a CPU second ÷ by hand: 0.25 × (at least 0.3)');
    expect(text).toContain('no switch');
  });
});
