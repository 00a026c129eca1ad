/**
 * Single stations against queueing theory (VALIDATION 1–5). Sources: Kleinrock, "Queueing Systems" I (1975), chapters 3 and
 * 5; Gross & Harris, "Fundamentals of Queueing Theory", chapter 2; Erlang (1917).
 */
import { describe, it } from 'vitest';
import type { Report } from '../run/report.ts';
import type { Distribution } from '../std/distribution.ts';
import { erlangB, mmc, sojournQuantile, waitQuantile } from '../theory/erlang.ts';
import { mg1MeanWait } from '../theory/mg1.ts';
import { mmck } from '../theory/mmck.ts';
import { design, holds, link, node, replicate } from './protocol.ts';

const NO_LIMIT = 1_000_000;

/** Poisson requests to one instance with so many workers and room to wait. */
function station(rate: number, workers: number, work: Distribution, room: number, seconds: number) {
  const nodes = [node('users', 'client', { rate, keys: 1 }), node('app', 'service', { instances: 1, workers, queueLimit: room, work })];
  return design(nodes, [link('users', 'app')], seconds + 60, 60);
}

function app(report: Report) {
  const found = report.nodes['app'];
  if (found === undefined) throw new Error('no app');
  return found;
}

const exponential = (mean: number): Distribution => ({ type: 'exponential', mean });

describe('a single station', () => {
  it('1: M/M/1, λ 80, μ 100: sojourn', () => {
    const reports = replicate(station(80, 1, exponential(10), NO_LIMIT, 4000), 20);
    holds(
      'M/M/1 mean sojourn, ms',
      50,
      reports.map((r) => r.total.latencyMs.mean ?? 0),
      0.02,
    );
    const exact = sojournQuantile(0.08, 0.1, 1, 0.99);
    holds(
      'M/M/1 p99 sojourn, ms',
      exact,
      reports.map((r) => r.total.latencyMs.p99 ?? 0),
      0.03,
    );
  });

  it('2: M/M/8, λ 700, service 10 ms: waits (Erlang C)', () => {
    const reports = replicate(station(700, 8, exponential(10), NO_LIMIT, 1500), 20);
    const exact = mmc(0.7, 0.1, 8);
    holds(
      'M/M/8 mean wait, ms',
      exact.meanWait,
      reports.map((r) => app(r).waitMs.mean ?? 0),
      0.02,
    );
    holds(
      'M/M/8 p99 wait, ms',
      waitQuantile(0.7, 0.1, 8, 0.99),
      reports.map((r) => app(r).waitMs.p99 ?? 0),
      0.02,
    );
  });

  it('3: M/D/1 and M/G/1 (lognormal, cv 2), λ 80, service 10 ms: waits (Pollaczek–Khinchine)', () => {
    const constant = replicate(station(80, 1, { type: 'constant', value: 10 }, NO_LIMIT, 4000), 20);
    holds(
      'M/D/1 mean wait, ms',
      mg1MeanWait(0.08, 10, 0),
      constant.map((r) => app(r).waitMs.mean ?? 0),
      0.01,
    );
    const lognormal = replicate(station(80, 1, { type: 'lognormal-cv', mean: 10, cv: 2 }, NO_LIMIT, 6000), 24);
    holds(
      'M/G/1 mean wait, ms',
      mg1MeanWait(0.08, 10, 400),
      lognormal.map((r) => app(r).waitMs.mean ?? 0),
      0.05,
    );
  });

  it('4: M/M/4/12, λ 450, μ 100: rejected share and sojourn of the accepted', () => {
    const reports = replicate(station(450, 4, exponential(10), 8, 1000), 20);
    const exact = mmck(0.45, 0.1, 4, 12);
    const rejected = reports.map((r) => (r.total.outcomes['rejected'] ?? 0) / r.total.requests);
    holds('M/M/4/12 rejected share', exact.blocked, rejected, 0.01);
    holds(
      'M/M/4/12 mean sojourn, ms',
      exact.meanSojourn,
      reports.map((r) => r.total.latencyMs.mean ?? 0),
      0.01,
    );
  });

  it('5: loss system, 8 erlang on 10 workers: blocked share, whatever the law of service (Erlang B)', () => {
    const laws: readonly [string, Distribution][] = [
      ['constant', { type: 'constant', value: 10 }],
      ['exponential', exponential(10)],
      ['lognormal cv 2', { type: 'lognormal-cv', mean: 10, cv: 2 }],
    ];
    for (const [name, law] of laws) {
      const reports = replicate(station(800, 10, law, 0, 500), 20);
      const blocked = reports.map((r) => (r.total.outcomes['rejected'] ?? 0) / r.total.requests);
      holds(`M/G/10/10 blocked share, ${name}`, erlangB(10, 8), blocked, 0.02);
    }
  });
});
