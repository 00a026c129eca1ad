import { describe, expect, it } from 'vitest';
import { link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { apply } from './apply.ts';
import type { Design, ObjectiveMetric } from './document.ts';
import { metricsOf, partFigure } from './part-figure.ts';
import { read } from './read.ts';
import { decodeLink, encodeLink } from './share/link.ts';

function drawn(metric: string): unknown {
  return {
    nodes: [node('users', 'client', { rate: 200 }), node('front', 'cache'), node('db', 'sql-database')],
    links: [link('users', 'front'), link('front', 'db')],
    scenario: { durationMs: 5000, objectives: [{ id: 'o', metric, bound: 'least', value: 0.2 }] },
  };
}

function design(metric: string): Design {
  const result = read(drawn(metric));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('an objective on a figure of a part', () => {
  it('is judged by what the part measured', () => {
    const session = new Session(design('part:front.hitRatio'));
    session.advance(session.end);
    const report = reportOf(session, 0);
    expect(report.objectives[0]).toEqual({
      text: 'front: hit at least 20 %',
      met: true,
      value: report.nodes['front']?.figures['hitRatio'],
    });
  });

  it('may be about what every part has', () => {
    const session = new Session(design('part:db.utilisation'));
    session.advance(session.end);
    const report = reportOf(session, 0);
    expect(report.objectives[0]?.value).toBe(report.nodes['db']?.utilisation);
  });

  it.each(['part:gone.hitRatio', 'part:db.hitRatio', 'part:front', 'part:', 'hitRatio'])('%s is refused in words', (metric) => {
    const result = read(drawn(metric));
    expect(result.ok ? '' : result.error[0]?.place).toBe('scenario.objectives[0].metric');
  });

  it('travels with the link', () => {
    const made = design('part:front.hitRatio');
    const back = decodeLink(encodeLink({ design: made, digest: undefined, engine: 'test' }));
    expect(back.ok && back.value.design.scenario.objectives).toEqual(made.scenario.objectives);
  });

  it('goes with its part', () => {
    const made = design('part:db.lagMs');
    const without = apply(made, { do: 'remove', nodes: ['db'], links: [] });
    expect(without.ok && without.value.scenario.objectives).toEqual([]);
    const other = apply(made, { do: 'remove', nodes: ['users'], links: [] });
    expect(other.ok && other.value.scenario.objectives).toEqual(made.scenario.objectives);
  });

  it('is offered by the figures of its kind, each with words and a unit', () => {
    const made = design('availability');
    const offered: readonly ObjectiveMetric[] = metricsOf('front', made);
    expect(offered).toContain('part:front.hitRatio');
    expect(offered).toContain('part:front.p99');
    for (const metric of offered) expect(partFigure(metric, made)?.words).toMatch(/^front: ./);
  });
});
